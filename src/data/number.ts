/**
 * Reads decimal numbers straight from bytes, correctly rounded to the last digit.
 * Up to 2^53 and 10^22 one operation on exact operands rounds once: Clinger (1990), "How to read floating point numbers
 * accurately", PLDI. Up to 18 digits, exact arithmetic on pairs of doubles (`quotient.ts`). Everything else goes through the host's own `Number`.
 */
import { EXACT, quotient, TENS } from "./quotient.ts";

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
    let digit = bytes[p]! - ZERO;
    const negative = digit === MINUS - ZERO;
    if (negative || digit === PLUS - ZERO) digit = bytes[++p]! - ZERO;
    const first = p;
    // 32-bit integers, which are right up to nine digits; longer numbers are read again.
    let mantissa = 0;
    while (digit >= 0 && digit <= 9) {
      mantissa = (Math.imul(mantissa, 10) + digit) | 0;
      digit = bytes[++p]! - ZERO;
    }
    let count = p - first;
    let power = 0;
    if (digit === POINT - ZERO) {
      const fraction = p + 1;
      digit = bytes[++p]! - ZERO;
      while (digit >= 0 && digit <= 9) {
        mantissa = (Math.imul(mantissa, 10) + digit) | 0;
        digit = bytes[++p]! - ZERO;
      }
      power = fraction - p;
      count -= power;
    }
    if (count > 9 || count === 0 || digit === 101 - ZERO || digit === 69 - ZERO) {
      return this.readOther(bytes, from, p, count, power);
    }
    this.at = p;
    const value = power === 0 ? mantissa : mantissa / TENS[-power]!;
    return negative ? -value : value;
  }

  /** Numbers of more than nine digits or with an exponent; kept apart so that V8 inlines the rest. */
  private readOther(bytes: Uint8Array, from: number, to: number, count: number, power: number): number {
    this.at = count === 0 ? from : to;
    if (count === 0) return NaN;
    const exponent = (bytes[to]! | 32) === 101 ? this.exponent(bytes, to) : 0;
    const sign = bytes[from]!;
    const value = long(bytes, sign === MINUS || sign === PLUS ? from + 1 : from, to, power + exponent);
    return Number.isNaN(value) ? Number(latin1(bytes, from, this.at)) : sign === MINUS ? -value : value;
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

/** The digits [from, to), point left out, times 10^power; NaN where they are too many for these means. */
function long(bytes: Uint8Array, from: number, to: number, power: number): number {
  let high = 0;
  let low = 0;
  let count = 0;
  for (let p = from; p < to; p++) {
    const digit = bytes[p]! - ZERO;
    if (digit === POINT - ZERO || (count === 0 && digit === 0)) continue;
    if (count < 9) high = high * 10 + digit;
    else low = low * 10 + digit;
    count++;
  }
  if (count === 0) return 0;
  if (count > 18 || power < -22 || power > 22) return NaN;
  const shift = TENS[Math.max(0, count - 9)]!;
  const mantissa = high * shift + low;
  if (mantissa < EXACT) return power < 0 ? mantissa / TENS[-power]! : mantissa * TENS[power]!;
  return power < 0 ? quotient(high, shift, low, TENS[-power]!) : NaN;
}

/** Bytes as characters 0 to 255. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
