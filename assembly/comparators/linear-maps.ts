import { FEATURE, ROW, wide } from "../float";
import { exact, lost } from "../lanes";
import { I_DENSE, I_ROW_MASK, P_TRANSFORMED, P_W, SCALE } from "../layout";
import { floats } from "../rows";
import { integer, pointer, SPAN, vector, WIDE } from "../table";
import { Float, OWN_ROWS } from "../variant";

/**
 * The best transformed decision where losses are linear: Σ g xᵀ of gradients g and the decisions x that were deployed. Among all linear maps
 * that lengthen nothing the best one loses minus the sum of its singular values: regret against it is Σ <g, x> plus that sum (docs/rounds.md, 2).
 * Gordon, Greenwald and Marks (2008), "No-regret learning in convex games", ICML, for regret against sets of transformations.
 *
 * Sums are (d of x, d of g, 2, lanes) f64: products of a round, and what rounding lost of their sum.
 */
export function addMaps(run: usize, panel: usize, from: i64, t: i32, end: i32): void {
  const mask = integer(run, I_ROW_MASK);
  for (; t < end; ++t)
    for (let v: usize = 0; v < SPAN; v += 16) addPair(run, panel, floats(run, (<i32>(from + t)) & mask), v);
}

/** The gradient g, as learners see it, times the weights as they stand: the two lanes at v. */
function addPair(run: usize, panel: usize, g: usize, v: usize): void {
  const d = <usize>integer(run, I_DENSE),
    end = g + d * FEATURE,
    scale = v128.load(vector(panel, SCALE) + v);
  let sums = pointer(panel, P_TRANSFORMED) + v,
    // behind the intercept
    w = pointer(panel, P_W) + ROW;
  for (const last = w + d * ROW; w < last; w += ROW) {
    const x = f64x2.mul(scale, exact(w, v));
    for (let at = g; at < end; at += FEATURE, sums += 2 * WIDE) {
      const term = f64x2.mul(x, feature(at, v)),
        before = v128.load(sums),
        sum = f64x2.add(before, term);
      v128.store(sums, sum);
      v128.store(sums, f64x2.add(v128.load(sums, WIDE), lost(before, term, sum)), WIDE);
    }
  }
}

/** A feature for the lanes at v: one that they share, or each lane's own. */
// @ts-ignore: decorator
@inline
function feature(at: usize, v: usize): v128 {
  return OWN_ROWS ? wide(at, v) : f64x2.splat(<f64>load<Float>(at));
}
