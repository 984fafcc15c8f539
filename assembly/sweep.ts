import { ROW, SINGLE, spread } from "./float";
import { VECTOR } from "./layout";
import { Float } from "./variant";

/**
 * Sweeps over the weights of a panel: one learner a SIMD lane, all on one row that they share.
 *
 * Weights are (columns, lanes), so that a feature meets the weights of all learners without any sum across lanes. Products are
 * added in column order, one accumulator a lane: sparse and dense rows, fused and separate sweeps give the same bits.
 * Four accumulators, four coefficients, two features and the weights fill the registers that V8 hands out.
 *
 * w (d,) rows of ROW bytes; p, x (d,) Float; c, z (lanes,) Float.
 */

/** z += <w, x>. */
export function meet(w: usize, x: usize, d: i32, z: usize): void {
  let z0 = v128.load(z),
    z1 = v128.load(z, 16),
    z2 = v128.load(z, 32),
    z3 = v128.load(z, 48);
  for (const end = x + <usize>d * sizeof<Float>(); x < end; x += sizeof<Float>(), w += ROW) {
    const f = spread(x);
    z0 = v128.add<Float>(v128.mul<Float>(v128.load(w), f), z0);
    z1 = v128.add<Float>(v128.mul<Float>(v128.load(w, 16), f), z1);
    z2 = v128.add<Float>(v128.mul<Float>(v128.load(w, 32), f), z2);
    z3 = v128.add<Float>(v128.mul<Float>(v128.load(w, 48), f), z3);
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
}

/** w += c p, then z += <w, x>, in one sweep. */
export function advanceAndMeet(w: usize, c: usize, p: usize, x: usize, d: i32, z: usize): void {
  const c0 = v128.load(c),
    c1 = v128.load(c, 16),
    c2 = v128.load(c, 32),
    c3 = v128.load(c, 48);
  let z0 = v128.load(z),
    z1 = v128.load(z, 16),
    z2 = v128.load(z, 32),
    z3 = v128.load(z, 48);
  for (
    const end = x + <usize>d * sizeof<Float>();
    x < end;
    x += sizeof<Float>(), p += sizeof<Float>(), w += ROW
  ) {
    const g = spread(p),
      f = spread(x);
    let w0 = v128.load(w),
      w1 = v128.load(w, 16),
      w2 = v128.load(w, 32),
      w3 = v128.load(w, 48);
    if (SINGLE) {
      const s0 = v128.add<Float>(v128.mul<Float>(c0, g), v128.load(w, 64)),
        s1 = v128.add<Float>(v128.mul<Float>(c1, g), v128.load(w, 80)),
        s2 = v128.add<Float>(v128.mul<Float>(c2, g), v128.load(w, 96)),
        s3 = v128.add<Float>(v128.mul<Float>(c3, g), v128.load(w, 112)),
        t0 = v128.add<Float>(w0, s0),
        t1 = v128.add<Float>(w1, s1),
        t2 = v128.add<Float>(w2, s2),
        t3 = v128.add<Float>(w3, s3);
      v128.store(w, left(w0, s0, t0), 64);
      v128.store(w, left(w1, s1, t1), 80);
      v128.store(w, left(w2, s2, t2), 96);
      v128.store(w, left(w3, s3, t3), 112);
      w0 = t0;
      w1 = t1;
      w2 = t2;
      w3 = t3;
    } else {
      w0 = v128.add<Float>(v128.mul<Float>(c0, g), w0);
      w1 = v128.add<Float>(v128.mul<Float>(c1, g), w1);
      w2 = v128.add<Float>(v128.mul<Float>(c2, g), w2);
      w3 = v128.add<Float>(v128.mul<Float>(c3, g), w3);
    }
    v128.store(w, w0);
    v128.store(w, w1, 16);
    v128.store(w, w2, 32);
    v128.store(w, w3, 48);
    z0 = v128.add<Float>(v128.mul<Float>(w0, f), z0);
    z1 = v128.add<Float>(v128.mul<Float>(w1, f), z1);
    z2 = v128.add<Float>(v128.mul<Float>(w2, f), z2);
    z3 = v128.add<Float>(v128.mul<Float>(w3, f), z3);
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
}

/** What t = w + s leaves of s. */
// @ts-ignore: decorator
@inline
function left(w: v128, s: v128, t: v128): v128 {
  return v128.sub<Float>(s, v128.sub<Float>(t, w));
}

/** The weights of one column += step. */
// @ts-ignore: decorator
@inline
function move(w: usize, step: v128): void {
  if (SINGLE) {
    const before = v128.load(w),
      s = v128.add<Float>(step, v128.load(w, 64)),
      t = v128.add<Float>(before, s);
    v128.store(w, t);
    v128.store(w, left(before, s, t), 64);
  } else v128.store(w, v128.add<Float>(v128.load(w), step));
}

/** The weights of one column += step (lanes,). */
export function shift(w: usize, step: usize): void {
  for (let v: usize = 0; v < <usize>VECTOR; v += 16) move(w + v, v128.load(step + v));
}

/** w += c p. */
export function advance(w: usize, c: usize, p: usize, d: i32): void {
  const c0 = v128.load(c),
    c1 = v128.load(c, 16),
    c2 = v128.load(c, 32),
    c3 = v128.load(c, 48);
  for (const end = p + <usize>d * sizeof<Float>(); p < end; p += sizeof<Float>(), w += ROW) {
    const f = spread(p);
    move(w, v128.mul<Float>(c0, f));
    move(w + 16, v128.mul<Float>(c1, f));
    move(w + 32, v128.mul<Float>(c2, f));
    move(w + 48, v128.mul<Float>(c3, f));
  }
}

/** w[index[e]] += c value[e] over n entries; value (n,) f64. */
export function advanceEntries(w: usize, c: usize, index: usize, value: usize, n: usize): void {
  const c0 = v128.load(c),
    c1 = v128.load(c, 16),
    c2 = v128.load(c, 32),
    c3 = v128.load(c, 48);
  for (const end = index + (n << 2); index < end; index += 4, value += 8) {
    const at = w + <usize>load<u32>(index) * ROW,
      f = v128.splat<Float>(<Float>load<f64>(value));
    move(at, v128.mul<Float>(c0, f));
    move(at + 16, v128.mul<Float>(c1, f));
    move(at + 32, v128.mul<Float>(c2, f));
    move(at + 48, v128.mul<Float>(c3, f));
  }
}

/** z += Σ w[index[e]] value[e] over n entries; value (n,) f64. */
export function meetEntries(w: usize, index: usize, value: usize, n: usize, z: usize): void {
  let z0 = v128.load(z),
    z1 = v128.load(z, 16),
    z2 = v128.load(z, 32),
    z3 = v128.load(z, 48);
  for (const end = index + (n << 2); index < end; index += 4, value += 8) {
    const at = w + <usize>load<u32>(index) * ROW,
      f = v128.splat<Float>(<Float>load<f64>(value));
    z0 = v128.add<Float>(v128.mul<Float>(v128.load(at), f), z0);
    z1 = v128.add<Float>(v128.mul<Float>(v128.load(at, 16), f), z1);
    z2 = v128.add<Float>(v128.mul<Float>(v128.load(at, 32), f), z2);
    z3 = v128.add<Float>(v128.mul<Float>(v128.load(at, 48), f), z3);
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
}
