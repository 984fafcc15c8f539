import { addUp } from "../comparators/reference";
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
import { exp } from "../math/exp";
import { uniforms } from "../random";
import { features, inners } from "../rows";
import { integer, pointer } from "../table";
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
    contexts(run, stream, from + t, rounds, slot, t);
    t += rounds;
  }
  addUp(pointer(run, P_LOSS_U), pointer(run, P_LOSS_0), sums, n);
}

/** The same for n rounds that stand in the ring one after the other, from `slot` on, and in the block from round t on. */
function contexts(run: usize, stream: usize, from: i64, n: i32, slot: i32, t: i32): void {
  const d = integer(run, I_DENSE),
    actions = integer(run, I_ACTIONS),
    keys = pointer(stream, P_KEYS),
    x = features(run, slot),
    probabilities = pointer(stream, P_PROBABILITIES),
    column = (<usize>((n + 1) & ~1)) << 3;
  uniforms(x, d << 3, <u64>from, n, d, keys, sequence(stream, 0));
  for (let at = x, end = x + ((<usize>n * <usize>d) << 3); at < end; at += 8)
    store<f64>(at, (2 * load<f64>(at) - 1) * 1.7320508075688772);
  for (let a = 0; a < actions; ++a)
    inners(pointer(stream, P_ALIGNED) + ((<usize>(a * d)) << 3), x, d, n, probabilities + <usize>a * column);
  for (let i: usize = 0; i < <usize>n; i += 2) softmax(probabilities + (i << 3), column, actions);
  uniforms(pointer(stream, P_DRAWS), 8, <u64>from, n, 1, keys, sequence(stream, 1));
  for (let i = 0; i < n; ++i) {
    const p = probabilities + ((<usize>i) << 3);
    reveal(run, p, column, actions, load<f64>(pointer(stream, P_DRAWS) + ((<usize>i) << 3)), t + i);
    settleComparator(run, p, column, actions, t + i, integer(stream, I_COMPARED));
  }
}

/** Scores (A,) of two rounds, `column` bytes apart, become probabilities. */
function softmax(z: usize, column: usize, actions: i32): void {
  let most = v128.load(z),
    total = f64x2.splat(0),
    at = z + column;
  for (let a = 1; a < actions; ++a, at += column) most = f64x2.pmax(most, v128.load(at));
  at = z;
  for (let a = 0; a < actions; ++a, at += column) {
    const e = exp(f64x2.sub(v128.load(at), most));
    v128.store(at, e);
    total = f64x2.add(total, e);
  }
  const scale = f64x2.div(v128.load(ONE), total);
  at = z;
  for (let a = 0; a < actions; ++a, at += column) v128.store(at, f64x2.mul(scale, v128.load(at)));
}

/** Utilities of round t of the block: expected ones, and 1 for the action that the draw falls on. */
function reveal(run: usize, p: usize, column: usize, actions: i32, draw: f64, t: i32): void {
  const bytes = <usize>actions * sizeof<Float>(),
    utility = pointer(run, P_UTILITY) + <usize>t * bytes,
    expected = pointer(run, P_EXPECTED) + <usize>t * bytes;
  let sum: f64 = 0,
    right: usize = 0;
  for (let at: usize = 0; at < bytes; at += sizeof<Float>(), p += column) {
    const chance = load<f64>(p);
    store<Float>(expected + at, <Float>chance);
    store<Float>(utility + at, 0);
    sum += chance;
    if (draw >= sum && at + sizeof<Float>() < bytes) right = at + sizeof<Float>();
  }
  store<Float>(utility + right, 1);
}

/** Losses of M* and of the policy that chooses at random, in round t of the block. */
function settleComparator(run: usize, p: usize, column: usize, actions: i32, t: i32, compared: i32): void {
  let sampled: f64 = 0,
    best: f64 = 0;
  for (let a = 0; a < actions; ++a, p += column) {
    const chance = load<f64>(p);
    sampled += chance * chance;
    best = max(best, chance);
  }
  const at = (<usize>t) << 3;
  store<f64>(
    pointer(run, P_LOSS_U) + at,
    -(compared == BEST ? best : compared == SAMPLES ? sampled : 1 / <f64>actions),
  );
  store<f64>(pointer(run, P_LOSS_0) + at, -1 / <f64>actions);
}
