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
  SUM_APART,
  SUM_VALUE,
} from "../layout";
import { Loss } from "../losses/loss";
import { ONE } from "../math/constants";
import { features } from "../rows";
import { integer, pointer } from "../table";

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

/** Losses of the comparator and of the untrained model on rounds [from, from + n), and their sums: two rounds at a time. */
export function compare<L extends Loss>(run: usize, loss: L, sums: usize, from: i64, n: i32): void {
  const scores = pointer(run, P_U),
    untrained = pointer(run, P_LOSS_0),
    zero = f64x2.splat(0),
    nothing = loss.shared(zero);
  for (let t = 0; t < n; t += 2) {
    const here = place(run, from, t),
      next = place(run, from, min(t + 1, n - 1)),
      y = pair(pointer(run, P_Y), here, next),
      z = pair(scores, here, next),
      weight = pointer(run, P_WEIGHT) ? pair(pointer(run, P_WEIGHT), here, next) : v128.load(ONE),
      at = (<usize>t) << 3;
    v128.store(pointer(run, P_LOSS_U) + at, f64x2.mul(weight, loss.value(z, y, loss.shared(z))));
    v128.store(untrained + at, f64x2.mul(weight, loss.value(zero, y, nothing)));
  }
  addUp(pointer(run, P_LOSS_U), untrained, sums, n);
}

/** The same where the comparator is the untrained model itself: one loss for both. */
export function compareUntrained<L extends Loss>(run: usize, loss: L, sums: usize, from: i64, n: i32): void {
  const outcomes = pointer(run, P_Y),
    weights = pointer(run, P_WEIGHT),
    comparator = pointer(run, P_LOSS_U),
    untrained = pointer(run, P_LOSS_0),
    zero = f64x2.splat(0),
    nothing = loss.shared(zero);
  for (let t = 0; t < n; t += 2) {
    const here = place(run, from, t),
      next = place(run, from, min(t + 1, n - 1)),
      weight = weights ? pair(weights, here, next) : v128.load(ONE),
      value = f64x2.mul(weight, loss.value(zero, pair(outcomes, here, next), nothing)),
      at = (<usize>t) << 3;
    v128.store(comparator + at, value);
    v128.store(untrained + at, value);
  }
  addUp(comparator, untrained, sums, n);
}

/** Offset of round from + t in a ring column of f64. */
// @ts-ignore: decorator
@inline
function place(run: usize, from: i64, t: i32): usize {
  return (<usize>((<i32>(from + t)) & integer(run, I_ROW_MASK))) << 3;
}

/** The values at two offsets of a column. */
// @ts-ignore: decorator
@inline
function pair(column: usize, first: usize, second: usize): v128 {
  return v128.load64_lane(column + second, v128.load64_zero(column + first), 1);
}

/**
 * Adds n losses of the comparator and of the untrained model, and what the one saves against the other, to their sums, which
 * carry what rounding drops (lanes.ts).
 */
export function addUp(comparator: usize, untrained: usize, sums: usize, n: i32): void {
  let u = load<f64>(sums, SUM_LOSS_U << 3),
    uLost = load<f64>(sums, (SUM_LOSS_U + 1) << 3),
    saved = load<f64>(sums, SUM_VALUE << 3),
    savedLost = load<f64>(sums, (SUM_VALUE + 1) << 3),
    o = load<f64>(sums, SUM_LOSS_0 << 3),
    oLost = load<f64>(sums, (SUM_LOSS_0 + 1) << 3),
    most = load<f64>(sums, SUM_APART << 3);
  for (const end = comparator + ((<usize>n) << 3); comparator < end; comparator += 8, untrained += 8) {
    const a = load<f64>(comparator),
      b = load<f64>(untrained);
    let sum = u + a;
    uLost += a - (sum - u);
    u = sum;
    sum = o + b;
    oLost += b - (sum - o);
    o = sum;
    const gain = b - a;
    sum = saved + gain;
    savedLost += gain - (sum - saved);
    saved = sum;
    most = max(most, abs(gain));
  }
  store<f64>(sums, u, SUM_LOSS_U << 3);
  store<f64>(sums, uLost, (SUM_LOSS_U + 1) << 3);
  store<f64>(sums, saved, SUM_VALUE << 3);
  store<f64>(sums, savedLost, (SUM_VALUE + 1) << 3);
  store<f64>(sums, o, SUM_LOSS_0 << 3);
  store<f64>(sums, oLost, (SUM_LOSS_0 + 1) << 3);
  store<f64>(sums, most, SUM_APART << 3);
}
