import {
  I_DENSE,
  I_INTERCEPT,
  I_ROW_MASK,
  P_COUNT,
  P_INDEX,
  P_LOSS_0,
  P_LOSS_U,
  P_START,
  P_U,
  P_VALUE,
  P_WEIGHT,
  P_Y,
  SUM_LOSS_0,
  SUM_LOSS_U,
  SUM_VALUE,
} from "../layout";
import { Loss } from "../losses/loss";
import { features } from "../rows";
import { integer, pointer } from "../table";
import { keep } from "../sums";

/** A comparator plays the same rows as the learners; its score on each row is in column U, whoever computed it. */

/** U = <u, x> for rounds [from, from + n). u (columns,): intercept, dense columns, sparse columns. */
export function scoreFixed(run: usize, u: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    d = integer(run, I_DENSE),
    dense = u + 8,
    sparse = dense + ((<usize>d) << 3),
    entries = pointer(run, P_START) != 0;
  for (let t = 0; t < n; ++t) {
    const slot = (<i32>(from + t)) & mask,
      x = features(run, slot);
    let z = integer(run, I_INTERCEPT) ? load<f64>(u) : 0;
    for (let j: usize = 0, end = (<usize>d) << 3; j < end; j += 8)
      z += load<f64>(dense + j) * load<f64>(x + j);
    if (entries) {
      const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2)),
        count = <usize>load<u32>(pointer(run, P_COUNT) + ((<usize>slot) << 2));
      for (let e = start; e < start + count; ++e)
        z +=
          load<f64>(sparse + ((<usize>load<u32>(pointer(run, P_INDEX) + (e << 2))) << 3)) *
          load<f64>(pointer(run, P_VALUE) + (e << 3));
    }
    store<f64>(pointer(run, P_U) + ((<usize>slot) << 3), z);
  }
}

/** The same where the comparator is the untrained model itself: two rounds at a time, one loss instead of two. */
export function compareUntrained<L extends Loss>(run: usize, loss: L, sums: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    weights = pointer(run, P_WEIGHT),
    outcomes = pointer(run, P_Y),
    zero = f64x2.splat(0),
    shared = loss.shared(zero);
  for (let t = 0; t < n; t += 2) {
    const at = (<usize>((<i32>(from + t)) & mask)) << 3,
      next = (<usize>((<i32>(from + min(t + 1, n - 1))) & mask)) << 3,
      y = pair(outcomes, at, next);
    let both = loss.value(zero, y, shared);
    if (weights) both = f64x2.mul(both, pair(weights, at, next));
    const here = (<usize>t) << 3;
    v128.store(pointer(run, P_LOSS_U) + here, both);
    v128.store(pointer(run, P_LOSS_0) + here, both);
    keepBoth(sums, f64x2.extract_lane(both, 0));
    if (t + 1 < n) keepBoth(sums, f64x2.extract_lane(both, 1));
  }
}

/** The values at two offsets of a column. */
function pair(column: usize, first: usize, second: usize): v128 {
  return f64x2.replace_lane(v128.load64_splat(column + first), 1, load<f64>(column + second));
}

function keepBoth(sums: usize, loss: f64): void {
  keep(sums + (SUM_LOSS_U << 3), loss);
  keep(sums + (SUM_LOSS_0 << 3), loss);
}

/** Losses of the comparator and of the untrained model on rounds [from, from + n), and their sums. */
export function compare<L extends Loss>(run: usize, loss: L, sums: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    weights = pointer(run, P_WEIGHT);
  const zero = f64x2.splat(0);
  for (let t = 0; t < n; ++t) {
    const at = (<usize>((<i32>(from + t)) & mask)) << 3,
      y = v128.load64_splat(pointer(run, P_Y) + at),
      weight = weights ? load<f64>(weights + at) : 1;
    // lane 0: the comparator; lane 1: the untrained model
    const z = f64x2.replace_lane(zero, 0, load<f64>(pointer(run, P_U) + at)),
      both = loss.value(z, y, loss.shared(z)),
      comparator = weight * f64x2.extract_lane(both, 0),
      untrained = weight * f64x2.extract_lane(both, 1),
      here = (<usize>t) << 3;
    store<f64>(pointer(run, P_LOSS_U) + here, comparator);
    store<f64>(pointer(run, P_LOSS_0) + here, untrained);
    keep(sums + (SUM_LOSS_U << 3), comparator);
    keep(sums + (SUM_VALUE << 3), untrained - comparator);
    keep(sums + (SUM_LOSS_0 << 3), untrained);
  }
}
