import { SEQUENCE, words } from "../worlds/draws.ts";
import { blockLength } from "./block-length.ts";
import type { Interval } from "./result.ts";
import { sumOf } from "./strips.ts";

/**
 * Intervals for means over a log whose rows depend on one another: blocks of neighbouring strips are drawn with replacement from the log,
 * which is taken for a circle so that every strip is as likely as any other: Politis and Romano (1992), "A circular block-resampling procedure
 * for stationary data". Draws are those of Philox, functions of seed, draw and block.
 */

/** Share of the draws within an interval, and how many are drawn. */
export const LEVEL = 0.95;
export const DRAWS = 1000;

/** With fewer strips nothing is said: intervals of series that depend on themselves would hold the mean far too seldom (docs/plan.md). */
export const FEWEST = 50;

export class Resampler {
  readonly #rows: Float64Array;
  readonly #seed: bigint;
  /** (draws, room) first strips of blocks, one draw after the other; as many of each as the shortest blocks took so far. */
  #starts = new Uint32Array(0);
  #room = 0;

  /** @param rows (strips,) rows of each strip. */
  constructor(rows: Float64Array, seed: bigint) {
    this.#rows = rows;
    this.#seed = seed;
  }

  /**
   * Mean a row with the interval that holds the middle 95 % of the draws. Two series drawn with the same blocks are compared by the
   * interval of their difference.
   *
   * @param sums (strips,) Σ in each strip.
   * @param more added to value and ends: what is known without a log.
   */
  mean(sums: Float64Array, more: number = 0): Interval {
    const rows = this.#rows;
    const value = sumOf(sums) / sumOf(rows) + more;
    if (rows.length < FEWEST || !Number.isFinite(value)) return { value, low: value, high: value, block: 1 };
    const block = blockLength(sums.map((sum, i) => sum / rows[i]!));
    const means = this.#draw(sums, block).sort();
    const tail = Math.round(((1 - LEVEL) / 2) * DRAWS);
    return { value, low: means[tail]! + more, high: means[DRAWS - 1 - tail]! + more, block };
  }

  #draw(sums: Float64Array, block: number): Float64Array {
    const n = sums.length;
    const blocks = Math.ceil(n / block);
    const last = n - (blocks - 1) * block;
    this.#reserve(blocks);
    const [starts, room] = [this.#starts, this.#room];
    const [ahead, rowsAhead] = [around(sums), around(this.#rows)];
    return Float64Array.from({ length: DRAWS }, (_, draw) => {
      let [sum, rows] = [0, 0];
      for (let i = 0; i < blocks; i++) {
        const from = starts[draw * room + i]!;
        const to = from + (i === blocks - 1 ? last : block);
        sum += ahead[to]! - ahead[from]!;
        rows += rowsAhead[to]! - rowsAhead[from]!;
      }
      return sum / rows;
    });
  }

  /** Makes room for so many blocks a draw. What is drawn for a block depends on its number alone. */
  #reserve(blocks: number): void {
    if (blocks <= this.#room) return;
    const n = this.#rows.length;
    this.#room = Math.min(n, 2 * blocks);
    this.#starts = new Uint32Array(DRAWS * this.#room);
    for (let draw = 0; draw < DRAWS; draw++) {
      const drawn = words(this.#seed, SEQUENCE.bootstrap, draw, this.#room);
      this.#starts.set(
        drawn.map((word) => Math.floor(word * 2 ** -32 * n)),
        draw * this.#room,
      );
    }
  }
}

/** (2 n + 1,) sums up to each element of a series that goes round twice. */
function around(series: Float64Array): Float64Array {
  const n = series.length;
  const sums = new Float64Array(2 * n + 1);
  for (let i = 0; i < 2 * n; i++) sums[i + 1] = sums[i]! + series[i % n]!;
  return sums;
}
