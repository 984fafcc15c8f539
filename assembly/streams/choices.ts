import { addUp } from "../comparators/reference";
import { SINGLE } from "../float";
import { innersOfTwo } from "../inner";
import {
  BEST,
  I_ACTIONS,
  I_DENSE,
  I_COMPARED,
  I_ROW_MASK,
  P_ALIGNED,
  P_CHOICE,
  P_DRAWS,
  P_EXPECTED,
  P_KEYS,
  P_LOSS_0,
  P_LOSS_U,
  P_PROBABILITIES,
  P_UTILITY,
  SAMPLES,
} from "../layout";
import { ONE } from "../math/constants";
import { wideExponentials } from "../math/exponential";
import { symmetricUniforms, uniforms } from "../random";
import { features } from "../rows";
import { integer, pointer } from "../table";
import { stretch } from "./range";
import { sequence } from "./sequence";
import { Float } from "../variant";

/**
 * Contexts with uniform features of mean 0 and variance 1, and one right action in each, drawn from an aligned policy M*: action a is
 * right with probability exp(<u_a, x>) / Σ exp(<u_b, x>). Its utility is 1, that of the others 0. M* chooses by these
 * probabilities, or always the most probable action.
 * Draws are functions of (seed, sequence, round, coordinate): of the sequences of a replicate, features are 0, right actions 1, the
 * choices of learners 5, and M* is 4 of replicate 0.
 */

/** Fills rounds [from, from + n): X, UTILITY, EXPECTED, CHOICE, LOSS_U and LOSS_0. scratch P_DRAWS (n,), P_PROBABILITIES (A, n rounded up to even) f64. */
export function choices(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    keys = pointer(stream, P_KEYS);
  uniforms(pointer(run, P_CHOICE), 8, <u64>from, n, 1, keys, sequence(stream, 5));
  for (let t = 0; t < n;) {
    // the ring may end inside the block
    const slot = (<i32>(from + t)) & mask,
      rounds = min(n - t, mask + 1 - slot);
    contexts(run, stream, sums, from + t, rounds, slot, t);
    t += rounds;
  }
  addUp(pointer(run, P_LOSS_U), pointer(run, P_LOSS_0), sums, n);
}

/** The same for n rounds that stand in the ring one after the other, from `slot` on, and in the block from round t on. */
function contexts(run: usize, stream: usize, sums: usize, from: i64, n: i32, slot: i32, t: i32): void {
  const d = integer(run, I_DENSE),
    actions = integer(run, I_ACTIONS),
    keys = pointer(stream, P_KEYS),
    x = features(run, slot),
    probabilities = pointer(stream, P_PROBABILITIES),
    column = (<usize>((n + 1) & ~1)) << 3;
  symmetricUniforms(x, d << 3, <u64>from, n, d, keys, sequence(stream, 0));
  for (let pair = 0; pair < actions; pair += 2) {
    // where their number is odd, the last action but one is scored twice
    const a = <usize>min(pair, actions - 2);
    innersOfTwo(
      pointer(stream, P_ALIGNED) + a * ((<usize>d) << 3),
      x,
      d,
      n,
      probabilities + a * column,
      column,
    );
  }
  uniforms(pointer(stream, P_DRAWS), 8, <u64>from, n, 1, keys, sequence(stream, 1));
  weigh(probabilities, column, actions);
  for (let i = 0; i < n; i += 2)
    reveal(run, stream, sums, probabilities + ((<usize>i) << 3), column, actions, t + i, i, i + 1 < n);
}

/**
 * Two rounds of the block, t and t + 1, from numbers (A,) in the proportions of their probabilities, `column` bytes apart: expected
 * utilities, utilities, and the losses of M* and of actions drawn at random. The i-th draws tell what is right. Columns of the block have room for
 * one round more, and what is written there is written over; `both`: the second is one of the block.
 */
function reveal(
  run: usize,
  stream: usize,
  sums: usize,
  z: usize,
  column: usize,
  actions: i32,
  t: i32,
  i: i32,
  both: bool,
): void {
  const one = v128.load(ONE),
    zero = f64x2.splat(0),
    bytes = <usize>actions * sizeof<Float>(),
    last = z + <usize>(actions - 1) * column;
  let total = v128.load(z);
  for (let at = z + column; at <= last; at += column) total = f64x2.add(total, v128.load(at));
  const scale = f64x2.div(one, total);
  let utility = pointer(run, P_UTILITY) + <usize>t * bytes,
    expected = pointer(run, P_EXPECTED) + <usize>t * bytes,
    left = v128.load(pointer(stream, P_DRAWS) + ((<usize>i) << 3)),
    open = one,
    sampled = zero,
    best = zero,
    worst = one;
  for (let at = z; at <= last; at += column, expected += sizeof<Float>(), utility += sizeof<Float>()) {
    const p = f64x2.mul(scale, v128.load(at));
    left = f64x2.sub(left, p);
    // right is the first action that leaves nothing of the draw, or else the last one
    const after = at < last ? v128.and(f64x2.ge(left, zero), one) : zero;
    put(utility, bytes, f64x2.sub(open, after));
    put(expected, bytes, p);
    open = after;
    sampled = f64x2.add(sampled, f64x2.mul(p, p));
    best = f64x2.pmax(best, p);
    worst = f64x2.pmin(worst, p);
  }
  const compared = integer(stream, I_COMPARED),
    random = f64x2.splat(1 / <f64>actions),
    at = (<usize>t) << 3;
  v128.store(
    pointer(run, P_LOSS_U) + at,
    f64x2.neg(compared == BEST ? best : compared == SAMPLES ? sampled : random),
  );
  v128.store(pointer(run, P_LOSS_0) + at, f64x2.neg(random));
  stretch(sums, f64x2.extract_lane(best, 0), f64x2.extract_lane(worst, 0));
  if (both) stretch(sums, f64x2.extract_lane(best, 1), f64x2.extract_lane(worst, 1));
}

/** Two numbers as Floats, `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function put(at: usize, stride: usize, x: v128): void {
  if (SINGLE) {
    const y = f32x4.demote_f64x2_zero(x);
    v128.store32_lane(at, y, 0);
    v128.store32_lane(at + stride, y, 1);
  } else {
    v128.store64_lane(at, x, 0);
    v128.store64_lane(at + stride, x, 1);
  }
}

/** Scores (A, n) of n rounds, an action's `column` bytes apart, become numbers in the proportions of the probabilities. */
function weigh(z: usize, column: usize, actions: i32): void {
  const end = z + <usize>actions * column;
  for (let i = z; i < z + column; i += 16) {
    let most = v128.load(i);
    for (let at = i + column; at < end; at += column) most = f64x2.pmax(most, v128.load(at));
    for (let at = i; at < end; at += column) v128.store(at, f64x2.sub(v128.load(at), most));
  }
  wideExponentials(z, end);
}
