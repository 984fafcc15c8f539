import type { Choice, Wanted } from "./choose.ts";
import { InputError, type Place } from "./error.ts";
import type { CellBlock, Table } from "./table.ts";
import { timeText } from "./time.ts";

/**
 * When decisions were made, and when the feedback on them was there: instants, in whole milliseconds of UTC where they are time stamps, so that
 * clocks of several zones agree. Rows are in the order of their decisions, unless that was said not to matter.
 */

/** Refuses what makes no sense together. @throws InputError */
export function checkClocks({ time, feedback, delay, anyOrder }: Wanted): void {
  if (feedback !== undefined && time === undefined)
    throw new InputError(
      {},
      "feedback (--feedback-column): expected a time column beside it (--time-column), got none",
    );
  if (feedback !== undefined && delay !== undefined)
    throw new InputError(
      {},
      "feedback (--feedback-column): expected no delays beside it (--delay-column), got both",
    );
  if (anyOrder === true && time === undefined)
    throw new InputError(
      {},
      "any order (--any-order): expected a time column beside it (--time-column), got none",
    );
  if (anyOrder === true && feedback !== undefined)
    throw new InputError(
      {},
      "any order (--any-order): expected none where feedback has times (--feedback-column), which need rows in order",
    );
}

/** Columns of instants. */
export function clocksOf({ time, feedback }: Pick<Choice, "time" | "feedback">): number[] {
  return [time, feedback].filter((at) => at !== null);
}

/** One pass over the instants of a table. */
export class Clock {
  readonly #table: Table;
  readonly #choice: Choice;
  /** Time of the row before. */
  #last = -Infinity;
  /** Some time stamp so far had a zone other than UTC, so that messages say which they speak of. */
  #zoned = false;

  constructor(table: Table, choice: Choice) {
    this.#table = table;
    this.#choice = choice;
  }

  get zoned(): boolean {
    return this.#zoned;
  }

  /** Fills both (rows,) as far as they are asked for; `done`: rows before the block. @throws InputError on the first row out of order. */
  fill(cells: CellBlock, done: number, time: Float64Array | null, feedback: Float64Array | null): void {
    const { time: timeAt, feedback: feedbackAt } = this.#choice;
    if (timeAt !== null && time !== null) this.#fillTimes(cells, timeAt, done, time);
    if (feedbackAt !== null && feedback !== null)
      this.#fillFeedback(cells, feedbackAt, done, time!, feedback);
  }

  #fillTimes(cells: CellBlock, at: number, done: number, times: Float64Array): void {
    const { ordered } = this.#choice;
    this.#fillInstants(cells, at, times);
    for (let row = 0; row < cells.rows; row++) {
      const time = times[row]!;
      if (time - time !== 0)
        throw new InputError(this.#place(at, done + row), `expected ${this.#noun(at)}, got ${gotOf(time)}`);
      if (time < this.#last && ordered) throw this.#backwards(at, done + row, time);
      this.#last = time;
    }
  }

  #fillFeedback(
    cells: CellBlock,
    at: number,
    done: number,
    times: Float64Array,
    feedback: Float64Array,
  ): void {
    this.#fillInstants(cells, at, feedback);
    for (let row = 0; row < cells.rows; row++) {
      const there = feedback[row]!;
      if (Number.isNaN(there)) feedback[row] = Infinity;
      else if (there - there !== 0)
        throw new InputError(
          this.#place(at, done + row),
          `expected ${this.#noun(at)}, or nothing where feedback never comes, got ${gotOf(there)}`,
        );
      else if (there < times[row]!)
        throw new InputError(
          this.#place(at, done + row),
          `expected feedback no earlier than the decision at ${this.#text(at, times[row]!)}, got ${this.#text(at, there)}`,
        );
    }
  }

  #fillInstants({ rows, numbers, ahead }: CellBlock, at: number, to: Float64Array): void {
    const from = numbers[at]!;
    const zones = ahead?.[at];
    if (this.#table.columns[at]!.kind === "time")
      for (let row = 0; row < rows; row++) to[row] = Math.floor(from[row]!) - (zones?.[row] ?? 0);
    else to.set(from.subarray(0, rows));
    this.#zoned ||= zones?.subarray(0, rows).some((zone) => zone !== 0) === true;
  }

  #backwards(at: number, row: number, time: number): InputError {
    const last = this.#text(at, this.#last);
    const instead =
      this.#choice.feedback === null
        ? "; sort the log, or --any-order takes its rows as they stand"
        : "; sort the log by it";
    return new InputError(
      this.#place(at, row),
      `expected a time no earlier than ${last} of the row before, got ${this.#text(at, time)}${instead}`,
    );
  }

  #noun(at: number): string {
    return this.#table.columns[at]!.kind === "time" ? "a time stamp" : "a finite number";
  }

  #text(at: number, instant: number): string {
    if (this.#table.columns[at]!.kind !== "time") return String(instant);
    return `${timeText(instant)}${this.#zoned ? " UTC" : ""}`;
  }

  #place(at: number, row: number): Place {
    return { in: this.#table.name, row: row + 1, column: this.#table.columns[at]!.name };
  }
}

function gotOf(value: number): string {
  return Number.isNaN(value) ? "a missing value" : String(value);
}

/** Reads the instants of a whole table, and nothing else of it. @throws InputError on the first row out of order. */
export async function checkOrder(table: Table, choice: Choice): Promise<void> {
  const clock = new Clock(table, choice);
  const clocks = clocksOf(choice);
  let done = 0;
  let [time, feedback] = [new Float64Array(0), new Float64Array(0)];
  for await (const cells of table.cells(clocks)) {
    if (cells.rows > time.length)
      [time, feedback] = [new Float64Array(cells.rows), new Float64Array(cells.rows)];
    clock.fill(cells, done, time, feedback);
    done += cells.rows;
  }
}
