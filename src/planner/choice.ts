/**
 * The rows of the prefix that choose step sizes and period: its later half. Its first rows are those of models that have hardly learned anything, and the
 * longer a schedule waits the more of them it has: with them in, every comparison speaks for short periods and large steps.
 */

/** Share of the prefix that chooses, at the least. */
const LEAST = 0.25;

export class Choice {
  /** Rows of the prefix before those that choose. */
  readonly from: number;
  #rounds = 0;
  /** (series, 2) at `from` and where the prefix ended. */
  #before: Float64Array = new Float64Array(0);
  #sums: Float64Array = new Float64Array(0);

  /** @param split rows of the prefix. @param latency until when untrained models may decide; those rows are left out too, as far as a quarter remains. */
  constructor(split: number, latency: number) {
    const most = Math.floor((1 - LEAST) * split);
    this.from = Math.min(most, Math.max(Math.floor(split / 2), latency));
  }

  /** @param sums (series, 2): each with what rounding lost of it, since the first row. */
  add(rounds: number, sums: Float64Array): void {
    if (rounds === this.from) this.#before = sums;
    this.#rounds = rounds;
    this.#sums = sums;
  }

  /** Rows that choose: all that were played, where a prefix was interrupted before they began. */
  get rows(): number {
    return this.#whole ? this.#rounds : this.#rounds - this.from;
  }

  /** Mean of a series on these rows; NaN without any. */
  mean(series: number): number {
    const at = 2 * series;
    const since = (i: number): number => this.#sums[i]! - (this.#whole ? 0 : this.#before[i]!);
    return (since(at) + since(at + 1)) / this.rows;
  }

  get #whole(): boolean {
    return this.from === 0 || this.#rounds <= this.from;
  }
}
