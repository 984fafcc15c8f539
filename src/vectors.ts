/**
 * Sums over short vectors by operations that every engine rounds alike. (Math.hypot, Math.pow and ** may differ between
 * JavaScript engines in the last bit; no result may depend on them.)
 */

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean norm. */
export function norm(v: ArrayLike<number>): number {
  return Math.sqrt(dot(v, v));
}

export function square(x: number): number {
  return x * x;
}
