import type { ReplayCheckpoint, ReplayedLearner } from "../result.ts";
import { FEWEST, Resampler } from "./bootstrap.ts";
import type { Planning } from "./options.ts";
import type { Interval } from "./result.ts";
import type { Strips } from "./strips.ts";

/** What a replay left behind for a plan: how its learners stand, and what they lost in every strip. */
export class Evidence {
  readonly planning: Planning;
  readonly replayed: ReplayCheckpoint;
  readonly strips: Strips;
  /** (strips,) rows of each strip. */
  readonly rows: Float64Array;
  readonly #resampler: Resampler;

  constructor(planning: Planning, replayed: ReplayCheckpoint, strips: Strips) {
    this.planning = planning;
    this.replayed = replayed;
    this.strips = strips;
    this.rows = strips.rows;
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
  run(schedule: number): ReplayedLearner {
    return this.replayed.runs[this.replayed.chosen[schedule]!]!;
  }

  /** Every learner of a schedule, with its index. */
  learners(schedule: number): (readonly [learner: number, run: ReplayedLearner])[] {
    const { panels } = this.planning.replay;
    const owners = panels.flatMap(({ schedule: own, steps }) => steps.map(() => own));
    return this.replayed.runs.flatMap((run, i) => (owners[i] === schedule ? [[i, run] as const] : []));
  }

  /** (strips,) what that of `run` lost in each strip. */
  losses(schedule: number): Float64Array {
    return this.strips.losses(this.replayed.chosen[schedule]!);
  }

  /** Mean loss of a schedule on the rows after the prefix. */
  loss(schedule: number, more: number = 0): Interval {
    return this.#resampler.mean(this.losses(schedule), more);
  }

  /** How much more it loses than another, strip by strip. */
  increase(schedule: number, over: number, more: number = 0): Interval {
    const others = this.losses(over);
    return this.#resampler.mean(
      this.losses(schedule).map((loss, i) => loss - others[i]!),
      more,
    );
  }

  /** How much further off the last outcome known is, a row, than under another schedule. */
  lastOutcome(schedule: number, over: number): Interval {
    const { panels } = this.planning.replay;
    const of = (own: number): Float64Array =>
      this.strips.lastOutcomes(panels.findIndex((panel) => panel.schedule === own));
    const others = of(over);
    return this.#resampler.mean(of(schedule).map((off, i) => off - others[i]!));
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
