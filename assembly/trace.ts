import { rowOf } from "./arrivals";
import {
  I_NOTES,
  I_ROW_MASK,
  I_SLOPE_MASK,
  MAX_GRAD,
  P_LENGTH,
  P_NOTES,
  P_SEEN,
  P_SLOPE,
  P_UNTIL,
  PATH,
  SQUARES,
  STALE,
  VECTOR,
  WINDOW,
} from "./layout";
import { dropped, lost } from "./lanes";
import { beside, BESIDE, each, SINGLE, wide } from "./float";
import { integer, pointer, SPAN, vector, WIDE } from "./table";

/**
 * What the staleness bound (docs/rounds.md, 3) needs to know of a run: Σ η|h|², Σ η|h|, the largest gradient, and
 * Σ_i η_i|h_i| · window_i, where the window is the sum of the norms of the gradients that were played and not yet learned
 * when item i was. While it learns, the loop only notes |h_i| and η_i|h_i|; rounds and items are then gone through once
 * more, in the order in which they came, with the sums of two lanes in registers.
 */

/** Place of the note on the n-th item since the last trace: |h| (lanes,) and η|h| (lanes,). */
// @ts-ignore: decorator
@inline
export function note(panel: usize, n: i32): usize {
  return pointer(panel, P_NOTES) + <usize>n * (2 * WIDE);
}

/** Notes one item of constant step size: slope (lanes,) Float, length |x|, eta (lanes,). */
export function noteStep(note: usize, slope: usize, length: usize, eta: usize): void {
  const shared = v128.load64_splat(length);
  for (let v: usize = 0; v < SPAN; v += 16) {
    const norm = f64x2.mul(f64x2.abs(wide(slope, v)), each(shared, length + v));
    v128.store(note + v, norm);
    v128.store(note + v, f64x2.mul(v128.load(eta + v), norm), WIDE);
  }
}

/** Most items between two traces. */
// @ts-ignore: decorator
@inline
export function noteRoom(panel: usize): i32 {
  return integer(panel, I_NOTES);
}

/**
 * Goes through the items [item, last) noted and the rounds [t, end) judged, all counted from round `from` on: `segment` is the
 * offset, in the schedule's columns, of the segment that begins with round t.
 */
export function trace(
  run: usize,
  panel: usize,
  from: i64,
  segment: usize,
  t: i32,
  end: i32,
  item: i32,
  last: i32,
): void {
  for (let v: usize = 0; v < SPAN; v += 16) tracePair(run, panel, from, segment, t, end, item, last, v);
}

/** The same for the two lanes at offset v. */
function tracePair(
  run: usize,
  panel: usize,
  from: i64,
  segment: usize,
  t: i32,
  end: i32,
  item: i32,
  last: i32,
  v: usize,
): void {
  const lengths = beside(pointer(run, P_LENGTH), v),
    rows = integer(run, I_ROW_MASK),
    slopes = pointer(panel, P_SLOPE) + (SINGLE ? v >> 1 : v),
    mask = integer(panel, I_SLOPE_MASK),
    until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN),
    at = vector(panel, 0) + v,
    first = <i32>from;
  let window = v128.load(at + WINDOW * WIDE),
    windowLost = v128.load(at + (WINDOW + 1) * WIDE),
    squares = v128.load(at + SQUARES * WIDE),
    squaresLost = v128.load(at + (SQUARES + 1) * WIDE),
    stale = v128.load(at + STALE * WIDE),
    staleLost = v128.load(at + (STALE + 1) * WIDE),
    path = v128.load(at + PATH * WIDE),
    pathLost = v128.load(at + (PATH + 1) * WIDE),
    largest = v128.load(at + MAX_GRAD * WIDE);
  for (let here = note(panel, 0) + v; ; segment += 4) {
    const goal = t < end ? min(last, load<i32>(seen + segment)) : last;
    for (; item < goal; ++item, here += 2 * WIDE) {
      // from now on only later rounds count against the item
      const leaving = f64x2.neg(playedNorm(slopes, mask, lengths, rows, <i32>rowOf(run, from + item)));
      let sum = f64x2.add(window, leaving);
      windowLost = f64x2.add(windowLost, lost(window, leaving, sum));
      window = sum;
      const norm = v128.load(here),
        moved = v128.load(here, WIDE),
        square = f64x2.mul(moved, norm),
        delay = f64x2.mul(moved, f64x2.add(window, windowLost));
      sum = f64x2.add(squares, square);
      squaresLost = f64x2.add(squaresLost, dropped(squares, square, sum));
      squares = sum;
      sum = f64x2.add(stale, delay);
      staleLost = f64x2.add(staleLost, dropped(stale, delay, sum));
      stale = sum;
      sum = f64x2.add(path, moved);
      pathLost = f64x2.add(pathLost, dropped(path, moved, sum));
      path = sum;
      largest = f64x2.pmax(largest, norm);
    }
    if (t == end) break;
    for (const stop = load<i32>(until + segment); t < stop; ++t) {
      const entering = playedNorm(slopes, mask, lengths, rows, first + t),
        sum = f64x2.add(window, entering);
      windowLost = f64x2.add(windowLost, lost(window, entering, sum));
      window = sum;
      largest = f64x2.pmax(largest, entering);
    }
  }
  v128.store(at + WINDOW * WIDE, window);
  v128.store(at + (WINDOW + 1) * WIDE, windowLost);
  v128.store(at + SQUARES * WIDE, squares);
  v128.store(at + (SQUARES + 1) * WIDE, squaresLost);
  v128.store(at + STALE * WIDE, stale);
  v128.store(at + (STALE + 1) * WIDE, staleLost);
  v128.store(at + PATH * WIDE, path);
  v128.store(at + (PATH + 1) * WIDE, pathLost);
  v128.store(at + MAX_GRAD * WIDE, largest);
}

/** Norm of the gradient played in a round. */
// @ts-ignore: decorator
@inline
function playedNorm(slopes: usize, mask: i32, lengths: usize, rows: i32, round: i32): v128 {
  const slope = wide(slopes + <usize>(round & mask) * VECTOR, 0),
    length = lengths + <usize>(round & rows) * BESIDE;
  return f64x2.mul(f64x2.abs(slope), each(v128.load64_splat(length), length));
}
