/**
 * Exponential and logarithm of + - * / alone: engines round their own ones differently, and these may enter a result. For setting up, not for
 * every round. Relative errors are a few 1e-16.
 */

/** ln 2, rounded. */
const LN2 = 0.6931471805599453;

/** ln x of 0 < x < Infinity: x = m 2^e with m near 1, and ln m = 2 artanh((m - 1)/(m + 1)). */
export function ln(x: number): number {
  let [m, e] = [x, 0];
  for (; m > 1.5; e++) m /= 2;
  for (; m < 0.75; e--) m *= 2;
  const r = (m - 1) / (m + 1);
  let [sum, power] = [0, r];
  for (let i = 1; i < 30; i += 2, power *= r * r) sum += power / i;
  return e * LN2 + 2 * sum;
}

/** e^x of |x| < 700: the series at x/2^10, squared ten times; of e^x - 1, so that no digits are lost. */
export function exp(x: number): number {
  const r = x / 1024;
  let [less, term] = [0, r];
  for (let i = 2; i < 12; i++) {
    less += term;
    term *= r / i;
  }
  for (let i = 0; i < 10; i++) less = less * (2 + less);
  return 1 + less;
}
