import { normalRows } from "./math/normal";
import { HALF } from "./math/constants";
import { share, span, tile, WORDS, words } from "./philox";

/**
 * Rows of random numbers as functions of (seed, stream, round, coordinate): normals, uniforms and signs from the words of
 * Philox.
 */

/** √3 2^-31. */
const UNIT = memory.data<f64>([8.065490087349327e-10, 8.065490087349327e-10], 16);

/** What becomes of the words of one group in the rounds of a tile. */
interface Shape {
  /** Coordinates of a group; a power of two. */
  width(): i32;
  /** WORDS to coordinates 0 to min(left, width) - 1 of rows 0 to rows - 1, row r at at + r stride. */
  put(at: usize, stride: usize, rows: i32, left: i32): void;
}

/** Address of word 0 to 3 of a group. */
// @ts-ignore: decorator
@inline
function column(word: i32, rows: i32): usize {
  return WORDS + <usize>((word >> 1) | ((word & 1) << 1)) * span(rows);
}


@final
class Normal implements Shape {
  width(): i32 {
    return 4;
  }

  put(at: usize, stride: usize, rows: i32, left: i32): void {
    normalRows(WORDS, span(rows), at, stride, rows, left);
  }
}


@final
class Uniform implements Shape {
  width(): i32 {
    return 4;
  }

  put(at: usize, stride: usize, rows: i32, left: i32): void {
    for (let j = 0; j < min(left, 4); ++j, at += 8) {
      let to = at;
      for (let w = column(j, rows), end = w + ((<usize>rows) << 2); w < end; w += 4, to += stride)
        store<f64>(to, (<f64>load<u32>(w) + 0.5) * 2.3283064365386963e-10);
    }
  }
}


@final
class Symmetric implements Shape {
  width(): i32 {
    return 4;
  }

  put(at: usize, stride: usize, rows: i32, left: i32): void {
    const half = v128.load(HALF),
      unit = v128.load(UNIT),
      middle = i32x4.splat(i32.MIN_VALUE);
    for (let j = 0; j < min(left, 4); ++j, at += 8) {
      let to = at;
      // a tile has an even number of words, if not of rows
      for (let r = 0, w = column(j, rows); r < rows; r += 2, w += 8, to += 2 * stride) {
        const centred = f64x2.convert_low_i32x4_s(v128.xor(v128.load64_zero(w), middle)),
          x = f64x2.mul(f64x2.add(centred, half), unit);
        v128.store64_lane(to, x, 0);
        if (r + 1 < rows) v128.store64_lane(to + stride, x, 1);
      }
    }
  }
}


@final
class Rademacher implements Shape {
  width(): i32 {
    return 128;
  }

  put(at: usize, stride: usize, rows: i32, left: i32): void {
    for (let j = 0; j < min(left, 128); j += 32, at += 256) {
      let to = at;
      for (let w = column(j >> 5, rows), end = w + ((<usize>rows) << 2); w < end; w += 4, to += stride)
        signs(load<u32>(w), to, min(left - j, 32));
    }
  }
}

/** Bits 0 to count - 1 of w as signs at `at` (count,) f64; 1 <= count <= 32. */
function signs(w: u32, at: usize, count: i32): void {
  const pairs = count >> 1;
  if (count & 1) store<u64>(at + 16 * pairs, ((<u64>(w >> (count - 1))) << 63) | 0x3ff0000000000000);
  let bits = i64x2.shl(i64x2.replace_lane(i64x2.splat(w), 1, w >> 1), 65 - 2 * pairs);
  for (let to = at + 16 * (pairs - 1); to >= at; to -= 16) {
    v128.store(to, v128.bitselect(bits, f64x2.splat(1), i64x2.splat(i64.MIN_VALUE)));
    bits = i64x2.shl(bits, 2);
  }
}

function fill<S extends Shape>(
  shape: S,
  out: usize,
  stride: usize,
  from: u64,
  n: i32,
  d: i32,
  keys: usize,
  stream: u32,
): void {
  while (n > 0) {
    const rows = tile(from, n);
    share(from, rows, keys, stream);
    for (let j = 0, group = 0; j < d; j += shape.width(), group++) {
      words(from, rows, keys, group);
      shape.put(out + ((<usize>j) << 3), stride, rows, d - j);
    }
    out += <usize>rows * stride;
    from += rows;
    n -= rows;
  }
}

/** out (n, d) f64, row i at out + i stride, for rounds from to from + n - 1: standard normals, two words a pair. */
export function normals(
  out: usize,
  stride: usize,
  from: u64,
  n: i32,
  d: i32,
  keys: usize,
  stream: u32,
): void {
  fill<Normal>(changetype<Normal>(0), out, stride, from, n, d, keys, stream);
}

/** The same shape, uniform on (0, 1): (w + 1/2) 2^-32 with w word j mod 4 of group j / 4 for coordinate j. */
export function uniforms(
  out: usize,
  stride: usize,
  from: u64,
  n: i32,
  d: i32,
  keys: usize,
  stream: u32,
): void {
  fill<Uniform>(changetype<Uniform>(0), out, stride, from, n, d, keys, stream);
}

/** The same shape, uniform on (-√3, √3), of variance 1: √3 (2 u - 1) with u as above. */
export function symmetricUniforms(
  out: usize,
  stride: usize,
  from: u64,
  n: i32,
  d: i32,
  keys: usize,
  stream: u32,
): void {
  fill<Symmetric>(changetype<Symmetric>(0), out, stride, from, n, d, keys, stream);
}

/** The same shape, +1 or -1: -1 where bit j mod 32 of word (j / 32) mod 4 of group j / 128 is set. */
export function rademachers(
  out: usize,
  stride: usize,
  from: u64,
  n: i32,
  d: i32,
  keys: usize,
  stream: u32,
): void {
  fill<Rademacher>(changetype<Rademacher>(0), out, stride, from, n, d, keys, stream);
}
