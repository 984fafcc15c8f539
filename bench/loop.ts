import type { Rows } from "./rows.ts";

/**
 * Online logistic regression of one learner in plain JavaScript, the loop one would write by hand: score, loss, step, row
 * after row. Returns the total log loss; w (d,) starts at 0.
 */
export function plainLoop({ n, d, x, y }: Rows, step: number): number {
  const w = new Float64Array(d);
  let total = 0;
  for (let i = 0, at = 0; i < n; i++, at += d) {
    let z = 0;
    for (let j = 0; j < d; j++) z += w[j]! * x[at + j]!;
    const e = Math.exp(-Math.abs(z));
    const p = (z < 0 ? e : 1) / (1 + e);
    total += Math.max(z, 0) - y[i]! * z + Math.log1p(e);
    const c = step * (y[i]! - p);
    for (let j = 0; j < d; j++) w[j] = w[j]! + c * x[at + j]!;
  }
  return total;
}

/** The same with the score in four partial sums, which a processor can add side by side. d a multiple of 4. */
export function unrolledLoop({ n, d, x, y }: Rows, step: number): number {
  const w = new Float64Array(d);
  let total = 0;
  for (let i = 0, at = 0; i < n; i++, at += d) {
    let [z0, z1, z2, z3] = [0, 0, 0, 0];
    for (let j = 0, k = at; j < d; j += 4, k += 4) {
      z0 += w[j]! * x[k]!;
      z1 += w[j + 1]! * x[k + 1]!;
      z2 += w[j + 2]! * x[k + 2]!;
      z3 += w[j + 3]! * x[k + 3]!;
    }
    const z = z0 + z1 + (z2 + z3);
    const e = Math.exp(-Math.abs(z));
    const p = (z < 0 ? e : 1) / (1 + e);
    total += Math.max(z, 0) - y[i]! * z + Math.log1p(e);
    const c = step * (y[i]! - p);
    for (let j = 0; j < d; j++) w[j] = w[j]! + c * x[at + j]!;
  }
  return total;
}
