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
import { logistic, tail } from "../math/logistic";
import { normals, uniforms } from "../random";
import { features, inner } from "../rows";
import { keep } from "../sums";
import { integer, pointer, real, setInteger, setReal } from "../table";

/**
 * Gaussian features, and outcomes that an aligned model M* gives: y = <u, x> + noise, or y = 1 with the probability
 * that the score <u, x> stands for. M* may stay, walk at random, or jump to a new direction at shifts.
 * Draws are functions of (seed, draw stream, round, coordinate): features 0, outcomes 1, walk 2, shift or not 3, direction 4.
 */

/** Fills rounds [from, from + n): X (ring, d), U = <u, x> and Y. scratch P_DRAWS: (max(n, d),) f64. */
export function aligned(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    d = integer(run, I_DENSE),
    row = d << 3,
    keys = pointer(stream, P_KEYS);
  for (let t = 0; t < n;) {
    // the ring may end inside the block
    const slot = (<i32>(from + t)) & mask,
      rounds = min(n - t, mask + 1 - slot);
    normals(pointer(run, P_X) + <usize>slot * <usize>row, row, <u64>(from + t), rounds, d, keys, 0);
    t += rounds;
  }
  const drifts = real(stream, F_WALK) > 0 || real(stream, F_SHIFT_RATE) > 0 || integer(stream, I_SHIFTS) > 0,
    u = pointer(stream, P_ALIGNED);
  for (let t = 0; t < n; ++t) {
    if (drifts) drift(stream, sums, from + t, d);
    const slot = (<i32>(from + t)) & mask;
    store<f64>(pointer(run, P_U) + ((<usize>slot) << 3), inner(u, features(run, slot), d));
  }
  if (integer(stream, I_CLASSES)) classes(run, stream, from, n);
  else values(run, stream, from, n);
}

/** y = <u, x> + noise · normal. */
function values(run: usize, stream: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    draws = pointer(stream, P_DRAWS),
    noise = real(stream, F_NOISE);
  normals(draws, 8, <u64>from, n, 1, pointer(stream, P_KEYS), 1);
  for (let t = 0; t < n; ++t) {
    const at = (<usize>((<i32>(from + t)) & mask)) << 3;
    store<f64>(
      pointer(run, P_Y) + at,
      load<f64>(pointer(run, P_U) + at) + noise * load<f64>(draws + ((<usize>t) << 3)),
    );
  }
}

/** y = 1 with probability (1 - noise) / (1 + exp(-<u, x>)) + noise / 2: a share `noise` of outcomes is a fair coin. */
function classes(run: usize, stream: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    draws = pointer(stream, P_DRAWS),
    noise = real(stream, F_NOISE);
  uniforms(draws, 8, <u64>from, n, 1, pointer(stream, P_KEYS), 1);
  for (let t = 0; t < n; ++t) {
    const at = (<usize>((<i32>(from + t)) & mask)) << 3,
      z = v128.load64_splat(pointer(run, P_U) + at),
      p = (1 - noise) * f64x2.extract_lane(logistic(z, tail(z)), 0) + 0.5 * noise;
    store<f64>(pointer(run, P_Y) + at, load<f64>(draws + ((<usize>t) << 3)) < p ? 1 : 0);
  }
}

/** Moves M* before round t, by a jump or else by a step of its walk, and adds the distance to its path length. */
function drift(stream: usize, sums: usize, t: i64, d: i32): void {
  const u = pointer(stream, P_ALIGNED),
    step = pointer(stream, P_DRAWS),
    keys = pointer(stream, P_KEYS),
    walk = real(stream, F_WALK),
    bytes = (<usize>d) << 3;
  if (t == 0) return;
  let moved: f64 = 0;
  if (shifts(stream, t)) {
    normals(step, <i32>bytes, <u64>t, 1, d, keys, 4);
    const length = real(stream, F_NORM) / Math.sqrt(inner(step, step, d));
    for (let j: usize = 0; j < bytes; j += 8) {
      const next = length * load<f64>(step + j),
        move = next - load<f64>(u + j);
      store<f64>(u + j, next);
      moved += move * move;
    }
  } else if (walk > 0) {
    normals(step, <i32>bytes, <u64>t, 1, d, keys, 2);
    for (let j: usize = 0; j < bytes; j += 8) {
      const move = walk * load<f64>(step + j);
      store<f64>(u + j, load<f64>(u + j) + move);
      moved += move * move;
    }
  }
  if (moved == 0) return;
  keep(sums + (SUM_PATH_U << 3), Math.sqrt(moved));
  setReal(stream, F_MAX_NORM2, max(real(stream, F_MAX_NORM2), inner(u, u, d)));
}

/** Whether M* jumps before round t: a given round, or a draw. */
function shifts(stream: usize, t: i64): bool {
  const next = integer(stream, I_NEXT_SHIFT);
  if (
    next < integer(stream, I_SHIFTS) &&
    <f64>t == load<f64>(pointer(stream, P_SHIFTS) + ((<usize>next) << 3))
  ) {
    setInteger(stream, I_NEXT_SHIFT, next + 1);
    return true;
  }
  const rate = real(stream, F_SHIFT_RATE);
  if (rate == 0) return false;
  const draw = pointer(stream, P_DRAWS);
  uniforms(draw, 8, <u64>t, 1, 1, pointer(stream, P_KEYS), 3);
  return load<f64>(draw) < rate;
}
