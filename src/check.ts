/**
 * Every check of a caller's input: TypeError for the wrong kind, RangeError for the wrong value, always with the name as the
 * caller wrote it, what was expected and what arrived.
 */

/** A value for a message, on one line. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return String(value);
}

/** An integer in [least, most]. */
export function wholeNumber(
  what: string,
  value: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value !== "number") throw new TypeError(`${what}: expected an integer, got ${shown(value)}`);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    const range =
      most === Number.MAX_SAFE_INTEGER && value < most ? `>= ${least}` : `from ${least} to ${most}`;
    throw new RangeError(`${what}: expected an integer ${range}, got ${value}`);
  }
  return value;
}

/** A finite number in [least, most]; ends excluded where `open` says so. */
export function realNumber(
  what: string,
  value: unknown,
  {
    least = -Infinity,
    most = Infinity,
    open = false,
  }: { least?: number; most?: number; open?: boolean } = {},
): number {
  if (typeof value !== "number") throw new TypeError(`${what}: expected a number, got ${shown(value)}`);
  const inside = open ? value > least && value < most : value >= least && value <= most;
  if (!Number.isFinite(value) || !inside)
    throw new RangeError(`${what}: expected ${interval(least, most, open)}, got ${value}`);
  return value;
}

function interval(least: number, most: number, open: boolean): string {
  const [above, below] = open ? [">", "<"] : [">=", "<="];
  if (least === -Infinity && most === Infinity) return "a finite number";
  if (most === Infinity) return `a finite number ${above} ${least}`;
  if (least === -Infinity) return `a finite number ${below} ${most}`;
  return `a number ${above} ${least} and ${below} ${most}`;
}

/** One of a few words. */
export function oneOf<T extends string>(what: string, value: unknown, words: readonly T[]): T {
  if (!words.includes(value as T))
    throw new RangeError(`${what}: expected ${words.join(" or ")}, got ${shown(value)}`);
  return value as T;
}

/** A 64-bit seed: an integer >= 0 below 2^53, or a bigint below 2^64. */
export function seedValue(what: string, value: unknown): bigint {
  if (typeof value === "bigint") {
    if (value < 0n || value >= 1n << 64n)
      throw new RangeError(`${what}: expected an integer from 0 to 2^64 - 1, got ${value}`);
    return value;
  }
  return BigInt(wholeNumber(what, value, 0));
}

/** A value made by one of the functions of this package: an object that has `key`. */
export function madeBy<T>(what: string, value: T, key: keyof T & string, example: string): T {
  if (typeof value !== "object" || value === null || !(key in value))
    throw new TypeError(`${what}: expected what ${example} returns, got ${shown(value)}`);
  return value;
}

/** A list with at least one member. */
export function nonEmpty<T>(what: string, value: readonly T[] | undefined): readonly T[] {
  if (!Array.isArray(value)) throw new TypeError(`${what}: expected an array, got ${shown(value)}`);
  if (value.length === 0) throw new RangeError(`${what}: expected at least one, got none`);
  return value as readonly T[];
}
