/**
 * Exponential and logarithm of + - * / alone: engines round their own ones differently, and these may enter a result. For setting up, not for
 * every round. Relative errors are a few units of the last place.
 */

/** ln 2 in two parts, of which a whole number times the first is exact. */
const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

/** ln x of 0 < x < Infinity: x = m 2^k with m near 1, and ln m = 2 artanh((m - 1)/(m + 1)). */
export function ln(x: number): number {
  let [m, k] = [x, 0];
  for (; m > 1.5; k++) m /= 2;
  for (; m < 0.75; k--) m *= 2;
  const r = (m - 1) / (m + 1);
  let [sum, power] = [0, r];
  for (let i = 1; i < 30; i += 2, power *= r * r) sum += power / i;
  return k * LN2_HIGH + (k * LN2_LOW + 2 * sum);
}

/** e^x of |x| < 700: x = k ln 2 + r, and the series at r. */
export function exp(x: number): number {
  const k = Math.round(x / LN2_HIGH);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let [sum, term] = [0, 1];
  for (let i = 1; i < 18; i++) {
    term *= r / i;
    sum += term;
  }
  return (1 + sum) * 2 ** k;
}
