import { LARGEST_LATENCY } from "../schedules/schedule.ts";
import { isDelay } from "./delay.ts";
import { InputError } from "./error.ts";
import type { RowBlock, RowSource } from "./rows.ts";

/**
 * What is wrong with a block of rows: readers of this package make no such blocks, but anybody may write a source. Lengths are
 * looked at here; the rows themselves by a kernel (assembly/valid.ts), and here again to say where the fault is.
 */

/** @throws TypeError where arrays are shorter than the block says. */
export function checkShape(source: RowSource, block: RowBlock): void {
  const { rows, dense, start, outcome, weight, delay } = block;
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
  ] as const) {
    // a source without sparse columns may leave `start` empty
    if (array.length < length && !(name === "start" && array.length === 0))
      throw new TypeError(
        `${source.name}: a block: expected ${length} numbers in ${name}, got ${array.length}`,
      );
  }
}

/** @param done rows before the block. @throws InputError with the first row and column that is not as it should be. */
export function checkRows(source: RowSource, block: RowBlock, done: number): void {
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
  checkEntries(source, { start, index, value, rows }, place);
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
