import { F_TURN, I_ROW_MASK, L_LENGTH, P_ALIGNED, P_DRAWS, P_KEYS, P_U, P_X, P_Y } from "../layout";
import { cosNear, sinNear } from "../math/sincos";
import { rademachers } from "../random";
import { integer, pointer, real } from "../table";
import { sequence } from "./sequence";

/**
 * Gradient sequences that show how tight the latency bounds are (docs/rounds.md): the row is the gradient, the loss its inner
 * product with the decision. The comparator of every one is the origin, whose loss is 0 in every round.
 */

// @ts-ignore: decorator
@inline
function length(stream: usize): i64 {
  return load<i64>(stream + (L_LENGTH << 3));
}

function put(run: usize, t: i64, value: f64): void {
  const at = (<usize>((<i32>t) & integer(run, I_ROW_MASK))) << 3;
  store<f64>(pointer(run, P_X) + at, value);
  store<f64>(pointer(run, P_U) + at, 0);
  store<f64>(pointer(run, P_Y) + at, 0);
}

/** A random sign for every block of `length` rounds. d = 1. Weinberger and Ordentlich (2002), IEEE Trans. Inf. Theory 48(7). */
export function blockRademacher(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const draw = pointer(stream, P_DRAWS),
    k = length(stream);
  let block: i64 = -1;
  for (let t = from; t < from + n; ++t) {
    if (t / k != block) {
      block = t / k;
      rademachers(draw, 8, <u64>block, 1, 1, pointer(stream, P_KEYS), sequence(stream, 0));
    }
    put(run, t, load<f64>(draw));
  }
}

/** +1 for 2 `length` rounds, -1 for 2 `length` rounds, and so on. d = 1. */
export function squareWave(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const half = 2 * length(stream);
  for (let t = from; t < from + n; ++t) put(run, t, (t / half) & 1 ? -1 : 1);
}

/**
 * In each block of `length` rounds one unit gradient, orthogonal to the sum of all before it and to the block before. d = 3.
 * P_ALIGNED holds the state: sum of the gradients, and the last one, (2, 3) f64.
 */
export function orthogonal(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const total = pointer(stream, P_ALIGNED),
    last = total + 24,
    k = length(stream);
  for (let t = from; t < from + n; ++t) {
    if (t % k == 0) turn(total, last, t / k);
    const slot = <usize>((<i32>t) & integer(run, I_ROW_MASK));
    for (let j: usize = 0; j < 24; j += 8) {
      store<f64>(pointer(run, P_X) + slot * 24 + j, load<f64>(last + j));
      store<f64>(total + j, load<f64>(total + j) + load<f64>(last + j));
    }
    store<f64>(pointer(run, P_U) + (slot << 3), 0);
    store<f64>(pointer(run, P_Y) + (slot << 3), 0);
  }
}

/** last := the next unit gradient: the first two axes, then the normalised cross product of the sum and the last one. */
function turn(total: usize, last: usize, block: i64): void {
  let x: f64 = block == 0 ? 1 : 0,
    y: f64 = block == 1 ? 1 : 0,
    z: f64 = 0;
  if (block > 1) {
    const a = load<f64>(total),
      b = load<f64>(total, 8),
      c = load<f64>(total, 16),
      p = load<f64>(last),
      q = load<f64>(last, 8),
      r = load<f64>(last, 16);
    x = b * r - c * q;
    y = c * p - a * r;
    z = a * q - b * p;
    const norm = Math.sqrt(x * x + y * y + z * z);
    x /= norm;
    y /= norm;
    z /= norm;
  }
  store<f64>(last, x);
  store<f64>(last, y, 8);
  store<f64>(last, z, 16);
}

/** 2^64 parts of a turn, and radians in one of them. */
const TURN: f64 = 1.8446744073709552e19;
const PART: f64 = 3.4061215800865545e-19;

/**
 * Unit gradients, each turned by the same angle against the one before, from the first axis on. d = 2. Angles are counted in 2^64ths of a turn, exactly,
 * so that a gradient is a function of its round alone.
 */
export function rotating(run: usize, stream: usize, sums: usize, from: i64, n: i32): void {
  const turn = <i64>(real(stream, F_TURN) * TURN);
  for (let t = from; t < from + n; ++t) {
    const angle = turn * t,
      quarter = (angle + ((<i64>1) << 61)) >> 62,
      r = f64x2.splat(<f64>(angle - (quarter << 62)) * PART),
      z = f64x2.mul(r, r);
    let x = f64x2.extract_lane(cosNear(z), 0),
      y = f64x2.extract_lane(sinNear(r, z), 0);
    if (quarter & 1) {
      const cos = x;
      x = -y;
      y = cos;
    }
    const sign: f64 = quarter & 2 ? -1 : 1,
      slot = <usize>((<i32>t) & integer(run, I_ROW_MASK));
    store<f64>(pointer(run, P_X) + (slot << 4), sign * x);
    store<f64>(pointer(run, P_X) + (slot << 4), sign * y, 8);
    store<f64>(pointer(run, P_U) + (slot << 3), 0);
    store<f64>(pointer(run, P_Y) + (slot << 3), 0);
  }
}
