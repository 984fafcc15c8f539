import { FEATURE, folds, narrow, narrowAll, ROW, SINGLE, wide } from "./float";
import {
  I_DENSE,
  I_INTERCEPT,
  I_FLAGS,
  I_PENDING,
  I_ROW_MASK,
  BIAS,
  COEFFICIENT,
  P_COUNT,
  P_FLOATS,
  P_INDEX,
  P_START,
  P_TOWARDS,
  P_VALUE,
  P_W,
  P_WEIGHT,
  P_X,
  P_Y,
  SCALE,
  TRACKED,
} from "./layout";
import { advance, advanceAndMeet, advanceEntries, meet, meetEntries, shift, weightsOf } from "./sweep";
import { integer, pointer, setInteger, SPAN, vector } from "./table";
import { Float, OWN_ROWS } from "./variant";

/**
 * Rows meet weights: scores <w, x> of a panel, and updates w += c x.
 * A row is an intercept, d dense columns and a list of sparse entries; weights have one row of lanes for each of them.
 */

/** What the row of a round weighs; 1 where no row weighs anything else. */
export function weightOf(run: usize, round: i64): f64 {
  const weights = pointer(run, P_WEIGHT);
  return weights ? load<f64>(weights + ((<usize>((<i32>round) & integer(run, I_ROW_MASK))) << 3)) : 1;
}

/** Dense features of the row in ring slot `slot`, (d,) f64. */
export function features(run: usize, slot: i32): usize {
  return pointer(run, P_X) + <usize>slot * ((<usize>integer(run, I_DENSE)) << 3);
}

/** The same as learners see them: (d,) Float, or (d, lanes) where rows are their own. */
export function floats(run: usize, slot: i32): usize {
  return pointer(run, P_FLOATS) + <usize>slot * <usize>integer(run, I_DENSE) * FEATURE;
}

/** What the step of the row in slot `slot` goes along, of the same shape: the features, or a direction of its own. */
export function towards(run: usize, slot: i32): usize {
  return pointer(run, P_TOWARDS) + <usize>slot * <usize>integer(run, I_DENSE) * FEATURE;
}

/**
 * Makes the rows of rounds [from, from + n) known to the learners of a build for f32. Outcomes are rounded where they stand: learners,
 * comparators and baselines are judged by the same ones.
 */
export function narrowRows(run: usize, from: i64, n: i32): void {
  if (!SINGLE) return;
  const mask = integer(run, I_ROW_MASK),
    d = integer(run, I_DENSE);
  for (let t = 0; t < n; ++t) {
    const slot = (<i32>(from + t)) & mask,
      y = pointer(run, P_Y) + ((<usize>slot) << 3);
    // rows of their own are narrowed where they are laid side by side
    if (!OWN_ROWS) narrowAll(features(run, slot), floats(run, slot), d);
    store<f64>(y, <f64>(<f32>load<f64>(y)));
  }
}

/**
 * Scores of the row in `slot`, whose dense features are at x (as `floats` has them), into z (lanes,) Float. An update still pending is
 * added to the weights in the same sweep: the same sums in the same order as first adding, then scoring.
 */
export function score(run: usize, panel: usize, slot: i32, x: usize, z: usize): void {
  const d = integer(run, I_DENSE),
    entries = pointer(run, P_START) != 0,
    pending = integer(panel, I_PENDING),
    w = pointer(panel, P_W),
    dense = w + ROW,
    sparse = dense + <usize>d * ROW;
  if (pending >= 0) {
    if (integer(run, I_INTERCEPT)) shift(w, vector(panel, BIAS));
    if (entries) addEntries(run, panel, pending, sparse);
    setInteger(panel, I_PENDING, -1);
    weightsOf(w, z);
    advanceAndMeet(dense, vector(panel, COEFFICIENT), floats(run, pending), x, d, z, folds(pending));
  } else {
    weightsOf(w, z);
    meet(dense, x, d, z);
  }
  if (entries) {
    const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2));
    meetEntries(
      sparse,
      pointer(run, P_INDEX) + (start << 2),
      pointer(run, P_VALUE) + (start << 3),
      <usize>load<u32>(pointer(run, P_COUNT) + ((<usize>slot) << 2)),
      z,
    );
  }
  if (integer(panel, I_FLAGS) & TRACKED) {
    const scale = vector(panel, SCALE);
    for (let v: usize = 0; v < SPAN; v += 16) narrow(z, v, f64x2.mul(wide(z, v), v128.load(scale + v)));
  }
}

/** Adds the pending update to the weights, if there is one. */
export function settle(run: usize, panel: usize): void {
  const pending = integer(panel, I_PENDING);
  if (pending < 0) return;
  const w = pointer(panel, P_W),
    d = integer(run, I_DENSE),
    dense = w + ROW;
  if (integer(run, I_INTERCEPT)) shift(w, vector(panel, BIAS));
  advance(dense, vector(panel, COEFFICIENT), floats(run, pending), d, folds(pending));
  if (pointer(run, P_START)) addEntries(run, panel, pending, dense + <usize>d * ROW);
  setInteger(panel, I_PENDING, -1);
}

function addEntries(run: usize, panel: usize, slot: i32, w: usize): void {
  const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2));
  advanceEntries(
    w,
    vector(panel, COEFFICIENT),
    pointer(run, P_INDEX) + (start << 2),
    pointer(run, P_VALUE) + (start << 3),
    <usize>load<u32>(pointer(run, P_COUNT) + ((<usize>slot) << 2)),
  );
}
