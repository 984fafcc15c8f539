import { latin1 } from "./number.ts";

/** Cells that are words where numbers are expected: missing values, truth values, infinities. Case does not matter. */

const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "?"]);

const NUMBERS = new Map([
  ["true", 1],
  ["false", 0],
  ...["inf", "+inf", "infinity", "+infinity"].map((word) => [word, Infinity] as const),
  ...["-inf", "-infinity"].map((word) => [word, -Infinity] as const),
]);

/** Longest of these words. */
const LONGEST = 9;

/** True where the cell stands for a missing value. */
export function isMissing(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from <= LONGEST && MISSING.has(latin1(bytes, from, to).toLowerCase());
}

/** 1, 0 or an infinity where the cell is such a word, else NaN. */
export function wordNumber(bytes: Uint8Array, from: number, to: number): number {
  return to - from <= LONGEST ? (NUMBERS.get(latin1(bytes, from, to).toLowerCase()) ?? NaN) : NaN;
}
