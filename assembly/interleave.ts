import { BESIDE, FEATURE, narrow, SINGLE } from "./float";
import {
  I_ACTIONS,
  I_CONTEXTS,
  I_DENSE,
  I_ROW_MASK,
  P_ALONG,
  P_CHOICE,
  P_CONTEXT,
  P_DIRECTIONS,
  P_EXPECTED,
  P_FLOATS,
  P_LENGTH,
  P_LOSS_0,
  P_LOSS_U,
  P_MOVE,
  P_NORM2,
  P_TOWARDS,
  P_U,
  P_UTILITY,
  P_WORLD,
  P_X,
  P_Y,
} from "./layout";
import { integer, pointer, SPAN } from "./table";
import { Float, OWN_ROWS } from "./variant";

/**
 * Rows of their own for the lanes of a panel. Each lane has a run of its own, in which its rows are drawn and its comparator plays as
 * in any other run; here their blocks become one, lane beside lane, as panels read it.
 */

/** Rounds whose features stay in the first-level cache while the lanes are written, two at a time. */
const TILE = 8;

/** Rounds [from, from + n) of the runs `runs` (lanes,) u32, one a lane and all of one shape, to those of `run`. */
export function interleave(run: usize, runs: usize, from: i32, n: i32): void {
  if (!OWN_ROWS) return;
  if (pointer(run, P_WORLD)) return interleaveDraws(run, runs, n);
  for (let t = 0; t < n; t += TILE)
    for (let v: usize = 0, at = runs; v < SPAN; v += 16, at += 8)
      interleaveTile(run, load<u32>(at), load<u32>(at, 4), from + t, min(TILE, n - t), v);
  for (let v: usize = 0; v < SPAN; v += 16, runs += 8) {
    const a = load<u32>(runs),
      b = load<u32>(runs, 4);
    interleaveRing(run, a, b, P_NORM2, from, n, v);
    interleaveBlock(run, a, b, P_LOSS_U, n, v);
    interleaveBlock(run, a, b, P_LOSS_0, n, v);
    if (pointer(run, P_ALONG)) interleaveBlock(run, a, b, P_ALONG, n, v);
    if (pointer(run, P_CHOICE)) {
      interleaveBlock(run, a, b, P_CHOICE, n, v);
      interleaveActions(run, a, b, P_UTILITY, n, v);
      interleaveActions(run, a, b, P_EXPECTED, n, v);
      if (integer(run, I_CONTEXTS) > 0) interleaveRing(run, a, b, P_CONTEXT, from, n, v);
    } else {
      // of outcomes, scores of the comparator and lengths, policies know nothing
      interleaveRing(run, a, b, P_Y, from, n, v);
      interleaveRing(run, a, b, P_U, from, n, v);
      interleaveRing(run, a, b, P_LENGTH, from, n, v);
    }
  }
}

/** The same in a world, where all else that belongs to a row depends on what a learner did before. */
function interleaveDraws(run: usize, runs: usize, n: i32): void {
  for (let v: usize = 0; v < SPAN; v += 16, runs += 8) {
    const a = load<u32>(runs),
      b = load<u32>(runs, 4);
    interleaveBlock(run, a, b, P_CHOICE, n, v);
    interleaveBlock(run, a, b, P_MOVE, n, v);
  }
}

/** Features of n rounds, those of runs a and b to the lanes at v, and the directions of steps where these are others. */
function interleaveTile(run: usize, a: usize, b: usize, from: i32, n: i32, v: usize): void {
  interleaveRows(run, a, b, P_X, P_FLOATS, from, n, v);
  if (pointer(a, P_DIRECTIONS)) interleaveRows(run, a, b, P_DIRECTIONS, P_TOWARDS, from, n, v);
}

/** A column `id` (ring, d) f64 of runs a and b to the lanes at v of the column `to`. */
function interleaveRows(run: usize, a: usize, b: usize, id: i32, to: i32, from: i32, n: i32, v: usize): void {
  const d = <usize>integer(run, I_DENSE),
    pairs = (d & ~1) << 3,
    mask = integer(run, I_ROW_MASK),
    rows = integer(a, I_ROW_MASK),
    first = pointer(a, id),
    second = pointer(b, id) - first,
    column = pointer(run, to);
  for (let round = from, end = from + n; round != end; ++round) {
    let x = first + ((<usize>(round & rows) * d) << 3),
      at = column + <usize>(round & mask) * d * FEATURE;
    for (const last = x + pairs; x < last; x += 16, at += 2 * FEATURE) {
      const p = v128.load(x),
        q = v128.load(x + second);
      narrow(at, v, v128.shuffle<f64>(p, q, 0, 2));
      narrow(at + FEATURE, v, v128.shuffle<f64>(p, q, 1, 3));
    }
    if (d & 1) narrow(at, v, both(x, x + second));
  }
}

/** The same for one column of the ring. */
function interleaveRing(run: usize, a: usize, b: usize, id: i32, from: i32, n: i32, v: usize): void {
  const mask = integer(run, I_ROW_MASK),
    rows = integer(a, I_ROW_MASK),
    first = pointer(a, id),
    second = pointer(b, id),
    column = pointer(run, id) + v;
  for (let round = from, end = from + n; round != end; ++round) {
    const at = (<usize>(round & rows)) << 3;
    v128.store(column + <usize>(round & mask) * BESIDE, both(first + at, second + at));
  }
}

/** The same for one column of the block. */
function interleaveBlock(run: usize, a: usize, b: usize, id: i32, n: i32, v: usize): void {
  let first = pointer(a, id),
    second = pointer(b, id);
  for (let to = pointer(run, id) + v, end = to + <usize>n * BESIDE; to < end; to += BESIDE) {
    v128.store(to, both(first, second));
    first += 8;
    second += 8;
  }
}

/** The same for a column of one Float an action, (block, A): a vector of each run at a time, and what is left one by one. */
function interleaveActions(run: usize, a: usize, b: usize, id: i32, n: i32, v: usize): void {
  let first = pointer(a, id),
    to = pointer(run, id) + (SINGLE ? v >> 1 : v);
  const second = pointer(b, id) - first,
    count = <usize>(n * integer(run, I_ACTIONS)),
    end = first + count * sizeof<Float>();
  for (; first + 15 < end; first += 16, to += (16 / sizeof<Float>()) * FEATURE) {
    const p = v128.load(first),
      q = v128.load(first + second);
    if (SINGLE) {
      const low = v128.shuffle<f32>(p, q, 0, 4, 1, 5),
        high = v128.shuffle<f32>(p, q, 2, 6, 3, 7);
      v128.store64_lane(to, low, 0);
      v128.store64_lane(to + FEATURE, low, 1);
      v128.store64_lane(to + 2 * FEATURE, high, 0);
      v128.store64_lane(to + 3 * FEATURE, high, 1);
    } else {
      v128.store(to, v128.shuffle<f64>(p, q, 0, 2));
      v128.store(to + FEATURE, v128.shuffle<f64>(p, q, 1, 3));
    }
  }
  for (; first < end; first += sizeof<Float>(), to += FEATURE) {
    store<Float>(to, load<Float>(first));
    store<Float>(to, load<Float>(first + second), sizeof<Float>());
  }
}

/** One f64 from each of two places. */
// @ts-ignore: decorator
@inline
function both(first: usize, second: usize): v128 {
  return v128.load64_lane(second, v128.load64_zero(first), 1);
}
