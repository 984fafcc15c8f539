import { realNumber, wholeNumber } from "../check.ts";

/** Arguments as people type them: 1e8, 1,10,100. Each parser throws with what was expected and what arrived. */

function toNumber(what: string, text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isNaN(value)) throw new TypeError(`${what}: expected a number, got "${text}"`);
  return value;
}

/** An integer, also written 1e8. */
export function whole(what: string, least: number, most?: number): (text: string) => number {
  return (text) => wholeNumber(what, toNumber(what, text), least, most);
}

export function real(what: string, range: Parameters<typeof realNumber>[2]): (text: string) => number {
  return (text) => realNumber(what, toNumber(what, text), range);
}

/** A list separated by commas. */
export function listOf<T>(one: (text: string) => T): (text: string) => T[] {
  return (text) => text.split(",").map((part) => one(part.trim()));
}

/** Rows separated by semicolons, numbers in a row by commas. */
export function tableOf(what: string): (text: string) => number[][] {
  return (text) => text.split(";").map(listOf(real(what, {})));
}

/** A seed of up to 64 bits. */
export function seed(text: string): bigint {
  if (!/^\d+$/.test(text.trim()) || BigInt(text) >= 1n << 64n) {
    throw new RangeError(`--seed: expected an integer from 0 to 2^64 - 1, got "${text}"`);
  }
  return BigInt(text);
}
