import { P_CHOICE, P_KEYS, P_MOVE } from "../layout";
import { uniforms } from "../random";
import { pointer } from "../table";
import { sequence } from "./sequence";

/**
 * What is left to chance in a world: its rows come about as it is played (world.ts). Draws are functions of (seed, sequence, round): of the
 * sequences of a replicate, moves of the world are 0, the first state 1, the choices of learners 5.
 */

/** Fills rounds [from, from + n): CHOICE and MOVE. */
export function chances(run: usize, stream: usize, from: i64, n: i32): void {
  const keys = pointer(stream, P_KEYS);
  uniforms(pointer(run, P_CHOICE), 8, <u64>from, n, 1, keys, sequence(stream, 5));
  uniforms(pointer(run, P_MOVE), 8, <u64>from, n, 1, keys, sequence(stream, 0));
}
