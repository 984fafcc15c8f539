import { narrowed, ROW, SINGLE, wideOffset } from "./float";
import { VECTOR } from "./layout";
import { unlessVanishing } from "./math/tiny";
import { SPAN } from "./table";
import { Float } from "./variant";

/** Arithmetic over all lanes of a panel, outside the sweeps: what happens rarely, and how sums keep what rounding drops. */

/** Two f64 lanes, as far as they go into a vector of Floats, of the weights of one column and what rounding lost of them. */
// @ts-ignore: decorator
@inline
export function exact(w: usize, v: usize): v128 {
  if (!SINGLE) return v128.load(w + v);
  const at = w + (v >> 1);
  return f64x2.add(
    f64x2.promote_low_f32x4(v128.load64_zero(at)),
    f64x2.promote_low_f32x4(v128.load64_zero(at, 64)),
  );
}

/** sum (lanes,) f64 = Σ_rows w²; w (rows,) rows of weights, added in row order. */
export function squaredNorms(w: usize, rows: i32, sum: usize): void {
  // four chains of additions side by side
  for (let v: usize = 0; v < SPAN; v += 64) {
    let a = f64x2.splat(0),
      b = a,
      c = a,
      d = a;
    for (let j = 0, at = w; j < rows; ++j, at += ROW) {
      a = addSquare(a, exact(at, v));
      b = addSquare(b, exact(at, v + 16));
      c = addSquare(c, exact(at, v + 32));
      d = addSquare(d, exact(at, v + 48));
    }
    v128.store(sum + v, a);
    v128.store(sum + v, b, 16);
    v128.store(sum + v, c, 32);
    v128.store(sum + v, d, 48);
  }
}

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, x));
}

/** w *= c, lane by lane; c (lanes,) f64. What would be too small to matter becomes 0. */
export function rescale(w: usize, c: usize, rows: i32): void {
  const c0 = narrowed(c),
    c1 = narrowed(c + wideOffset(16)),
    c2 = narrowed(c + wideOffset(32)),
    c3 = narrowed(c + wideOffset(48));
  // in f32 what a row carries stands behind it
  for (const end = w + <usize>rows * ROW; w < end; w += VECTOR) {
    v128.store(w, unlessVanishing<Float>(v128.mul<Float>(v128.load(w), c0)));
    v128.store(w, unlessVanishing<Float>(v128.mul<Float>(v128.load(w, 16), c1)), 16);
    v128.store(w, unlessVanishing<Float>(v128.mul<Float>(v128.load(w, 32), c2)), 32);
    v128.store(w, unlessVanishing<Float>(v128.mul<Float>(v128.load(w, 48), c3)), 48);
  }
}

/** The weights of the two f64 lanes at v become 0 where `gone` is set. */
// @ts-ignore: decorator
@inline
export function clear(w: usize, v: usize, gone: v128, rows: i32): void {
  if (SINGLE) {
    const both = v128.shuffle<f32>(gone, gone, 0, 2, 0, 2);
    for (let j = 0, at = w + (v >> 1); j < rows; ++j, at += ROW) {
      v128.store64_lane(at, v128.andnot(v128.load64_zero(at), both), 0);
      v128.store64_lane(at, v128.andnot(v128.load64_zero(at, 64), both), 0, 64);
    }
  } else {
    for (let j = 0, at = w + v; j < rows; ++j, at += ROW) v128.store(at, v128.andnot(v128.load(at), gone));
  }
}

/**
 * What rounding lost in s = sum + v: exact where |sum| >= |v| (Dekker 1971, "A floating-point technique for extending the available
 * precision", Numer. Math. 18); elsewhere wrong by no more than v was rounded by when it was made.
 */
// @ts-ignore: decorator
@inline
export function dropped(sum: v128, v: v128, s: v128): v128 {
  return f64x2.sub(v, f64x2.sub(s, sum));
}

/** What rounding lost in s = a + b: exact, whichever of the two is larger (Knuth's two-sum). */
// @ts-ignore: decorator
@inline
export function lost(a: v128, b: v128, s: v128): v128 {
  const r = f64x2.sub(s, a);
  return f64x2.add(f64x2.sub(a, f64x2.sub(s, r)), f64x2.sub(b, r));
}

/** to = from, one Float a lane. (The bulk instruction is a call into the runtime: 20 times slower at this size.) */
// @ts-ignore: decorator
@inline
export function copy(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}
