/**
 * A quotient of integers beyond 2^53, correctly rounded, from pairs of doubles whose sum is the exact value.
 * Exact products: Dekker (1971), "A floating-point technique for extending the available precision", Numer. Math. 18.
 * Knowing when the rounding is certain: Ziv (1991), "Fast evaluation of elementary mathematical functions with correctly
 * rounded last bit", ACM Trans. Math. Softw. 17(3).
 */

/** 10^0 to 10^22, all exact. */
export const TENS: Float64Array = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
/** Integers below it are exact. */
export const EXACT: number = 2 ** 53;

/** Splits a double into two of 26 bits. */
const SPLIT = 2 ** 27 + 1;
/** Relative error of the quotient as a pair is below 2^-102; this bound leaves room. */
const DOUBT = 2 ** -96;

/** a * b - product, exactly, where product = a * b rounded. */
function remainder(a: number, b: number, product: number): number {
  const s = SPLIT * a;
  const t = SPLIT * b;
  const aHigh = s - (s - a);
  const bHigh = t - (t - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/**
 * (a * b + c) / d rounded once, for integers 0 <= a, b, c < 2^30 and 1 <= d <= 10^22 where the sum is 2^53 or more;
 * NaN where the exact quotient lies too near the middle between two doubles to tell.
 */
export function quotient(a: number, b: number, c: number, d: number): number {
  const product = a * b;
  const high = product + c;
  const low = remainder(a, b, product) + (c - (high - product));
  const first = high / d;
  const back = first * d;
  const second = (high - back - remainder(first, d, back) + low) / d;
  const doubt = first * DOUBT;
  const value = first + (second + doubt);
  return value === first + (second - doubt) ? value : NaN;
}
