import { F_LAST_LOSS, LOSS } from "../../assembly/layout.ts";
import type { Panel } from "../engine/panel.ts";
import type { Marks } from "../replay/play.ts";
import { Sum } from "../sum.ts";

/**
 * The rows after the prefix in strips, and what every learner lost in each: all that intervals and shifts are made from. Their number is
 * bounded, so that memory does not grow with the log, and they depend on its length alone, not on the blocks it is played in.
 */

/** Most strips. */
const MOST = 1024;

export class Strips implements Marks {
  /** Last rows of the strips, and before them that of the prefix. */
  readonly rounds: readonly number[];
  /** Rows of each strip but the last. */
  readonly width: number;
  /** Ends of the strips played. */
  readonly #ends: number[] = [];
  /** Of each learner, panel by panel and lane by lane: Σ loss in each strip. */
  readonly #losses: Float64Array[] = [];
  /** Of each panel: how far the last outcome known was off in each strip; and at the ends of the strips in all. */
  readonly #lasts: Float64Array[] = [];
  #lastBefore = new Float64Array(0);
  /** Of each learner: the sum of its account at the end of the strip before, and what rounding had lost of it. */
  #before = new Float64Array(0);
  readonly #split: number;

  /** @param split rows of the prefix. */
  constructor(split: number, rows: number) {
    this.#split = split;
    this.width = Math.max(1, Math.ceil((rows - split) / MOST));
    const strips = Math.ceil((rows - split) / this.width);
    this.rounds = Array.from({ length: strips + 1 }, (_, i) => Math.min(rows, split + i * this.width));
  }

  /** Takes the difference to the strip before; where a replay was interrupted the last one is shorter. */
  look(panels: readonly Panel[], rounds: number): void {
    if (rounds <= (this.#ends.at(-1) ?? this.#split)) return;
    const strip = this.#ends.length;
    if (strip === 0) this.#open(panels);
    this.#ends.push(rounds);
    let learner = 0;
    for (const [p, panel] of panels.entries()) {
      const last = panel.table.real(F_LAST_LOSS) + panel.table.real(F_LAST_LOSS + 1);
      this.#lasts[p]![strip] = last - this.#lastBefore[p]!;
      this.#lastBefore[p] = last;
      const [totals, losts] = [panel.vector(LOSS), panel.vector(LOSS + 1)];
      for (let lane = 0; lane < panel.rules.steps.length; lane++, learner++) {
        const at = 2 * learner;
        // first the large parts, whose difference is nearly exact
        this.#losses[learner]![strip] =
          totals[lane]! - this.#before[at]! + (losts[lane]! - this.#before[at + 1]!);
        this.#before[at] = totals[lane]!;
        this.#before[at + 1] = losts[lane]!;
      }
    }
  }

  #open(panels: readonly Panel[]): void {
    const learners = panels.reduce((count, { rules }) => count + rules.steps.length, 0);
    const room = this.rounds.length - 1;
    for (let i = 0; i < learners; i++) this.#losses.push(new Float64Array(room));
    for (let i = 0; i < panels.length; i++) this.#lasts.push(new Float64Array(room));
    // accounts begin anew after the prefix
    this.#before = new Float64Array(2 * learners);
    this.#lastBefore = new Float64Array(panels.length);
  }

  /** Strips played. */
  get count(): number {
    return this.#ends.length;
  }

  /** (strips,) rows of each. */
  get rows(): Float64Array {
    return Float64Array.from(this.#ends, (end, i) => end - (this.#ends[i - 1] ?? this.#split));
  }

  /** (strips,) Σ loss of a learner in each. */
  losses(learner: number): Float64Array {
    return this.#losses[learner]!.subarray(0, this.count);
  }

  /** (strips,) under a panel's schedule, in each: rows in which the last class known was wrong, or Σ |outcome - last one known|. */
  lastOutcomes(panel: number): Float64Array {
    return this.#lasts[panel]!.subarray(0, this.count);
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
