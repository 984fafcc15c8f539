/**
 * Random words as a function of (seed, stream, round, coordinate), without a generator's state: Philox4x32.
 * Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 * Key (seed low, seed high), counter (group of coordinates, stream, round low, round high), four words of 32 bits a
 * group; the lanes of a vector are four consecutive rounds. The rounds of the cipher itself are called turns here.
 */

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;
const MULTIPLIER0 = memory.data<u32>([0xd2511f53, 0xd2511f53, 0xd2511f53, 0xd2511f53], 16);
const MULTIPLIER1 = memory.data<u32>([0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57], 16);
const LANE = memory.data<u32>([0, 1, 2, 3], 16);

/** Bytes of a key schedule of 10 turns: how many turns (u32, padded to 16 bytes), then two vectors for each of them. */
export const KEYS: usize = 336;

/** Rounds of a tile, which is drawn at once: long loops, and all that they leave stays in the first-level cache. */
const TILE: i32 = 32;
/** (3, TILE) u32: what the groups of a tile share after two turns. */
const SHARED = memory.data(384, 64);
/** (4, TILE) u32: the words of one group in the rounds of a tile, in the order 0, 2, 1, 3; see `span`. */
export const WORDS = memory.data(512, 64);

/** Bytes from one word of a tile of `rows` rounds to the next: four for each round, filled up to whole pairs of vectors. */
// @ts-ignore: decorator
@inline
export function span(rows: i32): usize {
  return (<usize>((rows + 7) & ~7)) << 2;
}

/** Writes the round keys of `seed` for 2 to 10 turns to keys, at most KEYS bytes, aligned to 16. */
export function keySchedule(seed: u64, turns: i32, keys: usize): void {
  let k0 = <u32>seed;
  let k1 = <u32>(seed >> 32);
  store<i32>(keys, turns);
  keys += 16;
  for (const end = keys + ((<usize>turns) << 5); keys < end; keys += 32, k0 += W0, k1 += W1) {
    v128.store(keys, i32x4.splat(k0));
    v128.store(keys, i32x4.splat(k1), 16);
  }
}

/** Word `lane` (0 to 3) of one counter: the definition, for single draws and tests. */
export function word(seed: u64, turns: i32, stream: u32, t: u64, group: u32, lane: i32): u32 {
  let k0 = <u32>seed;
  let k1 = <u32>(seed >> 32);
  let c0 = group;
  let c1 = stream;
  let c2 = <u32>t;
  let c3 = <u32>(t >> 32);
  for (let i = 0; i < turns; i++, k0 += W0, k1 += W1) {
    const p = <u64>c0 * M0;
    const q = <u64>c2 * M1;
    c0 = (<u32>(q >> 32)) ^ c1 ^ k0;
    c1 = <u32>q;
    c2 = (<u32>(p >> 32)) ^ c3 ^ k1;
    c3 = <u32>p;
  }
  return lane == 0 ? c0 : lane == 1 ? c1 : lane == 2 ? c2 : c3;
}

/** High words of a m, lane by lane. The low ones are i32x4.mul, which costs less than picking them from the same products. */
// @ts-ignore: decorator
@inline
function high(a: v128, m: v128): v128 {
  return v128.shuffle<u32>(i64x2.extmul_low_i32x4_u(a, m), i64x2.extmul_high_i32x4_u(a, m), 1, 3, 5, 7);
}

/** Rounds of the tile that starts at `round`: at most n, and all with the same high word. */
export function tile(round: u64, n: i32): i32 {
  return <i32>min<u64>(min(n, TILE), 0x100000000 - (round & 0xffffffff));
}

/**
 * To be called before `words`: the part of rounds [round, round + rows), one tile, that all groups share. Group, stream and high
 * word are the same in all lanes; so in the first turn one of the two products depends on the round only, the other on the group
 * only, and in the second turn again, the other way round.
 */
export function share(round: u64, rows: i32, keys: usize, stream: u32): void {
  const k0 = i32x4.splat(load<u32>(keys, 16) ^ stream);
  let t = i32x4.add(i32x4.splat(<u32>round), v128.load(LANE));
  for (let at = SHARED, end = at + span(rows); at < end; at += 16) {
    const m0 = v128.load(MULTIPLIER0),
      m1 = v128.load(MULTIPLIER1),
      c0 = v128.xor(high(t, m1), k0);
    v128.store(at, i32x4.mul(t, m1));
    v128.store(at, high(c0, m0), 128);
    v128.store(at, i32x4.mul(c0, m0), 256);
    t = i32x4.add(t, i32x4.splat(4));
  }
}

/**
 * WORDS of one group in the tile that `share` was called for. Two vectors of rounds at a time, because one leaves the
 * multiplier waiting.
 */
export function words(round: u64, rows: i32, keys: usize, group: u32): void {
  const p = <u64>group * M0,
    q = <u64>((<u32>(p >> 32)) ^ (<u32>(round >> 32)) ^ load<u32>(keys, 32)) * M1,
    u0 = i32x4.splat((<u32>(q >> 32)) ^ load<u32>(keys, 48)),
    u1 = i32x4.splat(<u32>q),
    u2 = i32x4.splat((<u32>p) ^ load<u32>(keys, 64)),
    third = keys + 80,
    end = keys + 16 + ((<usize>load<i32>(keys)) << 5),
    size = span(rows);
  for (let from = SHARED, to = WORDS, last = SHARED + size; from < last; from += 32, to += 32) {
    let a0 = v128.xor(v128.load(from), u0),
      a1 = u1,
      a2 = v128.xor(v128.load(from, 128), u2),
      a3 = v128.load(from, 256),
      b0 = v128.xor(v128.load(from, 16), u0),
      b1 = u1,
      b2 = v128.xor(v128.load(from, 144), u2),
      b3 = v128.load(from, 272);
    for (let key = third; key < end; key += 32) {
      const m0 = v128.load(MULTIPLIER0),
        m1 = v128.load(MULTIPLIER1),
        k0 = v128.load(key),
        k1 = v128.load(key, 16),
        a = a0,
        b = b0;
      a0 = v128.xor(v128.xor(high(a2, m1), a1), k0);
      a1 = i32x4.mul(a2, m1);
      a2 = v128.xor(v128.xor(high(a, m0), a3), k1);
      a3 = i32x4.mul(a, m0);
      b0 = v128.xor(v128.xor(high(b2, m1), b1), k0);
      b1 = i32x4.mul(b2, m1);
      b2 = v128.xor(v128.xor(high(b, m0), b3), k1);
      b3 = i32x4.mul(b, m0);
    }
    v128.store(to, a0);
    v128.store(to, b0, 16);
    v128.store(to + size, a2);
    v128.store(to + size, b2, 16);
    v128.store(to + 2 * size, a1);
    v128.store(to + 2 * size, b1, 16);
    v128.store(to + 3 * size, a3);
    v128.store(to + 3 * size, b3, 16);
  }
}
