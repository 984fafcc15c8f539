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

/**
 * Eight learners in one array, (d, 8), on a row that they share, each step added in the same sweep that scores the next row: what
 * an expert would do without vectors. Step sizes are the given one and seven halvings of it; returns the total log loss of the
 * first.
 */
export function panelLoop({ n, d, x, y }: Rows, step: number): number {
  const w = new Float64Array(d * LANES);
  const totals = new Float64Array(LANES);
  // scores of a row, and then how often the row is to be added to the weights
  const z = new Float64Array(LANES);
  for (let i = 0, at = 0, before = 0; i < n; i++, before = at, at += d) {
    for (let lane = 0; lane < LANES; lane += 4) sweep(w, x, before, at, d, lane, z);
    judge(z, y[i]!, step, totals);
  }
  return totals[0]!;
}

const LANES = 8;

/** Four learners, as many as have room in the registers: w += z x[before], then z = <w, x[at]>. */
function sweep(
  w: Float64Array,
  x: Float64Array,
  before: number,
  at: number,
  d: number,
  lane: number,
  z: Float64Array,
): void {
  const [c0, c1, c2, c3] = [z[lane]!, z[lane + 1]!, z[lane + 2]!, z[lane + 3]!];
  let [z0, z1, z2, z3] = [0, 0, 0, 0];
  for (let j = 0, k = lane; j < d; j++, k += LANES) {
    const g = x[before + j]!;
    const f = x[at + j]!;
    const w0 = w[k]! + c0 * g;
    const w1 = w[k + 1]! + c1 * g;
    const w2 = w[k + 2]! + c2 * g;
    const w3 = w[k + 3]! + c3 * g;
    w[k] = w0;
    w[k + 1] = w1;
    w[k + 2] = w2;
    w[k + 3] = w3;
    z0 += w0 * f;
    z1 += w1 * f;
    z2 += w2 * f;
    z3 += w3 * f;
  }
  z[lane] = z0;
  z[lane + 1] = z1;
  z[lane + 2] = z2;
  z[lane + 3] = z3;
}

/** Adds the log losses of eight scores to their totals, and replaces each score by its step. */
function judge(z: Float64Array, y: number, step: number, totals: Float64Array): void {
  for (let lane = 0; lane < LANES; lane++, step /= 2) {
    const score = z[lane]!;
    const e = Math.exp(-Math.abs(score));
    const p = (score < 0 ? e : 1) / (1 + e);
    totals[lane] = totals[lane]! + Math.max(score, 0) - y * score + Math.log1p(e);
    z[lane] = step * (y - p);
  }
}
