/**
 * Reads decimal numbers straight from bytes, correctly rounded to the last digit.
 * The exact case is Clinger (1990), "How to read floating point numbers accurately", PLDI: where the digits fit into 2^53
 * and the power of ten into a double (up to 10^22), one multiplication or division rounds once and is therefore right.
 * Everything else goes through the host's own `Number`.
 */

/** 10^0 to 10^22, all exact. */
const TENS: Float64Array = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const EXACT = 2 ** 53;

const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;

export class NumberReader {
  /** Where the number that was read last ends; the start of the search where there was none. */
  at = 0;

  /**
   * The number that begins at `from`: `[+-]digits[.digits][e[+-]digits]`, or NaN where none begins there.
   * Reads one byte past the number, which must not be a digit.
   */
  read(bytes: Uint8Array, from: number): number {
    let p = from;
    let byte = bytes[p]!;
    const negative = byte === MINUS;
    if (negative || byte === PLUS) byte = bytes[++p]!;
    const digits = p;
    let mantissa = 0;
    let digit = byte - ZERO;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++p]! - ZERO;
    }
    let count = p - digits;
    let power = 0;
    if (digit === POINT - ZERO) {
      const point = p;
      digit = bytes[++p]! - ZERO;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++p]! - ZERO;
      }
      power = point + 1 - p;
      count -= power;
    }
    if (count === 0) {
      this.at = from;
      return NaN;
    }
    this.at = p;
    if (digit + ZERO === 101 || digit + ZERO === 69) power += this.exponent(bytes, p);
    if (mantissa < EXACT && power >= -22 && power <= 22) {
      const value = power < 0 ? mantissa / TENS[-power]! : mantissa * TENS[power]!;
      return negative ? -value : value;
    }
    return Number(latin1(bytes, from, this.at));
  }

  /** The exponent after the `e` at p; 0, and `at` stays before the `e`, where no digits follow. */
  private exponent(bytes: Uint8Array, e: number): number {
    let p = e + 1;
    const negative = bytes[p] === MINUS;
    if (negative || bytes[p] === PLUS) p++;
    const digits = p;
    let value = 0;
    for (let digit = bytes[p]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++p]! - ZERO) {
      value = Math.min(value * 10 + digit, 99_999);
    }
    if (p === digits) return 0;
    this.at = p;
    return negative ? -value : value;
  }
}

/** Bytes as characters 0 to 255. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
