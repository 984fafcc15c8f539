import { ONE } from "./constants";
import { muladd } from "./muladd";

/**
 * e^x by reduction to |r| <= ln(2) / 2 with ln 2 in two parts and a polynomial of degree 11 by Estrin's scheme.
 * Cody & Waite (1980), "Software manual for the elementary functions"; Estrin (1960), "Organization of computer
 * systems: the fixed plus variable structure computer". The polynomial is a minimax fit made for this file (relative
 * error 2^-57). A quotient as in fdlibm, e_exp.c, is 6 % slower.
 */

// Constants are in memory, both lanes alike: V8 rebuilds an immediate v128 at every use.
const HIGHEST = memory.data<f64>([709.79, 709.79], 16);
const LOWEST = memory.data<f64>([-708.4, -708.4], 16);
export const LOG2E = memory.data<f64>([1.4426950408889634, 1.4426950408889634], 16);
/** 1.5 * 2^52 + 1022: adding it rounds to an integer k and leaves k + 1022 in the low bits. */
const ROUND = memory.data<f64>([6755399441056766, 6755399441056766], 16);
/** 42 bits, so that k times it is exact. */
export const LN2_HIGH = memory.data<f64>([0.6931471805598903, 0.6931471805598903], 16);
export const LN2_LOW = memory.data<f64>([5.497923018708371e-14, 5.497923018708371e-14], 16);
/** Keeps r^2 and r^4 out of the denormals, which cost time also where a product is only 0; vanishes against 1. */
export const SPECK = memory.data<f64>([1e-70, 1e-70], 16);
/** e^r = 1 + r + r^2 Q(r). */
const Q = memory.data<f64>(
  [
    0.5, 0.5, 0.16666666666666433, 0.16666666666666433, 0.041666666666603944, 0.041666666666603944,
    0.008333333333500054, 0.008333333333500054, 0.0013888888926801813, 0.0013888888926801813,
    0.00019841269466197844, 0.00019841269466197844, 2.4801508674848278e-5, 2.4801508674848278e-5,
    2.7557640870757283e-6, 2.7557640870757283e-6, 2.7625190191705337e-7, 2.7625190191705337e-7,
    2.4978383503038064e-8, 2.4978383503038064e-8,
  ],
  16,
);

/** Q(r), z = r^2. */
// @ts-ignore: decorator
@inline
export function series(r: v128, z: v128): v128 {
  const w = f64x2.mul(z, z);
  const q0 = muladd(
    muladd(r, v128.load(Q, 48), v128.load(Q, 32)),
    z,
    muladd(r, v128.load(Q, 16), v128.load(Q, 0)),
  );
  const q1 = muladd(
    muladd(r, v128.load(Q, 112), v128.load(Q, 96)),
    z,
    muladd(r, v128.load(Q, 80), v128.load(Q, 64)),
  );
  const q2 = muladd(r, v128.load(Q, 144), v128.load(Q, 128));
  return muladd(muladd(q2, w, q1), w, q0);
}

/** e^r for r = head - low, |r| <= ln(2) / 2: 1 + r + r^2 Q(r). */
// @ts-ignore: decorator
@inline
function reduced(head: v128, low: v128): v128 {
  const r = f64x2.sub(head, low);
  const z = f64x2.mul(r, r);
  // head - low again instead of r, because r is rounded: one operation, 0.97 -> 0.91 ulp.
  return f64x2.add(v128.load(ONE), f64x2.sub(head, f64x2.sub(low, f64x2.mul(z, series(r, z)))));
}

/**
 * e^x for x (2,) any f64, within 0.92 ulp (0.91 seen in a million points). Above 709.78 +Infinity; below -708.05
 * (results under 3.1e-308) 0, so that no result is denormal; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const bounded = f64x2.pmax(f64x2.pmin(x, v128.load(HIGHEST)), v128.load(LOWEST));
  const shifted = muladd(bounded, v128.load(LOG2E), v128.load(ROUND));
  const k = f64x2.sub(shifted, v128.load(ROUND));
  const head = f64x2.sub(f64x2.add(bounded, v128.load(SPECK)), f64x2.mul(k, v128.load(LN2_HIGH)));
  const low = f64x2.mul(k, v128.load(LN2_LOW));
  const y = reduced(head, low);
  // 2 y 2^(k-1): 2^k itself would overflow at k = 1024, where y 2^k can still be finite. At k = -1022 the scale is 0.
  return f64x2.mul(f64x2.add(y, y), i64x2.shl(shifted, 52));
}
