import { LARGEST_LATENCY } from "../schedules/schedule.ts";
import { isDelay } from "./delay.ts";
import { InputError } from "./error.ts";
import type { RowBlock, RowSource } from "./rows.ts";

/**
 * What is wrong with a block of rows: readers of this package make no such blocks, but anybody may write a source. Lengths are
 * looked at here; the rows themselves by a kernel (assembly/valid.ts), and here again to say where the fault is.
 */

/**
 * @param before the block before; null for the first one.
 * @throws TypeError where arrays are shorter than the block says, or two of them say when feedback is there, or neither does although one did.
 */
export function checkShape(source: RowSource, block: RowBlock, before: RowBlock | null): void {
  const { rows, dense, start, outcome, weight, delay, time, feedback } = block;
  const columns = source.dense.length;
  if (!(Number.isInteger(rows) && rows >= 1))
    throw new TypeError(`${source.name}: a block: expected rows >= 1, got ${rows}`);
  if (block.ids && block.ids.length < rows)
    throw new TypeError(`${source.name}: a block: expected ${rows} ids, got ${block.ids.length}`);
  for (const [name, array, length] of [
    ["dense", dense, rows * columns],
    ["outcome", outcome, rows],
    ["start", start, rows + 1],
    ...(weight ? [["weight", weight, rows] as const] : []),
    ...(delay ? [["delay", delay, rows] as const] : []),
    ...(time ? [["time", time, rows] as const] : []),
    ...(feedback ? [["feedback", feedback, rows] as const] : []),
  ] as const) {
    // a source without sparse columns may leave `start` empty
    if (array.length < length && !(name === "start" && array.length === 0))
      throw new TypeError(
        `${source.name}: a block: expected ${length} numbers in ${name}, got ${array.length}`,
      );
  }
  const off = wrongClock(block, before);
  if (off) throw new TypeError(`${source.name}: a block: expected ${off}`);
}

/** What is to be expected instead of what a block says of when feedback is there; null where that is fine. */
function wrongClock({ delay, time, feedback }: RowBlock, before: RowBlock | null): string | null {
  if (!time !== !feedback) return `time and feedback together, got only ${time ? "time" : "feedback"}`;
  if (delay && feedback) return "either delay or time and feedback, got both";
  if (before && !before.feedback !== !feedback) return "time and feedback in every block or in none";
  return null;
}

/**
 * @param done rows before the block. @param clock time of the last of them, -Infinity where there is none.
 * @throws InputError with the first row and column that is not as it should be.
 */
export function checkRows(source: RowSource, block: RowBlock, done: number, clock: number): void {
  const { rows, dense, start, index, value, outcome, weight, delay } = block;
  const columns = source.dense.length;
  const place = (row: number, column?: string) => ({
    in: source.name,
    row: done + row + 1,
    ...(column === undefined ? {} : { column }),
  });
  const oneOff = firstInfinite(dense, rows * columns);
  if (oneOff >= 0) {
    const name = source.dense[oneOff % columns]!.name;
    const at = place(Math.floor(oneOff / columns), name);
    throw new InputError(at, `expected a finite number, got ${dense[oneOff]}`);
  }
  const most = source.task === "multiclass" ? source.classes!.length - 1 : 1;
  const whole = source.task === "multiclass";
  const classes = source.task !== "regression";
  for (let row = 0; row < rows; row++) {
    const y = outcome[row]!;
    if (!Number.isFinite(y) || (classes && (y < 0 || y > most)) || (whole && !Number.isInteger(y))) {
      const wanted = whole
        ? `the number of a class from 0 to ${most}`
        : classes
          ? "an outcome from 0 to 1"
          : "a finite outcome";
      throw new InputError(place(row), `expected ${wanted}, got ${y}`);
    }
    if (weight && !(weight[row]! >= 0 && weight[row]! < Infinity))
      throw new InputError(place(row), `expected a finite weight >= 0, got ${weight[row]}`);
    if (delay && !isDelay(delay[row]!))
      throw new InputError(
        place(row),
        `expected a delay in whole rows from 0 to ${LARGEST_LATENCY}, or Infinity, got ${delay[row]}`,
      );
  }
  checkTimes(block, clock, place);
  checkEntries(source, { start, index, value, rows }, place);
}

function checkTimes(
  { rows, time, feedback }: RowBlock,
  clock: number,
  place: (row: number) => { readonly in: string; readonly row: number },
): void {
  if (!time || !feedback) return;
  for (let row = 0; row < rows; row++) {
    const [now, there] = [time[row]!, feedback[row]!];
    if (!Number.isFinite(now)) throw new InputError(place(row), `expected a finite time, got ${now}`);
    if (now < clock)
      throw new InputError(place(row), `expected times that never decrease, got ${now} after ${clock}`);
    if (!(there >= now))
      throw new InputError(
        place(row),
        `expected feedback at the time of the row, ${now}, or later, or Infinity, got ${there}`,
      );
    clock = now;
  }
}

function checkEntries(
  source: RowSource,
  { start, index, value, rows }: Pick<RowBlock, "start" | "index" | "value" | "rows">,
  place: (row: number) => { readonly in: string; readonly row: number },
): void {
  const entries = start[rows] ?? 0;
  const columns = source.sparseColumns();
  const rowOf = (entry: number) => start.findIndex((_, row) => start[row + 1]! > entry);
  for (let e = 0; e < entries; e++) {
    if (!(index[e]! < columns))
      throw new InputError(place(rowOf(e)), `expected sparse columns below ${columns}, got ${index[e]}`);
  }
  const oneOff = firstInfinite(value, entries);
  if (oneOff >= 0)
    throw new InputError(place(rowOf(oneOff)), `expected finite entries, got ${value[oneOff]}`);
}

/** The first of n numbers that is not finite; -1 for none. */
function firstInfinite(numbers: Float64Array, n: number): number {
  return numbers.subarray(0, n).findIndex((x) => !Number.isFinite(x));
}
