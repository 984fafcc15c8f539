import { HALF, ONE } from "./constants";
import { muladd } from "./muladd";

/**
 * ln x and ln(1 + x) through the series of artanh: with s = f / (2 + f), ln(1 + f) = f - (h - s (h + R)), h = f^2 / 2,
 * R = 2 artanh(s) / s - 2 a polynomial in s^2.
 * fdlibm, e_log.c and s_log1p.c; the reduction to [sqrt(1/2), sqrt(2)) adds to the bit pattern as in FreeBSD's
 * e_logf.c. The coefficients are minimax fits made for this file (error below 2^-58 of the result).
 */

// Constants are in memory, both lanes alike: V8 rebuilds an immediate v128 at every use.
const TWO = memory.data<f64>([2, 2], 16);
/** 42 bits, so that k times it is exact. */
const LN2_HIGH = memory.data<f64>([0.6931471805598903, 0.6931471805598903], 16);
const LN2_LOW = memory.data<f64>([5.497923018708371e-14, 5.497923018708371e-14], 16);
/** Bits of sqrt(1/2), and what raises them to the bits of 1: the exponent field then counts from sqrt(1/2). */
const ROOT_HALF = memory.data<u64>([0x3fe6a09e667f3bcd, 0x3fe6a09e667f3bcd], 16);
const TO_ONE = memory.data<u64>([0x00095f619980c433, 0x00095f619980c433], 16);
const FRACTION = memory.data<u64>([0x000fffffffffffff, 0x000fffffffffffff], 16);
/** Bits of 2^52, and 2^52 + 1023: OR and subtract turn a biased exponent into a float. */
const TWO52 = memory.data<u64>([0x4330000000000000, 0x4330000000000000], 16);
const BIAS = memory.data<f64>([4503599627371519, 4503599627371519], 16);
/** The same for an argument that was multiplied by 2^54. */
const BIAS_TINY = memory.data<f64>([4503599627371573, 4503599627371573], 16);
const TWO54 = memory.data<f64>([18014398509481984, 18014398509481984], 16);
const SMALLEST_NORMAL = memory.data<f64>([2.2250738585072014e-308, 2.2250738585072014e-308], 16);
const LARGEST = memory.data<f64>([f64.MAX_VALUE, f64.MAX_VALUE], 16);
/** 2^-100: below it ln(1 + x) is x, and squares would come near the denormals. */
const SMALL = memory.data<f64>([7.888609052210118e-31, 7.888609052210118e-31], 16);
/** R / s^2 for s^2 <= 0.0295. */
const R = memory.data<f64>(
  [
    0.6666666666666734, 0.6666666666666734, 0.3999999999941663, 0.3999999999941663, 0.28571428742032284,
    0.28571428742032284, 0.22222198604474916, 0.22222198604474916, 0.181835628894202, 0.181835628894202,
    0.1531408367081947, 0.1531408367081947, 0.14795646893891337, 0.14795646893891337,
  ],
  16,
);
/** R / s^2 for s^2 <= 1/9. */
const WIDE = memory.data<f64>(
  [
    0.6666666666666631, 0.6666666666666631, 0.40000000000156216, 0.40000000000156216, 0.2857142854795707,
    0.2857142854795707, 0.22222223964348872, 0.22222223964348872, 0.18181744089532867, 0.18181744089532867,
    0.1538655680808659, 0.1538655680808659, 0.13301010531500693, 0.13301010531500693, 0.12105818838619196,
    0.12105818838619196, 0.08341181477138883, 0.08341181477138883, 0.1701671007796246, 0.1701671007796246,
  ],
  16,
);

/** s = f / (2 + f). */
// @ts-ignore: decorator
@inline
export function quotient(f: v128): v128 {
  return f64x2.div(f, f64x2.add(f, v128.load(TWO)));
}

/** R of s, |s| <= 0.1716. */
// @ts-ignore: decorator
@inline
export function series(s: v128): v128 {
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const odd = muladd(
    muladd(muladd(v128.load(R, 96), w, v128.load(R, 64)), w, v128.load(R, 32)),
    w,
    v128.load(R, 0),
  );
  const even = muladd(muladd(v128.load(R, 80), w, v128.load(R, 48)), w, v128.load(R, 16));
  return f64x2.add(f64x2.mul(z, odd), f64x2.mul(w, even));
}

/** k ln 2 + ln(1 + f) + low, with s = quotient(f) and r = series(s); LN2_LOW k is part of low. */
// @ts-ignore: decorator
@inline
function assemble(f: v128, s: v128, r: v128, k: v128, low: v128): v128 {
  const h = f64x2.mul(f64x2.mul(f, f), v128.load(HALF));
  const bend = f64x2.sub(h, f64x2.add(f64x2.mul(s, f64x2.add(h, r)), low));
  return f64x2.sub(f64x2.mul(k, v128.load(LN2_HIGH)), f64x2.sub(bend, f));
}

/** k ln 2 + ln(1 + f), with s = quotient(f) and r = series(s); f in [sqrt(1/2) - 1, sqrt(2) - 1]. */
// @ts-ignore: decorator
@inline
export function logarithm(f: v128, s: v128, r: v128, k: v128): v128 {
  return assemble(f, s, r, k, f64x2.mul(k, v128.load(LN2_LOW)));
}

/** The bits of x moved so that the exponent field counts from sqrt(1/2); x (2,) positive, finite and normal. */
// @ts-ignore: decorator
@inline
export function shift(x: v128): v128 {
  return i64x2.add(x, v128.load(TO_ONE));
}

/** x times a power of two, in [sqrt(1/2), sqrt(2)), minus 1: exact. `shifted` is shift(x). */
// @ts-ignore: decorator
@inline
export function fraction(shifted: v128): v128 {
  const m = i64x2.add(v128.and(shifted, v128.load(FRACTION)), v128.load(ROOT_HALF));
  return f64x2.sub(m, v128.load(ONE));
}

/** The power of two that `fraction` took out; bias is 2^52 + 1023, and n more where x stands for x 2^-n. */
// @ts-ignore: decorator
@inline
export function exponent(shifted: v128, bias: v128): v128 {
  return f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), v128.load(TWO52)), bias);
}

/** ln x for x (2,) positive, finite and normal, which is not checked; within 0.87 ulp (0.83 seen in a million points). */
// @ts-ignore: decorator
@inline
function logNormal(x: v128): v128 {
  const shifted = shift(x);
  const f = fraction(shifted);
  const s = quotient(f);
  return logarithm(f, s, series(s), exponent(shifted, v128.load(BIAS)));
}

/** ln x for x (2,) any f64, within 0.87 ulp: ln 0 = -Infinity, NaN below 0; denormal arguments are right, and slow. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const normal = v128.and(f64x2.ge(x, v128.load(SMALLEST_NORMAL)), f64x2.le(x, v128.load(LARGEST)));
  return i64x2.bitmask(normal) == 3 ? logNormal(x) : logAny(x, f64x2.splat(0));
}

/**
 * ln(1 + x) for x (2,) any f64, within 1.25 ulp (1.21 seen in a million points); fast when both lanes are in [0, 1].
 * -Infinity at -1, NaN below. A lane never depends on its neighbour.
 */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const unit = v128.and(f64x2.ge(x, f64x2.splat(0)), f64x2.le(x, v128.load(ONE)));
  return i64x2.bitmask(unit) == 3 ? log1pUnit(x) : log1pAny(x, unit);
}

/** ln(1 + x) for x (2,) in [0, 1], which is not checked: no reduction, so no rounding of 1 + x. */
// @ts-ignore: decorator
@inline
function log1pUnit(x: v128): v128 {
  const f = v128.and(x, f64x2.gt(x, v128.load(SMALL)));
  const s = f64x2.div(f, f64x2.add(f, v128.load(TWO)));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let odd = muladd(muladd(v128.load(WIDE, 128), w, v128.load(WIDE, 96)), w, v128.load(WIDE, 64));
  odd = muladd(muladd(odd, w, v128.load(WIDE, 32)), w, v128.load(WIDE, 0));
  let even = muladd(muladd(v128.load(WIDE, 144), w, v128.load(WIDE, 112)), w, v128.load(WIDE, 80));
  even = muladd(muladd(even, w, v128.load(WIDE, 48)), w, v128.load(WIDE, 16));
  const r = f64x2.add(f64x2.mul(z, odd), f64x2.mul(w, even));
  const h = f64x2.mul(f64x2.mul(f, f), v128.load(HALF));
  return f64x2.sub(x, f64x2.sub(h, f64x2.mul(s, f64x2.add(h, r))));
}

/** ln x + low with the special values; out of line, off the hot path. */
function logAny(x: v128, low: v128): v128 {
  const tiny = f64x2.lt(x, v128.load(SMALLEST_NORMAL));
  const shifted = shift(v128.bitselect(f64x2.mul(x, v128.load(TWO54)), x, tiny));
  const k = exponent(shifted, v128.bitselect(v128.load(BIAS_TINY), v128.load(BIAS), tiny));
  const f = fraction(shifted);
  const s = quotient(f);
  const y = assemble(f, s, series(s), k, f64x2.add(f64x2.mul(k, v128.load(LN2_LOW)), low));
  const zero = f64x2.splat(0);
  // Infinity and NaN are their own logarithm.
  const ends = v128.bitselect(f64x2.splat(-Infinity), x, f64x2.eq(x, zero));
  const finite = v128.and(f64x2.gt(x, zero), f64x2.le(x, v128.load(LARGEST)));
  return v128.bitselect(f64x2.splat(NaN), v128.bitselect(y, ends, finite), f64x2.lt(x, zero));
}

/**
 * ln(1 + x) as ln u + (1 + x - u) / u with u = 1 + x rounded, where x is outside [0, 1]: a mask, `unit`, says where it is
 * not. Out of line, off the hot path.
 */
function log1pAny(x: v128, unit: v128): v128 {
  const one = v128.load(ONE);
  const u = f64x2.add(x, one);
  const part = f64x2.sub(u, one);
  const lost = f64x2.add(f64x2.sub(one, f64x2.sub(u, part)), f64x2.sub(x, part));
  const near = f64x2.le(f64x2.abs(x), v128.load(SMALL));
  const outside = v128.bitselect(x, logAny(u, f64x2.div(lost, u)), near);
  return v128.bitselect(log1pUnit(x), outside, unit);
}
