import { VECTOR } from "../layout";
import { lost } from "../lanes";
import { pointer, WIDE } from "../table";
import {
  GAP_FOLLOWED,
  GAP_LOSS,
  GAPS,
  MOST_RANGE,
  P_ACCOUNTS,
  P_GAPS,
  SUM_ABSOLUTE,
  SUM_EXPECTED,
  SUM_LOSS,
  SUM_RELATIVE,
  SUM_SQUARED,
} from "./layout";

/** Adds a vector of two lanes to a sum, and what rounding lost to the vector behind it. */
// @ts-ignore: decorator
@inline
function add(at: usize, term: v128): void {
  const sum = v128.load(at),
    next = f64x2.add(sum, term);
  v128.store(at, next);
  v128.store(at + WIDE, f64x2.add(v128.load(at + WIDE), lost(sum, term, next)));
}

/**
 * One round of two learners, whose lanes stand at offset v: residual and cost of their forecast, expected loss of the experts under their weights;
 * losses (row,) of the experts and what is followed, which they lost `mean` of with slope `slope`.
 */
export function account(
  panel: usize,
  v: usize,
  residual: v128,
  y: v128,
  cost: v128,
  expected: v128,
  losses: usize,
  followed: usize,
  row: usize,
  slope: v128,
  mean: v128,
): void {
  const sums = pointer(panel, P_ACCOUNTS) + v;
  add(sums + SUM_LOSS * WIDE, cost);
  add(sums + SUM_SQUARED * WIDE, f64x2.mul(residual, residual));
  add(sums + SUM_ABSOLUTE * WIDE, f64x2.abs(residual));
  add(sums + SUM_RELATIVE * WIDE, f64x2.abs(f64x2.div(residual, y)));
  add(sums + SUM_EXPECTED * WIDE, expected);
  let least = f64x2.splat(Infinity),
    most = f64x2.splat(-Infinity);
  for (let i: usize = 0, gap = pointer(panel, P_GAPS) + v; i < row; i += 8, gap += GAPS * VECTOR) {
    const l = v128.load64_splat(losses + i);
    if (!v128.any_true(f64x2.eq(l, l))) continue;
    const g = f64x2.mul(slope, v128.load64_splat(followed + i));
    add(gap + GAP_LOSS * WIDE, f64x2.sub(cost, l));
    add(gap + GAP_FOLLOWED * WIDE, f64x2.sub(mean, g));
    least = f64x2.pmin(least, g);
    most = f64x2.pmax(most, g);
  }
  const range = sums + MOST_RANGE * WIDE;
  v128.store(range, f64x2.pmax(v128.load(range), f64x2.sub(most, least)));
}
