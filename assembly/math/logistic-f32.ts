import { one } from "./constants";
import { muladd } from "./muladd";

/**
 * The logistic function and its integral in f32 from e = exp(-|z|): 1 / (1 + exp |z|) = e / (1 + e), and ln(1 + e). The exponential as
 * in exp.ts, with a polynomial of degree 6 (relative error 2^-28); ln(1 + e) is e + e² times a polynomial of degree 7 (relative
 * error 2^-24.8), which is no slower than a second quotient and half as far off. Both are minimax fits made for this file.
 */

const SIGN = memory.data<u32>([0x80000000, 0x80000000, 0x80000000, 0x80000000], 16);
/** Scores beyond count as 41.5, as in f64: no denormal ever arises. */
const BOTTOM = memory.data<f32>([-41.5, -41.5, -41.5, -41.5], 16);
const LOG2E = memory.data<f32>([1.44269504, 1.44269504, 1.44269504, 1.44269504], 16);
/** 1.5 * 2^23 + 127: adding it rounds to an integer k and leaves k + 127 in the low bits. */
const ROUND = memory.data<f32>([12583039, 12583039, 12583039, 12583039], 16);
/** 18 bits, so that k times it is exact. */
const LN2_HIGH = memory.data<f32>([0.69314575, 0.69314575, 0.69314575, 0.69314575], 16);
const LN2_LOW = memory.data<f32>([1.4286068e-6, 1.4286068e-6, 1.4286068e-6, 1.4286068e-6], 16);
/** e^r = 1 + r + r² Q(r) for |r| <= ln(2) / 2. */
const Q = memory.data<f32>(
  [
    0.49999994, 0.49999994, 0.49999994, 0.49999994, 0.16666521, 0.16666521, 0.16666521, 0.16666521,
    0.04166828, 0.04166828, 0.04166828, 0.04166828, 0.008368694, 0.008368694, 0.008368694, 0.008368694,
    0.0013819608, 0.0013819608, 0.0013819608, 0.0013819608,
  ],
  16,
);
/** ln(1 + e) = e + e² L(e) for e in [0, 1]. */
const L = memory.data<f32>(
  [
    -0.49999648, -0.49999648, -0.49999648, -0.49999648, 0.3332133, 0.3332133, 0.3332133, 0.3332133,
    -0.24857217, -0.24857217, -0.24857217, -0.24857217, 0.19153848, 0.19153848, 0.19153848, 0.19153848,
    -0.13754188, -0.13754188, -0.13754188, -0.13754188, 0.07920883, 0.07920883, 0.07920883, 0.07920883,
    -0.0300683, -0.0300683, -0.0300683, -0.0300683, 0.0053654225, 0.0053654225, 0.0053654225, 0.0053654225,
  ],
  16,
);

/** exp(-|z|) for z (4,). */
// @ts-ignore: decorator
@inline
function decay(z: v128): v128 {
  const x = f32x4.pmax(v128.or(z, v128.load(SIGN)), v128.load(BOTTOM)),
    shifted = muladd<f32>(x, v128.load(LOG2E), v128.load(ROUND)),
    k = f32x4.sub(shifted, v128.load(ROUND)),
    r = f32x4.sub(f32x4.sub(x, f32x4.mul(k, v128.load(LN2_HIGH))), f32x4.mul(k, v128.load(LN2_LOW))),
    r2 = f32x4.mul(r, r),
    q0 = muladd<f32>(r, v128.load(Q, 16), v128.load(Q)),
    q1 = muladd<f32>(v128.load(Q, 64), r2, muladd<f32>(r, v128.load(Q, 48), v128.load(Q, 32))),
    y = f32x4.add(muladd<f32>(muladd<f32>(q1, r2, q0), r2, r), one<f32>());
  return f32x4.mul(y, i32x4.shl(shifted, 23));
}

/** 1 / (1 + exp |z|) for z (4,), within 2 ulp. */
// @ts-ignore: decorator
@inline
export function tailF32(z: v128): v128 {
  const e = decay(z);
  return f32x4.div(e, f32x4.add(one<f32>(), e));
}

/** ln(1 + exp(-|z|)) for z (4,), within 2 ulp. */
// @ts-ignore: decorator
@inline
export function softplusF32(z: v128): v128 {
  const e = decay(z),
    e2 = f32x4.mul(e, e),
    e4 = f32x4.mul(e2, e2),
    l0 = muladd<f32>(e, v128.load(L, 16), v128.load(L)),
    l1 = muladd<f32>(e, v128.load(L, 48), v128.load(L, 32)),
    l2 = muladd<f32>(e, v128.load(L, 80), v128.load(L, 64)),
    l3 = muladd<f32>(e, v128.load(L, 112), v128.load(L, 96)),
    l = muladd<f32>(muladd<f32>(l3, e2, l2), e4, muladd<f32>(l1, e2, l0));
  return muladd<f32>(e2, l, e);
}
