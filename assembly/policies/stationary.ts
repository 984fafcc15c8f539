import { VECTOR } from "../layout";
import { Float } from "../variant";

/**
 * Weights > 0 in the proportions of the distribution p that a chain of A states settles in, p = p Q, lane by lane. Row b of w (A, A, lanes) Floats
 * is proportional to row b of Q and is overwritten.
 *
 * By state reduction: states are taken out one by one, from the last on, and what went through them is added to the moves between the others; then the
 * weights follow from the first one on. Nothing is ever subtracted, so that every weight has a small relative error, and the
 * operations are the same whatever the numbers. Grassmann, Taksar and Heyman (1985), "Regenerative analysis and steady state
 * distributions for Markov chains", Oper. Res. 33(5).
 *
 * Where w is between 10^-18 and 1, as exponential weights are, nothing under- or overflows, in f32 up to 64 states.
 */
export function stationary(w: usize, states: i32, p: usize): void {
  for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
    total(w + v, states, p + v);
    reduce(w + v, states);
    expand(w + v, states, p + v);
  }
}

/** p_b := the sum of row b: what its moves have to be divided by to be probabilities. */
// @ts-ignore: decorator
@inline
function total(w: usize, states: i32, p: usize): void {
  const row = <usize>states * VECTOR;
  for (const end = p + row; p < end; p += VECTOR) {
    let sum = v128.load(w);
    for (const next = w + row; (w += VECTOR) < next;) sum = v128.add<Float>(sum, v128.load(w));
    v128.store(p, sum);
  }
}

/** Takes out the states from the last to the second. What is left of column n below row n: moves to n, over all moves from n to states before it. */
// @ts-ignore: decorator
@inline
function reduce(w: usize, states: i32): void {
  const row = <usize>states * VECTOR;
  for (let n = row - VECTOR, from = w + <usize>(states - 1) * row; n > 0; n -= VECTOR, from -= row) {
    let out = v128.load(from);
    for (let j: usize = VECTOR; j < n; j += VECTOR) out = v128.add<Float>(out, v128.load(from + j));
    for (let i = w; i < from; i += row) {
      const through = v128.div<Float>(v128.load(i + n), out);
      v128.store(i + n, through);
      for (let j: usize = 0; j < n; j += VECTOR)
        v128.store(i + j, v128.add<Float>(v128.load(i + j), v128.mul<Float>(through, v128.load(from + j))));
    }
  }
}

/** From the first state on, which weighs 1: each next one is what the ones before it send there. Weights are those of w, times the sums in p those of Q. */
// @ts-ignore: decorator
@inline
function expand(w: usize, states: i32, p: usize): void {
  const row = <usize>states * VECTOR;
  // weights take the place of the diagonal, which nobody needs
  v128.store(w, v128.splat<Float>(1));
  for (let n: usize = VECTOR, here = w + row; n < row; n += VECTOR, here += row) {
    let sum = v128.splat<Float>(0);
    for (let i: usize = 0, at = w; i < n; i += VECTOR, at += row)
      sum = v128.add<Float>(sum, v128.mul<Float>(v128.load(at + i), v128.load(at + n)));
    v128.store(here + n, sum);
  }
  for (let i: usize = 0, at = w; i < row; i += VECTOR, at += row)
    v128.store(p + i, v128.mul<Float>(v128.load(p + i), v128.load(at + i)));
}
