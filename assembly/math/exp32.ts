/**
 * e^x in f32 for -87 <= x <= 0, raised to -41.5 first: reduction to |r| <= ln(2) / 2 as in exp.ts, and a polynomial of degree 6. The
 * polynomial is a minimax fit made for this file.
 */

const LEAST = memory.data<f32>([-41.5, -41.5, -41.5, -41.5], 16);
const LOG2E = memory.data<f32>(
  [1.4426950408889634, 1.4426950408889634, 1.4426950408889634, 1.4426950408889634],
  16,
);
/** 1.5 * 2^23 + 127: adding it rounds to an integer k and leaves k + 127 in the low bits. */
const ROUND = memory.data<f32>([12583039, 12583039, 12583039, 12583039], 16);
/** 9 bits, so that k times it is exact. */
const LN2_HIGH = memory.data<f32>([0.693359375, 0.693359375, 0.693359375, 0.693359375], 16);
const LN2_LOW = memory.data<f32>([-2.1219444e-4, -2.1219444e-4, -2.1219444e-4, -2.1219444e-4], 16);
const ONE = memory.data<f32>([1, 1, 1, 1], 16);
/** e^r = 1 + r + r^2 Q(r). */
const Q = memory.data<f32>(
  [
    0.5, 0.5, 0.5, 0.5, 0.16666667, 0.16666667, 0.16666667, 0.16666667, 0.041666667, 0.041666667, 0.041666667,
    0.041666667, 0.0083333333, 0.0083333333, 0.0083333333, 0.0083333333, 0.0013888889, 0.0013888889,
    0.0013888889, 0.0013888889,
  ],
  16,
);

/** e^x for x (4,) f32. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const bounded = f32x4.pmax(x, v128.load(LEAST)),
    shifted = f32x4.add(f32x4.mul(bounded, v128.load(LOG2E)), v128.load(ROUND)),
    k = f32x4.sub(shifted, v128.load(ROUND)),
    r = f32x4.sub(f32x4.sub(bounded, f32x4.mul(k, v128.load(LN2_HIGH))), f32x4.mul(k, v128.load(LN2_LOW))),
    z = f32x4.mul(r, r),
    a = f32x4.add(f32x4.mul(r, v128.load(Q, 16)), v128.load(Q)),
    b = f32x4.add(f32x4.mul(r, v128.load(Q, 48)), v128.load(Q, 32)),
    q = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(v128.load(Q, 64), z), b), z), a),
    y = f32x4.add(f32x4.add(f32x4.mul(z, q), r), v128.load(ONE));
  // the sum's low bits are the exponent of 2^k
  return f32x4.mul(y, i32x4.shl(shifted, 23));
}
