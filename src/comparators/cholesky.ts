import { dot, norm } from "../vectors.ts";

/** Called between pieces of work of a millisecond or so: waits when others want their turn; false when the work is not wanted any more. */
export type Rest = () => Promise<boolean> | undefined;

/** Thrown out of work that is not wanted any more. */
export class Unwanted extends Error {
  override readonly name = "Unwanted";
}

/**
 * Solves (A + mu I) x = b for a symmetric positive definite A + mu I, by Cholesky's factorisation.
 *
 * @param a (n, n) row-major; not changed.
 * @param b (n,)
 * @returns x (n,) and the factor's solve for further right-hand sides; null where A + mu I is not positive definite.
 */
export async function cholesky(
  a: Float64Array,
  n: number,
  mu: number,
  rest: Rest = () => undefined,
): Promise<((b: Float64Array) => Float64Array) | null> {
  const l = Float64Array.from(a);
  for (let i = 0; i < n; i++) {
    const turn = rest();
    if (turn && !(await turn)) throw new Unwanted();
    for (let j = 0; j <= i; j++) {
      let sum = l[i * n + j]! + (i === j ? mu : 0);
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i === j) {
        if (!(sum > 0)) return null;
        l[i * n + i] = Math.sqrt(sum);
      } else l[i * n + j] = sum / l[j * n + j]!;
    }
  }
  return (b) => {
    const x = Float64Array.from(b);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
      x[i]! /= l[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
      x[i]! /= l[i * n + i]!;
    }
    return x;
  };
}

/**
 * Minimiser of ½ v'Av - b'v over the ball |v| <= radius: (A + mu I) v = b with the smallest mu >= 0 that keeps v inside.
 * The root of 1/|v(mu)| = 1/radius is found by Newton's method, which converges from the left without a safeguard once
 * bracketed: Moré and Sorensen (1983), "Computing a trust region step", SIAM J. Sci. Stat. Comput. 4(3).
 */
export async function minimiseInBall(
  a: Float64Array,
  b: Float64Array,
  radius: number,
  rest?: Rest,
): Promise<Float64Array> {
  const n = b.length;
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a[i * n + i]!;
  const bNorm = norm(b);
  if (bNorm === 0) return new Float64Array(n);
  // a singular A gets the least multiple of I that rounding allows
  let low = (trace / n) * 1e-13;
  let high = bNorm / radius + trace;
  let mu = low;
  let v = new Float64Array(n);
  for (let step = 0; step < 60; step++) {
    const solve = await cholesky(a, n, mu, rest);
    if (solve === null) {
      low = mu = Math.max(4 * mu, (trace / n) * 1e-12, Number.MIN_VALUE);
      continue;
    }
    v = solve(b) as Float64Array<ArrayBuffer>;
    const length = norm(v);
    if (length <= radius && mu <= low) return v;
    if (Math.abs(length / radius - 1) < 1e-13) break;
    if (length > radius) low = mu;
    else high = mu;
    // derivative of |v(mu)|: -v'(A + mu I)^-1 v / |v|
    const slope = dot(v, solve(v)) / length;
    const next = mu + ((length - radius) / radius) * (length / slope);
    mu = next > low && next < high ? next : (low + high) / 2;
    if (high - low <= 1e-16 * high) break;
  }
  const length = norm(v);
  return length > radius ? v.map((x) => (x * radius) / length) : v;
}
