import { FEWEST, Resampler } from "./bootstrap.ts";
import type { Planning } from "./options.ts";
import type { Played, PlayedRun } from "./played.ts";
import type { Interval } from "./result.ts";
import type { Strips } from "./strips.ts";

/** What was kept of a pass, strip by strip. */
export interface Kept {
  readonly strips: Strips;
  /** (strips,) Σ loss of a learner in each. */
  losses(learner: number): Float64Array;
  /** (strips,) of a panel in each: how far the last outcome known was off. Not of policies. */
  lastOutcomes?(panel: number): Float64Array;
}

/** What a pass over a log left behind for a plan: how its learners stand, and what they lost in every strip. */
export class Evidence {
  readonly planning: Planning;
  readonly played: Played;
  readonly strips: Strips;
  /** (strips,) rows of each strip. */
  readonly rows: Float64Array;
  readonly #kept: Kept;
  readonly #resampler: Resampler;

  constructor(planning: Planning, played: Played, kept: Kept) {
    this.planning = planning;
    this.played = played;
    this.strips = kept.strips;
    this.rows = kept.strips.rows;
    this.#kept = kept;
    this.#resampler = new Resampler(this.rows, planning.seed);
  }

  /** Some rows follow the prefix. */
  get judged(): boolean {
    return this.strips.count > 0;
  }

  /** There are enough strips for intervals. */
  get told(): boolean {
    return this.strips.count >= FEWEST;
  }

  /** The learner of a schedule, by its index in the replay, that was best on the prefix. */
  run(schedule: number): PlayedRun {
    return this.played.runs[this.played.chosen[schedule]!]!;
  }

  /** Every learner of a schedule. */
  learners(schedule: number): PlayedRun[] {
    const { panels } = this.planning.replay;
    const owners = panels.flatMap(({ schedule: own, steps }) => steps.map(() => own));
    return this.played.runs.filter((_, i) => owners[i] === schedule);
  }

  /** (strips,) what that of `run` lost in each strip. */
  losses(schedule: number): Float64Array {
    return this.#kept.losses(this.played.chosen[schedule]!);
  }

  /** Mean loss of a schedule on the rows after the prefix. */
  loss(schedule: number, more: number = 0): Interval {
    return this.mean(this.losses(schedule), more);
  }

  /** How much more it loses than another, strip by strip. */
  increase(schedule: number, over: number, more: number = 0): Interval {
    return this.difference(this.losses(schedule), this.losses(over), more);
  }

  /** How much further off the last outcome known is, a row, than under another schedule; null of policies. */
  lastOutcome(schedule: number, over: number): Interval | null {
    const { panels } = this.planning.replay;
    const of = (own: number): Float64Array | undefined =>
      this.#kept.lastOutcomes?.(panels.findIndex((panel) => panel.schedule === own));
    const [mine, others] = [of(schedule), of(over)];
    return mine && others ? this.difference(mine, others) : null;
  }

  /** Mean a row of sums over strips, with `more` added. */
  mean(sums: Float64Array, more: number = 0): Interval {
    return this.#resampler.mean(sums, more);
  }

  /** Mean a row of the difference in each strip. */
  difference(sums: Float64Array, others: Float64Array, more: number = 0): Interval {
    return this.mean(
      sums.map((sum, i) => sum - others[i]!),
      more,
    );
  }
}

/** Index of the least number; the first of several, and 0 where none is a number. */
export function least(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, i) => {
    if (value < values[best]! || (Number.isNaN(values[best]!) && !Number.isNaN(value))) best = i;
  });
  return best;
}
