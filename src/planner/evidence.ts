import { FEWEST, Resampler } from "./bootstrap.ts";
import type { Planning } from "./options.ts";
import type { Played, PlayedRun } from "./played.ts";
import type { Choice } from "./choice.ts";
import type { Interval } from "./result.ts";
import type { Strips } from "./strips.ts";

/** What was kept of a pass, strip by strip. */
export interface Kept {
  readonly strips: Strips;
  readonly choice: Choice;
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
  /** For each schedule of the replay, the index of the learner that was best on the rows that choose. */
  readonly #chosen: readonly number[];

  constructor(planning: Planning, played: Played, kept: Kept) {
    this.planning = planning;
    this.played = played;
    this.strips = kept.strips;
    this.rows = kept.strips.rows;
    this.#kept = kept;
    this.#resampler = new Resampler(this.rows, planning.seed);
    this.#chosen = planning.replay.schedules.map((_, schedule) => {
      const own = this.#indices(schedule);
      return own[least(own.map((i) => kept.choice.mean(i)))]!;
    });
  }

  /** Some rows follow the prefix. */
  get judged(): boolean {
    return this.strips.count > 0;
  }

  /** There are enough strips for intervals. */
  get told(): boolean {
    return this.strips.count >= FEWEST;
  }

  /** Rows of the prefix that choose. */
  get chose(): number {
    return this.#kept.choice.rows;
  }

  /** The learner of a schedule, by its index in the replay, that was best on the rows that choose. */
  run(schedule: number): PlayedRun {
    return this.played.runs[this.#chosen[schedule]!]!;
  }

  /** Mean loss of that one on the rows that choose. */
  choiceLoss(schedule: number): number {
    return this.#kept.choice.mean(this.#chosen[schedule]!);
  }

  /** Every learner of a schedule. */
  learners(schedule: number): (PlayedRun & { readonly choiceLoss: number })[] {
    return this.#indices(schedule).map((i) => ({
      ...this.played.runs[i]!,
      choiceLoss: this.#kept.choice.mean(i),
    }));
  }

  #indices(schedule: number): number[] {
    const { panels } = this.planning.replay;
    const owners = panels.flatMap(({ schedule: own, steps }) => steps.map(() => own));
    return [...owners.keys()].filter((i) => owners[i] === schedule);
  }

  /** Whether no model of a schedule asked for is deployed on the prefix: what decides there is untrained. */
  idle(schedule: number): boolean {
    const { asked, replay } = this.planning;
    return asked[schedule]!.label + asked[schedule]!.wait >= replay.split;
  }

  /** (strips,) what that of `run` lost in each strip: no numbers where it diverged, so that nothing is reasoned from them. */
  losses(schedule: number): Float64Array {
    const losses = this.#kept.losses(this.#chosen[schedule]!);
    return this.run(schedule).diverged ? new Float64Array(losses.length).fill(NaN) : losses;
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
