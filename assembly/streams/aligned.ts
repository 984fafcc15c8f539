import { inner, inners } from "../inner";
import {
  F_MAX_NORM2,
  F_NOISE,
  F_NORM,
  F_SHIFT_RATE,
  F_WALK,
  I_CLASSES,
  I_DENSE,
  I_NEXT_SHIFT,
  I_ROW_MASK,
  I_SHIFTS,
  P_ALIGNED,
  P_DRAWS,
  P_KEYS,
  P_SHIFTS,
  P_U,
  P_X,
  P_Y,
  SUM_PATH_U,
} from "../layout";
import { ONE } from "../math/constants";
import { logistic, tail } from "../math/logistic";
import { muladd } from "../math/muladd";
import { normals, uniforms } from "../random";
import { features } from "../rows";
import { keep } from "../sums";
import { integer, pointer, real, setInteger, setReal } from "../table";
import { sequence } from "./sequence";

/**
 * Gaussian features, and outcomes that an aligned model M* gives: y = <u, x> + noise, or y = 1 with the probability
 * that the score <u, x> stands for. M* may stay, walk at random, or jump to a new direction at shifts.
 * Draws are functions of (seed, sequence, round, coordinate): of the sequences of a replicate, features are 0, outcomes 1, walk 2,
 * shift or not 3, direction 4.
 */

/** Fills rounds [from, from + n): X (ring, d), U = <u, x> and Y. scratch P_DRAWS: (max(n, d),) f64. */
export function aligned(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK);
  while (n > 0) {
    // the ring may end inside the block
    const slot = (<i32>from) & mask,
      rounds = min(n, mask + 1 - slot);
    stretch(run, stream, sums, from, rounds, slot);
    from += rounds;
    n -= rounds;
  }
}

/** The same for n rounds from t on that stand in the ring one after the other, from `slot` on. */
function stretch(run: usize, stream: usize, sums: usize, t: i64, n: i32, slot: i32): void {
  const d = integer(run, I_DENSE),
    x = features(run, slot),
    at = (<usize>slot) << 3,
    scores = pointer(run, P_U) + at,
    outcomes = pointer(run, P_Y) + at,
    u = pointer(stream, P_ALIGNED);
  normals(x, d << 3, <u64>t, n, d, pointer(stream, P_KEYS), sequence(stream, 0));
  if (real(stream, F_WALK) > 0 || real(stream, F_SHIFT_RATE) > 0 || integer(stream, I_SHIFTS) > 0)
    drift(stream, sums, t, n, d, x, scores, outcomes);
  else inners(u, x, d, n, scores);
  if (integer(stream, I_CLASSES)) classes(stream, t, n, scores, outcomes);
  else values(stream, t, n, scores, outcomes);
}

/** y = <u, x> + noise · normal, two rounds at a time; scores, outcomes (n,) f64. */
function values(stream: usize, t: i64, n: i32, scores: usize, outcomes: usize): void {
  const draws = pointer(stream, P_DRAWS),
    noise = f64x2.splat(real(stream, F_NOISE)),
    last = ((<usize>n) << 3) - 8;
  normals(draws, 8, <u64>t, n, 1, pointer(stream, P_KEYS), sequence(stream, 1));
  for (let at: usize = 0; at < last; at += 16)
    v128.store(outcomes + at, muladd(noise, v128.load(draws + at), v128.load(scores + at)));
  if (n & 1) {
    const y = muladd(noise, v128.load64_zero(draws + last), v128.load64_zero(scores + last));
    v128.store64_lane(outcomes + last, y, 0);
  }
}

/**
 * y = 1 with probability (1 - noise) / (1 + exp(-<u, x>)) + noise / 2: a share `noise` of outcomes is a fair coin. Two rounds
 * at a time; scores, outcomes (n,) f64.
 */
function classes(stream: usize, t: i64, n: i32, scores: usize, outcomes: usize): void {
  const draws = pointer(stream, P_DRAWS),
    noise = real(stream, F_NOISE),
    share = f64x2.splat(1 - noise),
    coin = f64x2.splat(0.5 * noise),
    last = ((<usize>n) << 3) - 8;
  uniforms(draws, 8, <u64>t, n, 1, pointer(stream, P_KEYS), sequence(stream, 1));
  for (let at: usize = 0; at < last; at += 16)
    v128.store(outcomes + at, decided(v128.load(scores + at), v128.load(draws + at), share, coin));
  if (n & 1) {
    const y = decided(v128.load64_zero(scores + last), v128.load64_zero(draws + last), share, coin);
    v128.store64_lane(outcomes + last, y, 0);
  }
}

/** 1 where the draw is below share / (1 + exp(-z)) + coin, else 0. */
// @ts-ignore: decorator
@inline
function decided(z: v128, draw: v128, share: v128, coin: v128): v128 {
  const p = muladd(share, logistic<f64>(z, tail<f64>(z)), coin);
  return v128.and(f64x2.lt(draw, p), v128.load(ONE));
}

/**
 * Scores (n,) of the rows x (n, d) from round t on, with M* moved before each of them. `spare` (n,) f64 takes the draws that
 * decide about shifts; the steps of the walk are drawn for as many rounds at once as there is scratch for.
 */
function drift(
  stream: usize,
  sums: usize,
  t: i64,
  n: i32,
  d: i32,
  x: usize,
  scores: usize,
  spare: usize,
): void {
  const u = pointer(stream, P_ALIGNED),
    steps = pointer(stream, P_DRAWS),
    keys = pointer(stream, P_KEYS),
    rate = real(stream, F_SHIFT_RATE),
    walk = real(stream, F_WALK),
    row = d << 3,
    most = max(n / d, 1);
  if (rate > 0) uniforms(spare, 8, <u64>t, n, 1, keys, sequence(stream, 3));
  for (let i = 0, drawn = 0; i < n; ++i, x += row) {
    const step = steps + <usize>(i % most) * row;
    if (walk > 0 && i == drawn) {
      const rounds = min(most, n - i);
      normals(steps, row, <u64>(t + i), rounds, d, keys, sequence(stream, 2));
      drawn += rounds;
    }
    if (t + i > 0) {
      let moved: f64 = 0;
      if (shifts(stream, t + i, rate > 0 && load<f64>(spare + ((<usize>i) << 3)) < rate))
        moved = jump(stream, t + i, d, step);
      else if (walk > 0) moved = wander(u, step, walk, d);
      if (moved != 0) {
        keep(sums + (SUM_PATH_U << 3), Math.sqrt(moved));
        setReal(stream, F_MAX_NORM2, max(real(stream, F_MAX_NORM2), inner(u, u, d)));
      }
    }
    store<f64>(scores + ((<usize>i) << 3), inner(u, x, d));
  }
}

/** Whether M* jumps before round t: a given round, or a draw. */
function shifts(stream: usize, t: i64, drawn: bool): bool {
  const next = integer(stream, I_NEXT_SHIFT);
  if (
    next < integer(stream, I_SHIFTS) &&
    <f64>t == load<f64>(pointer(stream, P_SHIFTS) + ((<usize>next) << 3))
  ) {
    setInteger(stream, I_NEXT_SHIFT, next + 1);
    return true;
  }
  return drawn;
}

/** M* := a random direction of its norm; the squared distance. Overwrites scratch (d,) f64. */
function jump(stream: usize, t: i64, d: i32, scratch: usize): f64 {
  const u = pointer(stream, P_ALIGNED),
    bytes = (<usize>d) << 3;
  normals(scratch, (<usize>d) << 3, <u64>t, 1, d, pointer(stream, P_KEYS), sequence(stream, 4));
  const length = real(stream, F_NORM) / Math.sqrt(inner(scratch, scratch, d));
  let moved: f64 = 0;
  for (let j: usize = 0; j < bytes; j += 8) {
    const next = length * load<f64>(scratch + j),
      move = next - load<f64>(u + j);
    store<f64>(u + j, next);
    moved += move * move;
  }
  return moved;
}

/** u (d,) += walk · step; the squared distance. */
function wander(u: usize, step: usize, walk: f64, d: i32): f64 {
  let moved: f64 = 0;
  for (const end = u + ((<usize>d) << 3); u < end; u += 8, step += 8) {
    const move = walk * load<f64>(step);
    store<f64>(u, load<f64>(u) + move);
    moved += move * move;
  }
  return moved;
}
