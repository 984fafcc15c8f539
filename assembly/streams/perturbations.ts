import { narrowAll, SINGLE } from "../float";
import { inner } from "../inner";
import { I_DENSE, I_ROW_MASK, P_ALONG, P_DIRECTIONS, P_KEYS, P_NORM2 } from "../layout";
import { normals } from "../random";
import { features, towards } from "../rows";
import { integer, pointer } from "../table";
import { OWN_ROWS } from "../variant";
import { sequence } from "./sequence";

/**
 * What learners that perturb what they play draw in each round, sequence 5 of the replicate; all learners on a stream share it. To be called when the
 * features of the rounds are there.
 */

/** ALONG: a standard normal for each of rounds [from, from + n). */
export function drawOutputs(run: usize, stream: usize, from: i64, n: i32): void {
  normals(pointer(run, P_ALONG), 8, <u64>from, n, 1, pointer(stream, P_KEYS), sequence(stream, 5));
}

/**
 * DIRECTIONS: for each of rounds [from, from + n) a direction u, uniform on the sphere as that of a normal vector (Muller 1959, "A note on a method for
 * generating points uniformly on n-dimensional spheres", Commun. ACM 2(4)); ALONG: <u, x>; NORM2: |u|², which is 1.
 */
export function drawDirections(run: usize, stream: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    d = integer(run, I_DENSE);
  for (let t = 0; t < n;) {
    // the ring may end inside the block
    const slot = (<i32>(from + t)) & mask,
      rounds = min(n - t, mask + 1 - slot),
      u = pointer(run, P_DIRECTIONS) + ((<usize>(slot * d)) << 3);
    normals(u, d << 3, <u64>(from + t), rounds, d, pointer(stream, P_KEYS), sequence(stream, 5));
    for (let i = 0; i < rounds; ++i) direct(run, u + ((<usize>(i * d)) << 3), d, slot + i, t + i);
    t += rounds;
  }
}

/** The direction of the normals u (d,), of the row in `slot`, which is round t of the block. */
function direct(run: usize, u: usize, d: i32, slot: i32, t: i32): void {
  const length = Math.sqrt(inner(u, u, d)),
    end = u + ((<usize>d) << 3);
  // a single normal is 0 once in 2^31 rounds
  if (length == 0) store<f64>(u, 1);
  else for (let at = u; at < end; at += 8) store<f64>(at, load<f64>(at) / length);
  store<f64>(pointer(run, P_ALONG) + ((<usize>t) << 3), inner(u, features(run, slot), d));
  store<f64>(pointer(run, P_NORM2) + ((<usize>slot) << 3), 1);
  // rows of their own are narrowed where they are laid side by side
  if (SINGLE && !OWN_ROWS) narrowAll(u, towards(run, slot), d);
}
