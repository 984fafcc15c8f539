import { VECTOR } from "./layout";
import { VANISHING, unlessBelow } from "./math/tiny";
import { SPAN } from "./table";

/**
 * Arithmetic of a panel: eight learners, one a SIMD lane, on one row that they share.
 *
 * Weights are (columns, 8) f64, so that a feature meets eight weights without any sum across lanes. Products are added
 * in column order, one accumulator a lane: sparse and dense rows, fused and separate sweeps give the same bits.
 */

/** w += c p.  w (d, 8), c (8,), p (d,). */
export function add(w: usize, c: usize, p: usize, d: i32): void {
  const c0 = v128.load(c),
    c1 = v128.load(c, 16),
    c2 = v128.load(c, 32),
    c3 = v128.load(c, 48);
  for (const end = p + ((<usize>d) << 3); p < end; p += 8, w += VECTOR) {
    const f = v128.load64_splat(p);
    v128.store(w, f64x2.add(v128.load(w), f64x2.mul(c0, f)));
    v128.store(w, f64x2.add(v128.load(w, 16), f64x2.mul(c1, f)), 16);
    v128.store(w, f64x2.add(v128.load(w, 32), f64x2.mul(c2, f)), 32);
    v128.store(w, f64x2.add(v128.load(w, 48), f64x2.mul(c3, f)), 48);
  }
}

/** w[index[e]] += c value[e] over n entries. */
export function sparseAdd(w: usize, c: usize, index: usize, value: usize, n: i32): void {
  const c0 = v128.load(c),
    c1 = v128.load(c, 16),
    c2 = v128.load(c, 32),
    c3 = v128.load(c, 48);
  for (let e = 0; e < n; ++e, index += 4, value += 8) {
    const at = w + <usize>load<u32>(index) * VECTOR,
      f = v128.load64_splat(value);
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(c0, f)));
    v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(c1, f)), 16);
    v128.store(at, f64x2.add(v128.load(at, 32), f64x2.mul(c2, f)), 32);
    v128.store(at, f64x2.add(v128.load(at, 48), f64x2.mul(c3, f)), 48);
  }
}

/** sum[lane] = Σ_rows w²; w (rows, 8), added in row order. */
export function squaredNorms(w: usize, rows: i32, sum: usize): void {
  for (let v: usize = 0; v < SPAN; v += 16) {
    let s = f64x2.splat(0);
    for (let j = 0, at = w + v; j < rows; ++j, at += VECTOR) {
      const x = v128.load(at);
      s = f64x2.add(s, f64x2.mul(x, x));
    }
    v128.store(sum + v, s);
  }
}

/** w *= c, lane by lane; what would be too small to matter becomes 0. */
export function rescale(w: usize, c: usize, rows: i32): void {
  for (let v: usize = 0; v < SPAN; v += 16) {
    const f = v128.load(c + v);
    for (let j = 0, at = w + v; j < rows; ++j, at += VECTOR)
      v128.store(at, unlessBelow(VANISHING, f64x2.mul(v128.load(at), f)));
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

/** to = from, one value a lane. (The bulk instruction is a call into the runtime: 20 times slower at this size.) */
// @ts-ignore: decorator
@inline
export function copy(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}
