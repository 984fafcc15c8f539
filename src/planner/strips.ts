import { Sum } from "../sum.ts";

/**
 * The rows after the prefix in strips, and what each of several running sums gained in each: all that intervals and shifts are made from.
 * Their number is bounded, so that memory does not grow with the log, and they depend on its length alone, not on the blocks it is played
 * in.
 */

/** Most strips. */
const MOST = 1024;

export class Strips {
  /** Last rows of the strips, and before them that of the prefix. */
  readonly rounds: readonly number[];
  /** Rows of each strip but the last. */
  readonly width: number;
  /** Ends of the strips played. */
  readonly #ends: number[] = [];
  readonly #gains: Float64Array[] = [];
  /** The sums at the end of the strip before. */
  #before: Float64Array = new Float64Array(0);
  readonly #split: number;

  /** @param split rows of the prefix. */
  constructor(split: number, rows: number) {
    this.#split = split;
    this.width = Math.max(1, Math.ceil((rows - split) / MOST));
    const strips = Math.ceil((rows - split) / this.width);
    this.rounds = Array.from({ length: strips + 1 }, (_, i) => Math.min(rows, split + i * this.width));
  }

  /** Where sums stand at the end of the prefix, for those that do not begin anew there. */
  startFrom(sums: Float64Array): void {
    this.#before = sums;
  }

  /**
   * Takes the difference to the strip before; where a log was interrupted the last one is shorter.
   *
   * @param sums (series, 2): each with what rounding lost of it.
   */
  add(rounds: number, sums: Float64Array): void {
    if (rounds <= (this.#ends.at(-1) ?? this.#split)) return;
    const strip = this.#ends.length;
    const series = sums.length / 2;
    if (this.#before.length === 0) this.#before = new Float64Array(sums.length);
    while (this.#gains.length < series) this.#gains.push(new Float64Array(this.rounds.length - 1));
    this.#ends.push(rounds);
    for (let i = 0, at = 0; i < series; i++, at += 2) {
      // first the large parts, whose difference is nearly exact
      this.#gains[i]![strip] = sums[at]! - this.#before[at]! + (sums[at + 1]! - this.#before[at + 1]!);
    }
    this.#before = sums;
  }

  /** Strips played. */
  get count(): number {
    return this.#ends.length;
  }

  /** (strips,) rows of each. */
  get rows(): Float64Array {
    return Float64Array.from(this.#ends, (end, i) => end - (this.#ends[i - 1] ?? this.#split));
  }

  /** (strips,) what a series gained in each. */
  of(series: number): Float64Array {
    return this.#gains[series]!.subarray(0, this.count);
  }

  /** The strips joined to at most `most` parts: index of the strip behind each, and its last row. */
  parts(most: number): { readonly strip: number; readonly row: number }[] {
    const parts = Math.min(most, this.count);
    return Array.from({ length: parts }, (_, i) => {
      const strip = Math.floor(((i + 1) * this.count) / parts);
      return { strip, row: this.#ends[strip - 1]! };
    });
  }
}

/** Σ of strips [from, to). */
export function sumOf(values: Float64Array, from: number = 0, to: number = values.length): number {
  const all = new Sum();
  for (let i = from; i < to; i++) all.add(values[i]!);
  return all.value;
}
