import type { RowBlock } from "../src/data/rows.ts";

/**
 * Rows that a program in any language can make for itself, bit by bit the same: features uniform on [-1, 1) in steps of
 * 2^-31, and class 1 where x_0 + x_1 + x_2 + x_3 + 2 x' > 0 for one more such draw x'. All of it is exact in doubles.
 * Generator: xoshiro128++ of Blackman and Vigna (2021), "Scrambled linear pseudorandom number generators", ACM TOMS 47(4).
 */
export interface Rows {
  readonly n: number;
  readonly d: number;
  /** (n, d) */
  readonly x: Float64Array;
  /** (n,) 0 or 1. */
  readonly y: Float64Array;
}

/** n rows of d >= 4 features. */
export function rowsOf(n: number, d: number): Rows {
  const draw = draws();
  const x = new Float64Array(n * d);
  const y = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    for (let j = 0; j < d; j++) x[at + j] = draw();
    y[i] = x[at]! + x[at + 1]! + x[at + 2]! + x[at + 3]! + 2 * draw() > 0 ? 1 : 0;
  }
  return { n, d, x, y };
}

/** The same rows as the engine's readers hand them over. */
export function blockOf({ n, x, y }: Rows): RowBlock {
  const none = new Uint32Array(0);
  return {
    rows: n,
    dense: x,
    start: none,
    index: none,
    value: new Float64Array(0),
    outcome: y,
    weight: null,
  };
}

function draws(): () => number {
  let [a, b, c, e] = [1, 2, 3, 4];
  return () => {
    const sum = (a + e) | 0;
    const drawn = ((((sum << 7) | (sum >>> 25)) + a) | 0) * 2 ** -31;
    const shifted = b << 9;
    c ^= a;
    e ^= b;
    b ^= c;
    a ^= e;
    c ^= shifted;
    e = (e << 11) | (e >>> 21);
    return drawn;
  };
}
