import { each, FEATURE, ROW, SINGLE, spread } from "./float";
import { VECTOR } from "./layout";
import { muladd } from "./math/muladd";
import { Float } from "./variant";

/**
 * Sweeps over the weights of a panel: one learner a SIMD lane, all on one row that they share, or each on its own (variant.ts).
 *
 * Weights are (columns, lanes), so that a feature meets the weights of all learners without any sum across lanes. Products are
 * added in column order, one accumulator a lane: sparse and dense rows, fused and separate sweeps give the same bits.
 * Four accumulators, four coefficients, two features and the weights fill the registers that V8 hands out.
 *
 * w (d,) rows of ROW bytes; p, x (d,) Float, or (d, lanes) where rows are their own; c, z (lanes,) Float.
 */

/** z += <w, x>. */
export function meet(w: usize, x: usize, d: i32, z: usize): void {
  let z0 = v128.load(z),
    z1 = v128.load(z, 16),
    z2 = v128.load(z, 32),
    z3 = v128.load(z, 48);
  for (const end = x + <usize>d * FEATURE; x < end; x += FEATURE, w += ROW) {
    const f = spread(x);
    z0 = muladd<Float>(now(w), f, z0);
    z1 = muladd<Float>(now(w + 16), each(f, x + 16), z1);
    z2 = muladd<Float>(now(w + 32), each(f, x + 32), z2);
    z3 = muladd<Float>(now(w + 48), each(f, x + 48), z3);
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
}

/** w += c p, then z += <w, x>, in one sweep. `fold`: see float.ts. */
export function advanceAndMeet(w: usize, c: usize, p: usize, x: usize, d: i32, z: usize, fold: bool): void {
  const c0 = v128.load(c),
    c1 = v128.load(c, 16),
    c2 = v128.load(c, 32),
    c3 = v128.load(c, 48),
    end = x + <usize>d * FEATURE;
  let z0 = v128.load(z),
    z1 = v128.load(z, 16),
    z2 = v128.load(z, 32),
    z3 = v128.load(z, 48);
  if (SINGLE && fold) {
    for (; x < end; x += FEATURE, p += FEATURE, w += ROW) {
      const g = spread(p),
        f = spread(x),
        w0 = folded(w, c0, g),
        w1 = folded(w + 16, c1, each(g, p + 16)),
        w2 = folded(w + 32, c2, each(g, p + 32)),
        w3 = folded(w + 48, c3, each(g, p + 48));
      z0 = muladd<Float>(w0, f, z0);
      z1 = muladd<Float>(w1, each(f, x + 16), z1);
      z2 = muladd<Float>(w2, each(f, x + 32), z2);
      z3 = muladd<Float>(w3, each(f, x + 48), z3);
    }
  } else if (SINGLE) {
    for (; x < end; x += FEATURE, p += FEATURE, w += ROW) {
      const g = spread(p),
        f = spread(x),
        s0 = muladd<Float>(c0, g, v128.load(w, 64)),
        s1 = muladd<Float>(c1, each(g, p + 16), v128.load(w, 80)),
        s2 = muladd<Float>(c2, each(g, p + 32), v128.load(w, 96)),
        s3 = muladd<Float>(c3, each(g, p + 48), v128.load(w, 112));
      v128.store(w, s0, 64);
      v128.store(w, s1, 80);
      v128.store(w, s2, 96);
      v128.store(w, s3, 112);
      z0 = muladd<Float>(v128.add<Float>(v128.load(w), s0), f, z0);
      z1 = muladd<Float>(v128.add<Float>(v128.load(w, 16), s1), each(f, x + 16), z1);
      z2 = muladd<Float>(v128.add<Float>(v128.load(w, 32), s2), each(f, x + 32), z2);
      z3 = muladd<Float>(v128.add<Float>(v128.load(w, 48), s3), each(f, x + 48), z3);
    }
  } else {
    for (; x < end; x += FEATURE, p += FEATURE, w += ROW) {
      const g = spread(p),
        f = spread(x),
        w0 = muladd<Float>(c0, g, v128.load(w)),
        w1 = muladd<Float>(c1, each(g, p + 16), v128.load(w, 16)),
        w2 = muladd<Float>(c2, each(g, p + 32), v128.load(w, 32)),
        w3 = muladd<Float>(c3, each(g, p + 48), v128.load(w, 48));
      v128.store(w, w0);
      v128.store(w, w1, 16);
      v128.store(w, w2, 32);
      v128.store(w, w3, 48);
      z0 = muladd<Float>(w0, f, z0);
      z1 = muladd<Float>(w1, each(f, x + 16), z1);
      z2 = muladd<Float>(w2, each(f, x + 32), z2);
      z3 = muladd<Float>(w3, each(f, x + 48), z3);
    }
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
}

/** One vector of weights of one column. */
// @ts-ignore: decorator
@inline
function now(w: usize): v128 {
  return SINGLE ? v128.add<Float>(v128.load(w), v128.load(w, 64)) : v128.load(w);
}

/**
 * One vector of weights of one column += c f; in f32 the sum takes in what was carried, and carries on what it cannot hold. Returns the
 * weights as `now` would read them: whether they are read here or later may depend on other lanes.
 */
// @ts-ignore: decorator
@inline
function folded(w: usize, c: v128, f: v128): v128 {
  const before = v128.load(w);
  if (!SINGLE) {
    const t = muladd<Float>(c, f, before);
    v128.store(w, t);
    return t;
  }
  return taken(w, before, muladd<Float>(c, f, v128.load(w, 64)));
}

/** Takes s into the weights before: f32 only. */
// @ts-ignore: decorator
@inline
function taken(w: usize, before: v128, s: v128): v128 {
  const t = v128.add<Float>(before, s),
    left = v128.sub<Float>(s, v128.sub<Float>(t, before));
  v128.store(w, t);
  v128.store(w, left, 64);
  return v128.add<Float>(t, left);
}

/** The same without taking in. */
// @ts-ignore: decorator
@inline
function carried(w: usize, c: v128, f: v128): void {
  v128.store(w, muladd<Float>(c, f, v128.load(w, 64)), 64);
}

/** z := the weights of one column. */
// @ts-ignore: decorator
@inline
export function weightsOf(w: usize, z: usize): void {
  v128.store(z, now(w));
  v128.store(z, now(w + 16), 16);
  v128.store(z, now(w + 32), 32);
  v128.store(z, now(w + 48), 48);
}

/** The weights of one column += step (lanes,). */
export function shift(w: usize, step: usize): void {
  for (let at = w, end = w + VECTOR; at < end; at += 16, step += 16) {
    const before = v128.load(at);
    if (SINGLE) taken(at, before, v128.add<Float>(v128.load(step), v128.load(at, 64)));
    else v128.store(at, v128.add<Float>(before, v128.load(step)));
  }
}

/** w += c p. */
export function advance(w: usize, c: usize, p: usize, d: i32, fold: bool): void {
  const c0 = v128.load(c),
    c1 = v128.load(c, 16),
    c2 = v128.load(c, 32),
    c3 = v128.load(c, 48);
  for (const end = p + <usize>d * FEATURE; p < end; p += FEATURE, w += ROW) {
    const f = spread(p);
    if (SINGLE && !fold) {
      carried(w, c0, f);
      carried(w + 16, c1, each(f, p + 16));
      carried(w + 32, c2, each(f, p + 32));
      carried(w + 48, c3, each(f, p + 48));
    } else {
      folded(w, c0, f);
      folded(w + 16, c1, each(f, p + 16));
      folded(w + 32, c2, each(f, p + 32));
      folded(w + 48, c3, each(f, p + 48));
    }
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
    folded(at, c0, f);
    folded(at + 16, c1, f);
    folded(at + 32, c2, f);
    folded(at + 48, c3, f);
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
    z0 = muladd<Float>(now(at), f, z0);
    z1 = muladd<Float>(now(at + 16), f, z1);
    z2 = muladd<Float>(now(at + 32), f, z2);
    z3 = muladd<Float>(now(at + 48), f, z3);
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
}
