import {
  I_DENSE,
  I_INTERCEPT,
  I_PENDING,
  BIAS,
  COEFFICIENT,
  P_COUNT,
  P_INDEX,
  P_START,
  P_VALUE,
  P_W,
  P_X,
  SCALE,
  VECTOR,
} from "./layout";
import { add, addDot, copy, dot, sparseAdd, sparseDot } from "./lanes";
import { SPAN, integer, pointer, setInteger, vector } from "./table";

/**
 * Rows meet weights: scores <w, x> of a panel, and updates w += c x.
 * A row is an intercept, d dense columns and a list of sparse entries; weights have one row of lanes for each of them.
 */

/** Dense features of the row in ring slot `slot`. */
export function features(run: usize, slot: i32): usize {
  return pointer(run, P_X) + <usize>slot * ((<usize>integer(run, I_DENSE)) << 3);
}

/**
 * Scores of the row in `slot`, whose dense features are at x, into z (8,). An update still pending is added to the
 * weights in the same sweep: the same sums in the same order as first adding, then scoring.
 */
export function score(run: usize, panel: usize, slot: i32, x: usize, z: usize): void {
  const w = pointer(panel, P_W),
    d = integer(run, I_DENSE),
    dense = w + VECTOR,
    pending = integer(panel, I_PENDING);
  if (pending >= 0) {
    shiftBias(panel, w);
    copy(z, w);
    addDot(dense, vector(panel, COEFFICIENT), features(run, pending), x, d, z);
    if (pointer(run, P_START)) addEntries(run, panel, pending, dense + <usize>d * VECTOR);
    setInteger(panel, I_PENDING, -1);
  } else {
    copy(z, w);
    dot(dense, x, d, z);
  }
  if (pointer(run, P_START)) {
    const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2)),
      count = load<i32>(pointer(run, P_COUNT) + ((<usize>slot) << 2));
    sparseDot(
      dense + <usize>d * VECTOR,
      pointer(run, P_INDEX) + (start << 2),
      pointer(run, P_VALUE) + (start << 3),
      count,
      z,
    );
  }
  const scale = vector(panel, SCALE);
  for (let v: usize = 0; v < SPAN; v += 16)
    v128.store(z + v, f64x2.mul(v128.load(z + v), v128.load(scale + v)));
}

/** Adds the pending update to the weights, if there is one. */
export function settle(run: usize, panel: usize): void {
  const pending = integer(panel, I_PENDING);
  if (pending < 0) return;
  const w = pointer(panel, P_W),
    d = integer(run, I_DENSE),
    dense = w + VECTOR;
  shiftBias(panel, w);
  add(dense, vector(panel, COEFFICIENT), features(run, pending), d);
  if (pointer(run, P_START)) addEntries(run, panel, pending, dense + <usize>d * VECTOR);
  setInteger(panel, I_PENDING, -1);
}

function shiftBias(panel: usize, w: usize): void {
  const bias = vector(panel, BIAS);
  for (let v: usize = 0; v < SPAN; v += 16)
    v128.store(w + v, f64x2.add(v128.load(w + v), v128.load(bias + v)));
}

function addEntries(run: usize, panel: usize, slot: i32, w: usize): void {
  const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2)),
    count = load<i32>(pointer(run, P_COUNT) + ((<usize>slot) << 2));
  sparseAdd(
    w,
    vector(panel, COEFFICIENT),
    pointer(run, P_INDEX) + (start << 2),
    pointer(run, P_VALUE) + (start << 3),
    count,
  );
}
