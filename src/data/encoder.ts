import { Categories } from "./categories.ts";
import type { Choice } from "./choose.ts";
import { Clock } from "./clock.ts";
import { DELAY, fillDelays } from "./delay.ts";
import { InputError, type Place } from "./error.ts";
import { Imputer } from "./impute.ts";
import type { Numerals } from "./numerals.ts";
import type { OneHot } from "./onehot.ts";
import type { RowBlock } from "./rows.ts";
import type { CellBlock, Table } from "./table.ts";
import { badTarget, type Outcome } from "./target.ts";
import { timeParts, type TimePart } from "./time.ts";

type Chosen = Choice["features"][number];

/** What a table becomes: which columns, how, and the numbering that all passes share. */
export interface Recipe {
  readonly choice: Choice;
  readonly dense: readonly Chosen[];
  readonly sparse: readonly Chosen[];
  /** Per categorical feature: the codes of its numbers, where its column holds numbers. */
  readonly numerals: readonly (Numerals | null)[];
  readonly outcome: Outcome;
  readonly onehot: OneHot;
}

/** One pass: the row it has come to and the arrays that all its blocks share. */
export class Encoder {
  private readonly table: Table;
  private readonly recipe: Recipe;
  /** Rows before the block at hand. */
  private done = 0;
  /** Rows that the arrays have room for. */
  private room = 0;
  private arrays = allocate(0, 0, 0, {});
  /** Per categorical feature that is a part of a time stamp: (room,) that part. */
  private parts: (Int32Array | undefined)[] = [];

  /** Null where missing numbers are refused. */
  private readonly imputer: Imputer | null;
  private readonly clock: Clock;

  constructor(table: Table, recipe: Recipe) {
    this.table = table;
    this.recipe = recipe;
    this.clock = new Clock(table, recipe.choice);
    this.imputer = recipe.choice.impute === null ? null : new Imputer(recipe.dense.length);
  }

  fill(cells: CellBlock): RowBlock {
    const { dense, sparse, choice, onehot } = this.recipe;
    const n = cells.rows;
    if (n > this.room) {
      this.room = n;
      this.arrays = allocate(n, dense.length, sparse.length, choice);
      this.imputer?.reserve(n, sparse.length);
      this.parts = sparse.map(({ change }) => (change === null ? undefined : new Int32Array(n)));
    }
    dense.forEach((_, j) => this.fillDense(cells, j));
    const codes = sparse.map((feature, j) => this.codesOf(cells, feature, j));
    const missing = this.imputer?.fill(this.arrays.dense, n) ?? null;
    const entries = missing === null ? this.arrays : this.imputer!.entries;
    if (missing === null) onehot.encode(codes, n, this.arrays.index);
    else onehot.encodeRagged([...codes, ...missing], n, entries.start, entries.index);
    this.fillOutcome(cells);
    if (choice.weight !== null) this.fillWeight(cells, choice.weight);
    if (choice.delay !== null) this.fillDelay(cells, choice.delay);
    this.clock.fill(cells, this.done, this.arrays.time, this.arrays.feedback);
    this.done += n;
    // times alone are only looked at
    const time = choice.feedback === null ? null : this.arrays.time;
    return { rows: n, ids: cells.ids ?? null, ...this.arrays, ...entries, time };
  }

  private fillDense({ rows, numbers }: CellBlock, j: number): void {
    const { dense, choice } = this.recipe;
    const { at, change } = dense[j]!;
    const from = numbers[at]!;
    const to = this.arrays.dense;
    const width = dense.length;
    const by = change !== null && "by" in change ? change.by : 1;
    const multiply = change?.kind === "multiply";
    const lenient = this.imputer !== null || choice.forecasts;
    for (let row = 0, k = j; row < rows; row++, k += width) {
      const value = multiply ? from[row]! * by : from[row]! / by;
      if (value - value !== 0 && !(lenient && Number.isNaN(from[row])))
        this.refuse(at, row, value, dense[j]!.text);
      to[k] = value;
    }
  }

  private codesOf({ rows, numbers, codes }: CellBlock, { at, change, text }: Chosen, j: number): Int32Array {
    if (change === null) return codes[at]!;
    const times = numbers[at]!;
    if (change.kind === "category") {
      const known = this.recipe.numerals[j];
      return known ? known.encode(times, rows, this.parts[j]!) : codes[at]!;
    }
    for (let row = 0; row < rows && this.imputer === null; row++)
      if (times[row]! - times[row]! !== 0) this.refuse(at, row, NaN, text);
    timeParts(change.kind as TimePart, times, rows, this.parts[j]!);
    return this.parts[j]!;
  }

  private fillOutcome({ rows, numbers, codes }: CellBlock): void {
    const { choice, outcome } = this.recipe;
    const { at } = choice.target;
    const to = this.arrays.outcome;
    const { ofNumber, ofText } = outcome;
    if (ofNumber !== null) {
      const from = numbers[at]!;
      for (let row = 0; row < rows; row++) {
        const value = from[row]!;
        if (value - value !== 0) throw badTarget(this.place(at, row), value);
        to[row] = ofNumber(value);
      }
    }
    if (ofText !== null) {
      const from = codes[at]!;
      const categories = this.table.categories(at);
      for (let row = 0; row < rows; row++) {
        if (from[row] === Categories.MISSING) throw badTarget(this.place(at, row), NaN);
        to[row] = ofText(categories.text(from[row]!));
      }
    }
  }

  private fillWeight({ rows, numbers }: CellBlock, at: number): void {
    const from = numbers[at]!;
    const to = this.arrays.weight!;
    for (let row = 0; row < rows; row++) {
      const value = from[row]!;
      if (!(value >= 0 && value < Infinity)) this.refuse(at, row, value, "a weight >= 0");
      to[row] = value;
    }
  }

  private fillDelay({ rows, numbers }: CellBlock, at: number): void {
    const wrong = fillDelays(numbers[at]!, this.arrays.delay!, rows);
    if (wrong >= 0)
      throw new InputError(this.place(at, wrong), `expected ${DELAY}, got ${numbers[at]![wrong]}`);
  }

  private place(at: number, row: number): Place {
    return { in: this.table.name, row: this.done + row + 1, column: this.table.columns[at]!.name };
  }

  private refuse(at: number, row: number, value: number, use: string): never {
    const got = Number.isNaN(value) ? "a missing value" : String(value);
    const expected = this.table.columns[at]!.kind === "time" ? "a time stamp" : "a finite number";
    const flag =
      Number.isNaN(value) && at !== this.recipe.choice.weight ? " (--impute mean fills it in)" : "";
    throw new InputError(this.place(at, row), `expected ${expected} for ${use}, got ${got}${flag}`);
  }
}

type Arrays = Omit<RowBlock, "rows" | "ids" | "time" | "feedback"> & {
  readonly time: Float64Array | null;
  readonly feedback: Float64Array | null;
};

/** @param beside columns of the table that weights and the like stand in, null for none. */
function allocate(
  rows: number,
  dense: number,
  sparse: number,
  beside: Partial<Pick<Choice, "weight" | "delay" | "time" | "feedback">>,
): Arrays {
  const { weight = null, delay = null, time = null, feedback = null } = beside;
  return {
    dense: new Float64Array(rows * dense),
    start: Uint32Array.from({ length: rows + 1 }, (_, row) => row * sparse),
    index: new Uint32Array(rows * sparse),
    value: new Float64Array(rows * sparse).fill(1),
    outcome: new Float64Array(rows),
    weight: weight === null ? null : new Float64Array(rows),
    delay: delay === null ? null : new Float64Array(rows),
    time: time === null ? null : new Float64Array(rows),
    feedback: feedback === null ? null : new Float64Array(rows),
  };
}
