/**
 * Inner products of vectors and rows in f64, by two interleaved sums: of the even coordinates and of the odd ones. However many are
 * taken side by side, each has these sums in this order, and so the same bits.
 */

/** <u, x> of two vectors (d,). */
export function inner(u: usize, x: usize, d: i32): f64 {
  let sum = f64x2.splat(0);
  const pairs = x + ((<usize>(d & ~1)) << 3);
  for (; x < pairs; x += 16, u += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(u), v128.load(x)));
  let z = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (d & 1) z += load<f64>(u) * load<f64>(x);
  return z;
}

/** <u, x> of u (d,) and each of the rows x (n, d), to scores (n,), four rows at a time. */
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
    finish(a, b, c, e, u + pairs, p, d, scores);
  }
  for (; n > 0; --n, x += row, scores += 8) store<f64>(scores, inner(u, x, d));
}

/** The same of two vectors u (2, d), to scores (2, n) `column` bytes apart: each row is read once for both. */
export function innersOfTwo(u: usize, x: usize, d: i32, n: i32, scores: usize, column: usize): void {
  const row = (<usize>d) << 3,
    pairs = (<usize>(d & ~1)) << 3;
  for (; n > 3; n -= 4, x += row << 2, scores += 32) {
    let a0 = f64x2.splat(0),
      b0 = a0,
      c0 = a0,
      e0 = a0,
      a1 = a0,
      b1 = a0,
      c1 = a0,
      e1 = a0,
      p = x;
    for (let v = u, end = u + pairs; v < end; v += 16, p += 16) {
      const f = v128.load(v),
        g = v128.load(v + row),
        a = v128.load(p),
        b = v128.load(p + row),
        c = v128.load(p + 2 * row),
        e = v128.load(p + 3 * row);
      a0 = f64x2.add(a0, f64x2.mul(f, a));
      a1 = f64x2.add(a1, f64x2.mul(g, a));
      b0 = f64x2.add(b0, f64x2.mul(f, b));
      b1 = f64x2.add(b1, f64x2.mul(g, b));
      c0 = f64x2.add(c0, f64x2.mul(f, c));
      c1 = f64x2.add(c1, f64x2.mul(g, c));
      e0 = f64x2.add(e0, f64x2.mul(f, e));
      e1 = f64x2.add(e1, f64x2.mul(g, e));
    }
    finish(a0, b0, c0, e0, u + pairs, p, d, scores);
    finish(a1, b1, c1, e1, u + row + pairs, p, d, scores + column);
  }
  for (; n > 0; --n, x += row, scores += 8) {
    store<f64>(scores, inner(u, x, d));
    store<f64>(scores + column, inner(u + row, x, d));
  }
}

/** Two interleaved sums for each of four rows, to scores (4,); u and p stand at the last feature, where d is odd. */
// @ts-ignore: decorator
@inline
function finish(a: v128, b: v128, c: v128, e: v128, u: usize, p: usize, d: i32, scores: usize): void {
  let ab = f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3)),
    ce = f64x2.add(v128.shuffle<f64>(c, e, 0, 2), v128.shuffle<f64>(c, e, 1, 3));
  if (d & 1) {
    const f = v128.load64_splat(u),
      row = (<usize>d) << 3;
    ab = f64x2.add(ab, f64x2.mul(f, v128.load64_lane(p + row, v128.load64_zero(p), 1)));
    ce = f64x2.add(ce, f64x2.mul(f, v128.load64_lane(p + 3 * row, v128.load64_zero(p + 2 * row), 1)));
  }
  v128.store(scores, ab);
  v128.store(scores, ce, 16);
}
