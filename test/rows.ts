import type { RowBlock, RowSource } from "../src/data/rows.ts";

/** One row of a log made up for a test. */
export interface Row {
  readonly dense: readonly number[];
  readonly sparse: readonly (readonly [column: number, value: number])[];
  readonly outcome: number;
  readonly weight: number;
  /** Rows until its feedback is there, Infinity for never; in all rows or in none. */
  readonly delay?: number;
  /** When it was decided, and when its feedback was there; in all rows or in none. */
  readonly time?: number;
  readonly feedback?: number;
}

/** A row without sparse entries, of weight 1. */
export function row(dense: readonly number[], outcome: number): Row {
  return { dense, sparse: [], outcome, weight: 1 };
}

export interface SourceOptions {
  readonly task?: RowSource["task"];
  /** Names of the classes, where there are several. */
  readonly classes?: readonly string[];
  /** Rows in each block that the source hands out. */
  readonly chunk?: number;
  readonly scalable?: readonly boolean[];
  readonly weighted?: boolean;
}

/** Rows as a log that can be replayed. Sparse columns become known with the block they first appear in, as in a file. */
export function source(rows: readonly Row[], options: SourceOptions = {}): RowSource {
  const { task = "regression", chunk = 1000, weighted = false } = options;
  const dense = rows[0]!.dense.map((_, j) => ({ name: `x${j}`, scalable: options.scalable?.[j] ?? true }));
  let known = 0;
  return {
    name: "rows",
    rows: rows.length,
    dense,
    sparseColumns: () => known,
    sparseName: (index) => `s${index}`,
    task,
    ...(options.classes && { classes: options.classes }),
    async *blocks() {
      for (let from = 0; from < rows.length; from += chunk) {
        const part = rows.slice(from, from + chunk);
        known = Math.max(known, sparseColumns(part));
        yield block(part, weighted);
      }
    },
  };
}

export function sparseColumns(rows: readonly Row[]): number {
  return rows.reduce((most, { sparse }) => sparse.reduce((m, [column]) => Math.max(m, column + 1), most), 0);
}

export function block(rows: readonly Row[], weighted: boolean): RowBlock {
  const entries = rows.flatMap(({ sparse }) => sparse);
  const start = new Uint32Array(rows.length + 1);
  rows.forEach(({ sparse }, i) => (start[i + 1] = start[i]! + sparse.length));
  return {
    rows: rows.length,
    dense: Float64Array.from(rows.flatMap((r) => r.dense)),
    start,
    index: Uint32Array.from(entries, ([column]) => column),
    value: Float64Array.from(entries, ([, value]) => value),
    outcome: Float64Array.from(rows, (r) => r.outcome),
    weight: weighted ? Float64Array.from(rows, (r) => r.weight) : null,
    ...Object.fromEntries(
      (["delay", "time", "feedback"] as const).map((name) => [
        name,
        rows[0]?.[name] === undefined ? null : Float64Array.from(rows, (r) => r[name]!),
      ]),
    ),
  };
}
