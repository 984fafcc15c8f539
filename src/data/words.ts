import { latin1, NumberReader } from "./number.ts";

/** Cells that are words where numbers are expected: missing values, truth values, infinities. Case does not matter. */

const MISSING = ["", "na", "n/a", "nan", "null", "none", "?"];

const TRUTHS = new Map([
  ["true", 1],
  ["yes", 1],
  ["false", 0],
  ["no", 0],
]);

const INFINITIES = new Map([
  ...["inf", "+inf", "infinity", "+infinity"].map((word) => [word, Infinity] as const),
  ...["-inf", "-infinity"].map((word) => [word, -Infinity] as const),
]);

/** Longest of these words. */
const LONGEST = 9;

/** 1 or 0 where the text is a truth value, else NaN. */
export function truthOf(text: string): number {
  return TRUTHS.get(text.toLowerCase()) ?? NaN;
}

/** 1 or 0 where the cell is a truth value, else NaN. */
export function truth(bytes: Uint8Array, from: number, to: number): number {
  return to - from <= LONGEST ? truthOf(latin1(bytes, from, to)) : NaN;
}

const NUMBERS = new NumberReader();

/** The infinity where the cell is one, in words or as a number too large to be held, else NaN. */
export function infinity(bytes: Uint8Array, from: number, to: number): number {
  const word = to - from <= LONGEST ? INFINITIES.get(latin1(bytes, from, to).toLowerCase()) : undefined;
  if (word !== undefined || from === to) return word ?? NaN;
  const number = NUMBERS.read(bytes, from);
  return NUMBERS.at === to && Math.abs(number) === Infinity ? number : NaN;
}

/** What stands for a missing value: the usual words, and those that the caller adds. */
export class Missing {
  /** What the caller added, as numbers where they are numbers; null for none. */
  readonly numbers: ReadonlySet<number> | null;
  private readonly words: Set<string>;
  private readonly added: Set<string>;
  private readonly longest: number;

  /** @param added words beside the usual ones; a number stands for every cell of the same value. */
  constructor(added: readonly string[] = []) {
    const numbers = added.filter((word) => word.trim() !== "" && Number.isFinite(Number(word))).map(Number);
    this.numbers = numbers.length > 0 ? new Set(numbers) : null;
    // bytes of UTF-8 as characters, as cells are looked at
    const plain = (word: string): string => {
      const bytes = new TextEncoder().encode(word.trim());
      return latin1(bytes, 0, bytes.length).toLowerCase();
    };
    this.added = new Set(added.map(plain));
    this.words = new Set([...MISSING, ...this.added]);
    this.longest = Math.max(...[...this.words].map((word) => word.length));
  }

  /** True where a cell that should be a number or a time stamp is missing. */
  has(bytes: Uint8Array, from: number, to: number): boolean {
    return to - from <= this.longest && this.words.has(latin1(bytes, from, to).toLowerCase());
  }

  /** True where a cell of text is missing: it is empty, or a word that the caller added; the usual words may be values. */
  hasText(bytes: Uint8Array, from: number, to: number): boolean {
    if (from === to) return true;
    if (this.added.size === 0 || to - from > this.longest) return false;
    return this.added.has(latin1(bytes, from, to).toLowerCase());
  }
}
