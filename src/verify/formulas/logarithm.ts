/** Terms of the series: the last is below 2^-60 of the first. */
const TERMS = 12;

/**
 * ln x by + - * / alone, which all engines round alike (Math.log is not the same everywhere), to about 1e-16 of itself or of 1. x = m 2^e
 * with m near 1, ln m = 2 artanh s, s = (m - 1)/(m + 1).
 *
 * @param x > 0 and finite; NaN else.
 */
export function logarithm(x: number): number {
  if (!(x > 0 && x < Infinity)) return NaN;
  let [m, e] = [x, 0];
  for (; m > Math.SQRT2; e++) m /= 2;
  for (; m < Math.SQRT1_2; e--) m *= 2;
  const s = (m - 1) / (m + 1);
  let series = 0;
  for (let i = TERMS; i >= 0; i--) series = series * s * s + 1 / (2 * i + 1);
  return e * Math.LN2 + 2 * s * series;
}
