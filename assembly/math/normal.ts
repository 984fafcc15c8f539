import { exponent, fraction, logarithm, quotient, series, shift } from "./log";
import { cosNear, sinNear } from "./sincos";

/**
 * Independent standard normals from pairs of uniform words: radius sqrt(-2 ln u), angle 2 pi v.
 * Box & Muller (1958), "A note on the generation of random normal deviates", Ann. Math. Statist. 29(2), with
 * u = (w0 + 1/2) 2^-32 and v = w1 2^-32. The largest radius is 6.76.
 * Within 3.5 ulp of that formula (2.97 seen in 330,000).
 *
 * From word to normal is a chain of a hundred cycles, longer than a processor looks ahead. So it is cut into short passes
 * over many pairs, which meet in memory: many pairs are then under way at once, and roots and quotients, which take one
 * unit of the processor for long, are spread over the passes.
 */

/** High word of 2^52: in front of a word it makes a float of it. */
const TWO52 = memory.data<u32>([0x43300000, 0x43300000, 0x43300000, 0x43300000], 16);
/** 2^52 - 1/2. */
const MIDDLE = memory.data<f64>([4503599627370495.5, 4503599627370495.5], 16);
/** 2^52 + 1023 + 32: the bias for words, which stand for 2^-32 of themselves. */
const BIAS = memory.data<f64>([4503599627371551, 4503599627371551], 16);
const MINUS_TWO = memory.data<f64>([-2, -2], 16);
/** An eighth of a turn, and half a turn. */
const EIGHTH = memory.data<u32>([0x20000000, 0x20000000, 0x20000000, 0x20000000], 16);
const HALF_TURN = memory.data<u32>([0x80000000, 0x80000000, 0x80000000, 0x80000000], 16);
/** 2^52 + 2^31. */
const CENTRE = memory.data<f64>([4503601774854144, 4503601774854144], 16);
/** 2 pi 2^-34. */
const RADIANS = memory.data<f64>([3.657295198167899e-10, 3.657295198167899e-10], 16);
const SIGN = memory.data<u64>([0x8000000000000000, 0x8000000000000000], 16);
/** Takes what belongs to rows that do not exist. */
const NOWHERE = memory.data(32, 16);

/** What the passes leave for each other: six columns (64,) f64, at these offsets. */
const COLUMNS = memory.data(3072, 64);
/** Fraction of u (log.ts), and later the sine. */
const FRACTION: usize = 0;
/** Exponent of u, and later the cosine. */
const EXPONENT: usize = 512;
const QUOTIENT: usize = 1024;
/** Series of the quotient, then -2 ln u, then the radius. */
const RADIUS: usize = 1536;
/** The angle to the nearest quarter of a turn in radians, and its square. */
const ANGLE: usize = 2048;
const SQUARE: usize = 2560;
const SINE: usize = FRACTION;
const COSINE: usize = EXPONENT;

/** 2^52 + w, for the words of lanes 0 and 1, or 2 and 3. */
// @ts-ignore: decorator
@inline
function low(w: v128): v128 {
  return v128.shuffle<u32>(w, v128.load(TWO52), 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
function high(w: v128): v128 {
  return v128.shuffle<u32>(w, v128.load(TWO52), 2, 6, 3, 7);
}

/** Fractions, exponents and quotients of the words w0; angles of the words w1. */
function split(w0: usize, w1: usize, end: usize): void {
  for (let at = COLUMNS; at < end; at += 32, w0 += 16, w1 += 16) {
    const w = v128.load(w0),
      a = shift(f64x2.sub(low(w), v128.load(MIDDLE))),
      b = shift(f64x2.sub(high(w), v128.load(MIDDLE))),
      f = fraction(a),
      g = fraction(b),
      k = exponent(a, v128.load(BIAS)),
      l = exponent(b, v128.load(BIAS)),
      s = quotient(f),
      t = quotient(g),
      // four times the angle plus an eighth of a turn, modulo a turn: less half a turn, four times that to the nearest quarter
      q = i32x4.shl(i32x4.add(v128.load(w1), v128.load(EIGHTH)), 2),
      c = f64x2.mul(f64x2.sub(low(q), v128.load(CENTRE)), v128.load(RADIANS)),
      d = f64x2.mul(f64x2.sub(high(q), v128.load(CENTRE)), v128.load(RADIANS)),
      y = f64x2.mul(c, c),
      z = f64x2.mul(d, d);
    v128.store(at, c, ANGLE);
    v128.store(at, d, ANGLE + 16);
    v128.store(at, y, SQUARE);
    v128.store(at, z, SQUARE + 16);
    v128.store(at, f, FRACTION);
    v128.store(at, g, FRACTION + 16);
    v128.store(at, k, EXPONENT);
    v128.store(at, l, EXPONENT + 16);
    v128.store(at, s, QUOTIENT);
    v128.store(at, t, QUOTIENT + 16);
  }
}

/** Series of the quotients. */
function sums(end: usize): void {
  for (let at = COLUMNS; at < end; at += 32) {
    const r = series(v128.load(at, QUOTIENT)),
      q = series(v128.load(at, QUOTIENT + 16));
    v128.store(at, r, RADIUS);
    v128.store(at, q, RADIUS + 16);
  }
}

/** -2 ln u. */
function logarithms(end: usize): void {
  for (let at = COLUMNS; at < end; at += 32) {
    const x = logarithm(
        v128.load(at, FRACTION),
        v128.load(at, QUOTIENT),
        v128.load(at, RADIUS),
        v128.load(at, EXPONENT),
      ),
      y = logarithm(
        v128.load(at, FRACTION + 16),
        v128.load(at, QUOTIENT + 16),
        v128.load(at, RADIUS + 16),
        v128.load(at, EXPONENT + 16),
      ),
      a = f64x2.mul(x, v128.load(MINUS_TWO)),
      b = f64x2.mul(y, v128.load(MINUS_TWO));
    v128.store(at, a, RADIUS);
    v128.store(at, b, RADIUS + 16);
  }
}

/** Sines and cosines of the angles, and roots. */
function circle(end: usize): void {
  for (let at = COLUMNS; at < end; at += 32) {
    const y = v128.load(at, SQUARE),
      z = v128.load(at, SQUARE + 16),
      s = sinNear(v128.load(at, ANGLE), y),
      t = sinNear(v128.load(at, ANGLE + 16), z),
      p = f64x2.sqrt(v128.load(at, RADIUS));
    v128.store(at, s, SINE);
    v128.store(at, t, SINE + 16);
    v128.store(at, p, RADIUS);
    const c = cosNear(y),
      d = cosNear(z),
      q = f64x2.sqrt(v128.load(at, RADIUS + 16));
    v128.store(at, c, COSINE);
    v128.store(at, d, COSINE + 16);
    v128.store(at, q, RADIUS + 16);
  }
}

/**
 * The pairs (cosine, sine) of two rows whose radius, sine and cosine are at `at`: to `first` and `second`; if `alone` only the
 * cosines. `odd` (2,) is a mask, all ones where the angle is nearest to an odd quarter of a turn: there sine and cosine
 * change places. `half` (2,) has the sign bit where the angle plus an eighth is at least half a turn.
 */
// @ts-ignore: decorator
@inline
function put(at: usize, odd: v128, half: v128, first: usize, second: usize, alone: bool): void {
  const s = v128.load(at, SINE),
    c = v128.load(at, COSINE),
    swap = v128.and(v128.xor(s, c), odd),
    radius = v128.xor(v128.load(at, RADIUS), half),
    x = f64x2.mul(radius, v128.xor(v128.xor(c, swap), v128.and(odd, v128.load(SIGN)))),
    y = f64x2.mul(radius, v128.xor(s, swap));
  if (alone) {
    v128.store64_lane(first, x, 0);
    v128.store64_lane(second, x, 1);
  } else {
    v128.store(first, v128.shuffle<f64>(x, y, 0, 2));
    v128.store(second, v128.shuffle<f64>(x, y, 1, 3));
  }
}

/** Four rows of one pair of columns. */
// @ts-ignore: decorator
@inline
function four(w1: usize, from: usize, r0: usize, r1: usize, r2: usize, r3: usize, alone: bool): void {
  const q = i32x4.add(v128.load(w1), v128.load(EIGHTH)),
    odd = i32x4.shr_s(i32x4.shl(q, 1), 31),
    half = v128.and(q, v128.load(HALF_TURN)),
    zero = i32x4.splat(0);
  put(
    from,
    v128.shuffle<u32>(odd, odd, 0, 4, 1, 5),
    v128.shuffle<u32>(zero, half, 0, 4, 1, 5),
    r0,
    r1,
    alone,
  );
  put(
    from + 16,
    v128.shuffle<u32>(odd, odd, 2, 6, 3, 7),
    v128.shuffle<u32>(zero, half, 2, 6, 3, 7),
    r2,
    r3,
    alone,
  );
}

/**
 * Normals of rows 0 to rows - 1 in the columns of one group: row r is at at + r stride and has min(left, 4) columns. words: the
 * radii of columns 0 and 1, and those of columns 2 and 3, then the angles likewise, each in (span / 4,) u32; span / 4 is a
 * multiple of 8, no less than rows, and at most 32.
 */
export function normalRows(words: usize, span: usize, at: usize, stride: usize, rows: i32, left: i32): void {
  const end = COLUMNS + (left > 2 ? 4 * span : 2 * span),
    w1 = words + 2 * span;
  split(words, w1, end);
  sums(end);
  logarithms(end);
  circle(end);
  if (left > 3) wide(w1, span, at, stride, rows);
  else {
    narrow(w1, COLUMNS, at, stride, rows, left == 1);
    if (left > 2) narrow(w1 + span, COLUMNS + 2 * span, at + 16, stride, rows, true);
  }
}

/** Both pairs of columns. */
function wide(w1: usize, span: usize, at: usize, stride: usize, rows: i32): void {
  for (let from = COLUMNS; rows > 0; rows -= 4, w1 += 16, from += 32) {
    const r1 = rows > 1 ? at + stride : NOWHERE,
      r2 = rows > 2 ? at + 2 * stride : NOWHERE,
      r3 = rows > 3 ? at + 3 * stride : NOWHERE;
    four(w1, from, at, r1, r2, r3, false);
    four(w1 + span, from + 2 * span, at + 16, r1 + 16, r2 + 16, r3 + 16, false);
    at += 4 * stride;
  }
}

/** One pair of columns; if `alone` only the first of them. */
function narrow(w1: usize, from: usize, at: usize, stride: usize, rows: i32, alone: bool): void {
  for (; rows > 0; rows -= 4, w1 += 16, from += 32) {
    const r1 = rows > 1 ? at + stride : NOWHERE,
      r2 = rows > 2 ? at + 2 * stride : NOWHERE,
      r3 = rows > 3 ? at + 3 * stride : NOWHERE;
    four(w1, from, at, r1, r2, r3, alone);
    at += 4 * stride;
  }
}
