import { VECTOR } from "../layout";
import { exponentials } from "../math/exponential";
import { Float } from "../variant";

/** Scores z (n, A, lanes) Floats of n rounds become exp(z_a - max z_b). */
export function exponentialWeights(z: usize, actions: i32, n: i32): void {
  const end = z + <usize>n * <usize>actions * VECTOR;
  for (let at = z; at < end; at += <usize>actions * VECTOR) belowMost(at, actions);
  exponentials(z, end);
}

/** Takes the largest of the scores (A, lanes) from all of them. */
// @ts-ignore: decorator
@inline
function belowMost(z: usize, actions: i32): void {
  const end = z + <usize>actions * VECTOR;
  let m0 = v128.load(z),
    m1 = v128.load(z, 16),
    m2 = v128.load(z, 32),
    m3 = v128.load(z, 48);
  for (let at = z + VECTOR; at < end; at += VECTOR) {
    m0 = v128.pmax<Float>(m0, v128.load(at));
    m1 = v128.pmax<Float>(m1, v128.load(at, 16));
    m2 = v128.pmax<Float>(m2, v128.load(at, 32));
    m3 = v128.pmax<Float>(m3, v128.load(at, 48));
  }
  for (let at = z; at < end; at += VECTOR) {
    v128.store(at, v128.sub<Float>(v128.load(at), m0));
    v128.store(at, v128.sub<Float>(v128.load(at, 16), m1), 16);
    v128.store(at, v128.sub<Float>(v128.load(at, 32), m2), 32);
    v128.store(at, v128.sub<Float>(v128.load(at, 48), m3), 48);
  }
}
