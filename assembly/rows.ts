import {
  I_DENSE,
  I_INTERCEPT,
  I_FLAGS,
  I_PENDING,
  BIAS,
  COEFFICIENT,
  P_COUNT,
  P_INDEX,
  P_START,
  P_VALUE,
  P_W,
  P_X,
  SCALE,
  TRACKED,
  VECTOR,
} from "./layout";
import { add, sparseAdd } from "./lanes";
import { muladd } from "./math/muladd";
import { SPAN, integer, pointer, setInteger, vector } from "./table";

/**
 * Rows meet weights: scores <w, x> of a panel, and updates w += c x.
 * A row is an intercept, d dense columns and a list of sparse entries; weights have one row of lanes for each of them.
 */

/** Dense features of the row in ring slot `slot`. */
export function features(run: usize, slot: i32): usize {
  return pointer(run, P_X) + <usize>slot * ((<usize>integer(run, I_DENSE)) << 3);
}

/** <u, x> of two vectors (d,), by two interleaved sums. */
export function inner(u: usize, x: usize, d: i32): f64 {
  let sum = f64x2.splat(0);
  const pairs = x + ((<usize>(d & ~1)) << 3);
  for (; x < pairs; x += 16, u += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(u), v128.load(x)));
  let z = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (d & 1) z += load<f64>(u) * load<f64>(x);
  return z;
}

/** <u, x> of u (d,) and each of the rows x (n, d), to scores (n,): the same sums, four rows at a time. */
export function inners(u: usize, x: usize, d: i32, n: i32, scores: usize): void {
  const row = (<usize>d) << 3,
    pairs = (<usize>(d & ~1)) << 3;
  for (; n > 3; n -= 4, x += row << 2, scores += 32) {
    let a = f64x2.splat(0),
      b = a,
      c = a,
      e = a,
      p = x;
    for (let v = u, end = u + pairs; v < end; v += 16, p += 16) {
      const f = v128.load(v);
      a = f64x2.add(a, f64x2.mul(f, v128.load(p)));
      b = f64x2.add(b, f64x2.mul(f, v128.load(p + row)));
      c = f64x2.add(c, f64x2.mul(f, v128.load(p + 2 * row)));
      e = f64x2.add(e, f64x2.mul(f, v128.load(p + 3 * row)));
    }
    let ab = f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3)),
      ce = f64x2.add(v128.shuffle<f64>(c, e, 0, 2), v128.shuffle<f64>(c, e, 1, 3));
    if (d & 1) {
      const f = v128.load64_splat(u + pairs);
      ab = f64x2.add(ab, f64x2.mul(f, v128.load64_lane(p + row, v128.load64_zero(p), 1)));
      ce = f64x2.add(ce, f64x2.mul(f, v128.load64_lane(p + 3 * row, v128.load64_zero(p + 2 * row), 1)));
    }
    v128.store(scores, ab);
    v128.store(scores, ce, 16);
  }
  for (; n > 0; --n, x += row, scores += 8) store<f64>(scores, inner(u, x, d));
}

/**
 * Scores of the row in `slot`, whose dense features are at x, into z (8,). An update still pending is added to the
 * weights in the same sweep: the same sums in the same order as first adding, then scoring.
 */
export function score(run: usize, panel: usize, slot: i32, x: usize, z: usize): void {
  const d = <usize>integer(run, I_DENSE),
    entries = pointer(run, P_START) != 0,
    pending = integer(panel, I_PENDING),
    end = x + (d << 3);
  let w = pointer(panel, P_W);
  const sparse = w + (d + 1) * VECTOR;
  if (pending >= 0) {
    if (integer(run, I_INTERCEPT)) shiftBias(panel, w);
    if (entries) addEntries(run, panel, pending, sparse);
    setInteger(panel, I_PENDING, -1);
  }
  let z0 = v128.load(w),
    z1 = v128.load(w, 16),
    z2 = v128.load(w, 32),
    z3 = v128.load(w, 48);
  w += VECTOR;
  if (pending >= 0) {
    const c = vector(panel, COEFFICIENT),
      c0 = v128.load(c),
      c1 = v128.load(c, 16),
      c2 = v128.load(c, 32),
      c3 = v128.load(c, 48);
    for (let p = features(run, pending); x < end; x += 8, p += 8, w += VECTOR) {
      const g = v128.load64_splat(p),
        f = v128.load64_splat(x),
        w0 = muladd(c0, g, v128.load(w)),
        w1 = muladd(c1, g, v128.load(w, 16)),
        w2 = muladd(c2, g, v128.load(w, 32)),
        w3 = muladd(c3, g, v128.load(w, 48));
      v128.store(w, w0);
      v128.store(w, w1, 16);
      v128.store(w, w2, 32);
      v128.store(w, w3, 48);
      z0 = muladd(w0, f, z0);
      z1 = muladd(w1, f, z1);
      z2 = muladd(w2, f, z2);
      z3 = muladd(w3, f, z3);
    }
  } else {
    for (; x < end; x += 8, w += VECTOR) {
      const f = v128.load64_splat(x);
      z0 = muladd(v128.load(w), f, z0);
      z1 = muladd(v128.load(w, 16), f, z1);
      z2 = muladd(v128.load(w, 32), f, z2);
      z3 = muladd(v128.load(w, 48), f, z3);
    }
  }
  if (entries) {
    let index = pointer(run, P_INDEX),
      value = pointer(run, P_VALUE);
    const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2)),
      count = <usize>load<u32>(pointer(run, P_COUNT) + ((<usize>slot) << 2));
    index += start << 2;
    value += start << 3;
    for (const last = index + (count << 2); index < last; index += 4, value += 8) {
      const at = sparse + <usize>load<u32>(index) * VECTOR,
        f = v128.load64_splat(value);
      z0 = muladd(v128.load(at), f, z0);
      z1 = muladd(v128.load(at, 16), f, z1);
      z2 = muladd(v128.load(at, 32), f, z2);
      z3 = muladd(v128.load(at, 48), f, z3);
    }
  }
  if (integer(panel, I_FLAGS) & TRACKED) {
    const scale = vector(panel, SCALE);
    z0 = f64x2.mul(z0, v128.load(scale));
    z1 = f64x2.mul(z1, v128.load(scale, 16));
    z2 = f64x2.mul(z2, v128.load(scale, 32));
    z3 = f64x2.mul(z3, v128.load(scale, 48));
  }
  v128.store(z, z0);
  v128.store(z, z1, 16);
  v128.store(z, z2, 32);
  v128.store(z, z3, 48);
}

/** Adds the pending update to the weights, if there is one. */
export function settle(run: usize, panel: usize): void {
  const pending = integer(panel, I_PENDING);
  if (pending < 0) return;
  const w = pointer(panel, P_W),
    d = integer(run, I_DENSE),
    dense = w + VECTOR;
  if (integer(run, I_INTERCEPT)) shiftBias(panel, w);
  add(dense, vector(panel, COEFFICIENT), features(run, pending), d);
  if (pointer(run, P_START)) addEntries(run, panel, pending, dense + <usize>d * VECTOR);
  setInteger(panel, I_PENDING, -1);
}

function shiftBias(panel: usize, w: usize): void {
  const bias = vector(panel, BIAS);
  for (let v: usize = 0; v < SPAN; v += 16)
    v128.store(w + v, f64x2.add(v128.load(w + v), v128.load(bias + v)));
}

function addEntries(run: usize, panel: usize, slot: i32, w: usize): void {
  const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2)),
    count = load<i32>(pointer(run, P_COUNT) + ((<usize>slot) << 2));
  sparseAdd(
    w,
    vector(panel, COEFFICIENT),
    pointer(run, P_INDEX) + (start << 2),
    pointer(run, P_VALUE) + (start << 3),
    count,
  );
}
