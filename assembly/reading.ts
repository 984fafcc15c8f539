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
/** Characters of a cell that is read here, sign left out. */
const LONGEST = 15;

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
/** 10^0 to 10^15 */
const POWERS = memory.data<f64>(
  [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15],
  16,
);

/** First byte behind the constants: the host's to hand out. */
export function heap_base(): usize {
  return __heap_base;
}

/**
 * Reads rows until `row` is `last`, the text is over, or a row is anything but plain numbers (quotes, blanks, exponents,
 * more than 15 characters, missing cells, too many, too few): that one is left for the host. Returns the row it came to.
 * cursor u32: where the next row begins, updated; the text ends with a newline before `end`, and 32 more bytes can be read.
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
        const bytes = v128.load(p),
          digits = i8x16.bitmask(i8x16.gt_s(i8x16.add(bytes, lift), lifted)),
          points = i8x16.bitmask(i8x16.eq(bytes, point)),
          n = ctz(~(digits | points)),
          inside = points & ((1 << n) - 1),
          pointed = i32(inside != 0);
        if (n > LONGEST || n == pointed || (inside & (inside - 1)) != 0) break;
        const fraction = n - pointed - ctz(inside | (1 << n)),
          // lanes left of the point come from one byte further to the left
          left = i8x16.lt_s(lane, i8x16.splat(<i8>((16 - fraction) & -pointed))),
          from = i8x16.add(i8x16.add(lane, i8x16.splat(<i8>(n - 16))), left),
          single = i8x16.swizzle(i8x16.sub(bytes, zero), from),
          two = i16x8.add(i16x8.mul(v128.and(single, first), tens), i16x8.shr_u(single, 8)),
          four = i32x4.dot_i16x8_s(two, pairs),
          eight = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(four, four), fours),
          whole = <f64>i32x4.extract_lane(eight, 0) * 1e8 + <f64>i32x4.extract_lane(eight, 1),
          value = whole / load<f64>(POWERS + ((<usize>fraction) << 3));
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
