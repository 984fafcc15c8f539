import { boxMuller, storePairs, unit } from "./math/normal";

/**
 * Random numbers as a function of (seed, stream, round, coordinate), without a generator's state: Philox4x32-10.
 * Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 * Key (seed low, seed high), counter (group of coordinates, stream, round low, round high), four words of 32 bits a
 * group; the lanes of a vector are four consecutive rounds.
 */

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;
const MULTIPLIER0 = memory.data<u32>([0xd2511f53, 0xd2511f53, 0xd2511f53, 0xd2511f53], 16);
const MULTIPLIER1 = memory.data<u32>([0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57], 16);
const LANE = memory.data<u32>([0, 1, 2, 3], 16);

/** Bytes of a key schedule: two vectors for each of the ten rounds of the cipher. */
export const KEYS: usize = 320;

/** Writes the round keys of `seed` to keys (10, 2, 4) u32, KEYS bytes, aligned to 16. */
export function keySchedule(seed: u64, keys: usize): void {
  let k0 = <u32>seed;
  let k1 = <u32>(seed >> 32);
  for (let end = keys + KEYS; keys < end; keys += 32, k0 += W0, k1 += W1) {
    v128.store(keys, i32x4.splat(k0));
    v128.store(keys, i32x4.splat(k1), 16);
  }
}

/** Word `lane` (0 to 3) of one counter: the definition, for single draws and tests. */
export function word(seed: u64, stream: u32, t: u64, group: u32, lane: i32): u32 {
  let k0 = <u32>seed;
  let k1 = <u32>(seed >> 32);
  let c0 = group;
  let c1 = stream;
  let c2 = <u32>t;
  let c3 = <u32>(t >> 32);
  for (let i = 0; i < 10; i++, k0 += W0, k1 += W1) {
    const p = <u64>c0 * M0;
    const q = <u64>c2 * M1;
    c0 = (<u32>(q >> 32)) ^ c1 ^ k0;
    c1 = <u32>q;
    c2 = (<u32>(p >> 32)) ^ c3 ^ k1;
    c3 = <u32>p;
  }
  return lane == 0 ? c0 : lane == 1 ? c1 : lane == 2 ? c2 : c3;
}

/** What becomes of the words of one group in four rounds. */
interface Shape {
  /** Coordinates of a group; a power of two. */
  width(): i32;
  /**
   * w0 to w3: the words, lanes = rounds. Writes coordinates 0 to min(left, width) - 1 of rows 0 to min(rows, 4) - 1, row
   * r at at + r stride. Rows are written from 3 down to 0, and one that does not exist over the last that does, which
   * then overwrites it.
   */
  put(w0: v128, w1: v128, w2: v128, w3: v128, at: usize, stride: usize, rows: i32, left: i32): void;
}

// @ts-ignore: decorator
@inline
function rowAt(at: usize, r: i32, stride: usize, rows: i32): usize {
  return at + <usize>min(r, rows - 1) * stride;
}


@final
class Normal implements Shape {
  width(): i32 {
    return 4;
  }

  put(w0: v128, w1: v128, w2: v128, w3: v128, at: usize, stride: usize, rows: i32, left: i32): void {
    this.two(w0, w1, at, stride, rows, left == 1);
    if (left > 2) this.two(w2, w3, at + 16, stride, rows, left == 3);
  }

  two(a: v128, b: v128, at: usize, stride: usize, rows: i32, alone: bool): void {
    const a1 = i64x2.extend_high_i32x4_u(a);
    const b1 = i64x2.extend_high_i32x4_u(b);
    boxMuller(a1, b1, rowAt(at, 2, stride, rows), rowAt(at, 3, stride, rows), alone);
    const a0 = i64x2.extend_low_i32x4_u(a);
    const b0 = i64x2.extend_low_i32x4_u(b);
    boxMuller(a0, b0, at, rowAt(at, 1, stride, rows), alone);
  }
}


@final
class Uniform implements Shape {
  width(): i32 {
    return 4;
  }

  put(w0: v128, w1: v128, w2: v128, w3: v128, at: usize, stride: usize, rows: i32, left: i32): void {
    this.two(w0, w1, at, stride, rows, left == 1);
    if (left > 2) this.two(w2, w3, at + 16, stride, rows, left == 3);
  }

  two(a: v128, b: v128, at: usize, stride: usize, rows: i32, alone: bool): void {
    const a1 = unit(i64x2.extend_high_i32x4_u(a));
    const b1 = unit(i64x2.extend_high_i32x4_u(b));
    storePairs(a1, b1, rowAt(at, 2, stride, rows), rowAt(at, 3, stride, rows), alone);
    const a0 = unit(i64x2.extend_low_i32x4_u(a));
    const b0 = unit(i64x2.extend_low_i32x4_u(b));
    storePairs(a0, b0, at, rowAt(at, 1, stride, rows), alone);
  }
}


@final
class Rademacher implements Shape {
  width(): i32 {
    return 128;
  }

  put(w0: v128, w1: v128, w2: v128, w3: v128, at: usize, stride: usize, rows: i32, left: i32): void {
    this.signs(w0, at, stride, rows, left);
    if (left > 32) this.signs(w1, at + 256, stride, rows, left - 32);
    if (left > 64) this.signs(w2, at + 512, stride, rows, left - 64);
    if (left > 96) this.signs(w3, at + 768, stride, rows, left - 96);
  }

  signs(w: v128, at: usize, stride: usize, rows: i32, left: i32): void {
    const count = min(left, 32);
    rowOfSigns(i32x4.extract_lane(w, 3), rowAt(at, 3, stride, rows), count);
    rowOfSigns(i32x4.extract_lane(w, 2), rowAt(at, 2, stride, rows), count);
    rowOfSigns(i32x4.extract_lane(w, 1), rowAt(at, 1, stride, rows), count);
    rowOfSigns(i32x4.extract_lane(w, 0), at, count);
  }
}

/** Bits 0 to count - 1 of w as signs at `at` (count,) f64; 1 <= count <= 32. */
function rowOfSigns(w: u32, at: usize, count: i32): void {
  const pairs = count >> 1;
  if (count & 1) store<u64>(at + 16 * pairs, ((<u64>(w >> (count - 1))) << 63) | 0x3ff0000000000000);
  let bits = i64x2.shl(i64x2.replace_lane(i64x2.splat(w), 1, w >> 1), 65 - 2 * pairs);
  for (let to = at + 16 * (pairs - 1); to >= at; to -= 16) {
    v128.store(to, v128.bitselect(bits, f64x2.splat(1), i64x2.splat(i64.MIN_VALUE)));
    bits = i64x2.shl(bits, 2);
  }
}

/** High words of the rounds whose low words are `low` (4,), from `round` on: one more where the low word has wrapped. */
// @ts-ignore: decorator
@inline
function high(round: u64, low: v128): v128 {
  return i32x4.sub(i32x4.splat(<u32>(round >> 32)), i32x4.lt_u(low, i32x4.splat(<u32>round)));
}

/** Up to 8 rows of one group from `round` on: two vectors of rounds, because one leaves the multiplier waiting. */
// @ts-ignore: decorator
@inline
function block<S extends Shape>(
  shape: S,
  at: usize,
  stride: usize,
  rows: i32,
  left: i32,
  round: u64,
  group: u32,
  keys: usize,
  stream: u32,
): void {
  const a = i32x4.add(i32x4.splat(<u32>round), v128.load(LANE));
  const b = i32x4.add(i32x4.splat(<u32>(round + 4)), v128.load(LANE));
  let a0 = i32x4.splat(group);
  let a1 = i32x4.splat(stream);
  let a2 = a;
  let a3 = high(round, a);
  let b0 = a0;
  let b1 = a1;
  let b2 = b;
  let b3 = high(round + 4, b);
  for (const end = keys + KEYS; keys < end; keys += 32) {
    const m0 = v128.load(MULTIPLIER0);
    const m1 = v128.load(MULTIPLIER1);
    const p = i64x2.extmul_low_i32x4_u(a0, m0);
    const q = i64x2.extmul_high_i32x4_u(a0, m0);
    const r = i64x2.extmul_low_i32x4_u(a2, m1);
    const s = i64x2.extmul_high_i32x4_u(a2, m1);
    a0 = v128.xor(v128.xor(v128.shuffle<u32>(r, s, 1, 3, 5, 7), a1), v128.load(keys));
    a2 = v128.xor(v128.xor(v128.shuffle<u32>(p, q, 1, 3, 5, 7), a3), v128.load(keys, 16));
    a1 = v128.shuffle<u32>(r, s, 0, 2, 4, 6);
    a3 = v128.shuffle<u32>(p, q, 0, 2, 4, 6);
    const t = i64x2.extmul_low_i32x4_u(b0, m0);
    const u = i64x2.extmul_high_i32x4_u(b0, m0);
    const v = i64x2.extmul_low_i32x4_u(b2, m1);
    const w = i64x2.extmul_high_i32x4_u(b2, m1);
    b0 = v128.xor(v128.xor(v128.shuffle<u32>(v, w, 1, 3, 5, 7), b1), v128.load(keys));
    b2 = v128.xor(v128.xor(v128.shuffle<u32>(t, u, 1, 3, 5, 7), b3), v128.load(keys, 16));
    b1 = v128.shuffle<u32>(v, w, 0, 2, 4, 6);
    b3 = v128.shuffle<u32>(t, u, 0, 2, 4, 6);
  }
  shape.put(a0, a1, a2, a3, at, stride, rows, left);
  if (rows > 4) shape.put(b0, b1, b2, b3, at + 4 * stride, stride, rows - 4, left);
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
  for (let i = 0; i < n; i += 8) {
    const row = out + <usize>i * stride;
    for (let j = 0, group = 0; j < d; j += shape.width(), group++) {
      block<S>(shape, row + 8 * <usize>j, stride, n - i, d - j, from + i, group, keys, stream);
    }
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
