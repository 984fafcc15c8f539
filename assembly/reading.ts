/**
 * Rows of plain decimal numbers, read from text into columns without a branch for their digits. A cell is loaded at once,
 * its digits are moved to the right end of the vector and added up by multiplications: Lemire (2021), "Number parsing at a
 * gigabyte per second", Softw. Pract. Exp. 51(8). An integer below 10^15 over a power of ten up to 10^15 is rounded once,
 * so the last digit is right: Clinger (1990), "How to read floating point numbers accurately", PLDI.
 *
 * A module of its own, so that a reader in another thread compiles these few bytes and not the learners' kernels.
 */

const NEWLINE = 10;
const RETURN = 13;
const BLANK = 32;
const QUOTE = 34;
const PLUS = 43;
const MINUS = 45;
/** Characters of a short cell, sign left out: its digits are an integer below 10^15. */
const SHORT = 15;
/** Integers below it are exact as f64. */
const EXACT: u64 = 1 << 53;
/** Digits, leading zeros left out, and digits behind the point, of a long cell. */
const MOST_DIGITS = 18;
const MOST_FRACTION = 22;

/** Lane numbers; what bytes are compared with; weights of digits, of pairs and of fours. */
const LANE = memory.data<u8>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 16);
const ZERO = memory.data<u8>([48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48], 16);
const POINT = memory.data<u8>([46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46, 46], 16);
/** Added to a byte, makes digits and nothing else larger than 117 as a signed byte: SSE compares no others. */
const LIFT = memory.data<u8>([70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70], 16);
const LIFTED = memory.data<u8>(
  [117, 117, 117, 117, 117, 117, 117, 117, 117, 117, 117, 117, 117, 117, 117, 117],
  16,
);
const FIRST = memory.data<u16>([255, 255, 255, 255, 255, 255, 255, 255], 16);
const TENS = memory.data<u16>([10, 10, 10, 10, 10, 10, 10, 10], 16);
const PAIRS = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1], 16);
const FOURS = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1], 16);
/** 10^0 to 10^22, all exact. */
const POWERS = memory.data<f64>(
  [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ],
  16,
);

/** First byte behind the constants: the host's to hand out. */
export function heap_base(): usize {
  return __heap_base;
}

/**
 * Reads rows until `row` is `last`, the text is over, or a row is anything but plain numbers (quotes, blanks, exponents,
 * more than 31 characters or 18 digits, missing cells, too many, too few): that one is left for the host. Returns the row it came to.
 * cursor u32: where the next row begins, updated; the text ends with a newline before `end`, and 64 more bytes can be read.
 * places (columns,) u32: address of each column's (rows,) f64, or 0 where its cells are skipped.
 */
export function read_rows(
  cursor: usize,
  end: usize,
  separator: i32,
  places: usize,
  columns: i32,
  row: i32,
  last: i32,
): i32 {
  return read(cursor, end, separator, places, places + ((<usize>columns - 1) << 2), row, last);
}

function read(
  cursor: usize,
  end: usize,
  separator: i32,
  places: usize,
  lastPlace: usize,
  row: i32,
  last: i32,
): i32 {
  const lane = v128.load(LANE),
    zero = v128.load(ZERO),
    point = v128.load(POINT),
    lift = v128.load(LIFT),
    lifted = v128.load(LIFTED),
    first = v128.load(FIRST),
    tens = v128.load(TENS),
    pairs = v128.load(PAIRS),
    fours = v128.load(FOURS);
  let begin = <usize>load<u32>(cursor);
  for (; row < last && begin < end; ++row) {
    let p = begin,
      place = places;
    for (;;) {
      const column = <usize>load<u32>(place);
      if (column) {
        const sign = <i32>load<u8>(p),
          minus = i32(sign == MINUS);
        p += minus | i32(sign == PLUS);
        const bytes = v128.load(p);
        let digits = i8x16.bitmask(i8x16.gt_s(i8x16.add(bytes, lift), lifted)),
          points = i8x16.bitmask(i8x16.eq(bytes, point));
        if ((digits | points) == 0xffff) {
          const more = v128.load(p, 16);
          digits |= i8x16.bitmask(i8x16.gt_s(i8x16.add(more, lift), lifted)) << 16;
          points |= i8x16.bitmask(i8x16.eq(more, point)) << 16;
          if ((digits | points) == -1) break;
        }
        const n = ctz(~(digits | points)),
          inside = points & ((1 << n) - 1),
          pointed = i32(inside != 0);
        if (n == pointed || (inside & (inside - 1)) != 0) break;
        const fraction = n - pointed - ctz(inside | (1 << n));
        let value: f64;
        if (n > SHORT) {
          value = long(p, p + n, fraction);
          if (isNaN(value)) break;
        } else {
          // lanes left of the point come from one byte further to the left
          const left = i8x16.lt_s(lane, i8x16.splat(<i8>((16 - fraction) & -pointed))),
            from = i8x16.add(i8x16.add(lane, i8x16.splat(<i8>(n - 16))), left),
            single = i8x16.swizzle(i8x16.sub(bytes, zero), from),
            two = i16x8.add(i16x8.mul(v128.and(single, first), tens), i16x8.shr_u(single, 8)),
            four = i32x4.dot_i16x8_s(two, pairs),
            eight = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(four, four), fours),
            whole = <f64>i32x4.extract_lane(eight, 0) * 1e8 + <f64>i32x4.extract_lane(eight, 1);
          value = whole / load<f64>(POWERS + ((<usize>fraction) << 3));
        }
        store<u64>(column + ((<usize>row) << 3), reinterpret<u64>(value) ^ ((<u64>minus) << 63));
        p += n;
      } else {
        let byte = <i32>load<u8>(p);
        if (byte == QUOTE || byte == BLANK) break;
        while (byte != separator && byte != NEWLINE) byte = load<u8>(++p);
      }
      const byte = <i32>load<u8>(p);
      if (place != lastPlace) {
        if (byte != separator) break;
        ++p;
        place += 4;
        continue;
      }
      if (byte == NEWLINE) place = 0;
      else if (byte == RETURN && load<u8>(++p) == NEWLINE) place = 0;
      break;
    }
    if (place) break;
    begin = p + 1;
  }
  store<u32>(cursor, <u32>begin);
  return row;
}

/** The number with digits and perhaps a point in bytes [p, end), `fraction` digits behind it; NaN where it is left to the host. */
function long(p: usize, end: usize, fraction: i32): f64 {
  let mantissa: u64 = 0,
    count = 0;
  for (; p < end; ++p) {
    const digit = <i32>load<u8>(p) - 48;
    if (digit < 0) continue;
    mantissa = mantissa * 10 + digit;
    count += i32((count | digit) != 0);
  }
  if (count > MOST_DIGITS || fraction > MOST_FRACTION) return NaN;
  const power = load<f64>(POWERS + ((<usize>fraction) << 3));
  return mantissa < EXACT || fraction == 0 ? <f64>mantissa / power : quotient(mantissa, power);
}

/** Splits a f64 into two of 26 bits. */
const SPLIT: f64 = 134217729;
/** 2^-96: the relative error of the quotient as a pair is below 2^-102. */
const DOUBT: f64 = 1.262177448353619e-29;

/**
 * a / b rounded once, for 2^53 <= a < 10^18 and 10 <= b <= 10^22; NaN where the quotient lies too near the middle between two
 * doubles to tell. Dekker (1971), "A floating-point technique for extending the available precision", Numer. Math. 18;
 * Ziv (1991), "Fast evaluation of elementary mathematical functions with correctly rounded last bit", ACM TOMS 17(3).
 */
function quotient(a: u64, b: f64): f64 {
  const high = <f64>a,
    low = <f64>(<i64>(a - <u64>high)),
    value = high / b,
    back = value * b,
    rest = (high - back - remainder(value, b, back) + low) / b,
    doubt = value * DOUBT,
    rounded = value + (rest + doubt);
  return rounded == value + (rest - doubt) ? rounded : NaN;
}

/** a * b - product, exactly, where product = a * b rounded. */
function remainder(a: f64, b: f64, product: f64): f64 {
  const s = SPLIT * a,
    t = SPLIT * b,
    aHigh = s - (s - a),
    bHigh = t - (t - b),
    aLow = a - aHigh,
    bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
