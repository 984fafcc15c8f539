import type { Task } from "./choose.ts";
import type { Glance } from "./glance.ts";

/**
 * What a log becomes before it meets a learner: blocks of rows as typed columns.
 *
 * A row is `dense` numbers, then a list of (index, value) entries for the sparse columns, then the outcome. Columns keep
 * one order for the whole log: dense columns first, in the order they were asked for; sparse columns behind them, numbered
 * from 0 in order of appearance.
 */

/** A block of consecutive rows. Arrays may be longer than needed; only the stated lengths count. */
export interface RowBlock {
  /** Rows in this block, >= 1. */
  readonly rows: number;
  /** (rows, dense columns) row-major; finite. */
  readonly dense: Float64Array;
  /** (rows + 1) position in `index` and `value` of each row's first entry; start[rows] = number of entries. */
  readonly start: Uint32Array;
  /** (entries,) sparse column of each entry, from 0; increasing order within a row is not required. */
  readonly index: Uint32Array;
  /** (entries,) value of each entry; finite. */
  readonly value: Float64Array;
  /** (rows,) outcome: 0 or 1 for classification, any finite number for regression, the number of its class from 0 for multiclass. */
  readonly outcome: Float64Array;
  /** (rows,) weight of each row, >= 0 and finite; null when every row weighs 1. */
  readonly weight: Float64Array | null;
  /**
   * (rows,) rows until the feedback on each row is there: whole numbers from 0 to 2^31 - 1, 0 and 1 meaning before the next row, Infinity
   * never; null or nothing when all of it is there before the next row.
   */
  readonly delay?: Float64Array | null | undefined;
  /**
   * Instead of delays, a clock: (rows,) time of each decision, finite and never decreasing, and (rows,) time at which the feedback on it was there,
   * in the same unit and no earlier, Infinity for never. Feedback is there before a later row whose time is no earlier than its own. Both in
   * every block, or null or nothing in all.
   */
  readonly time?: Float64Array | null | undefined;
  readonly feedback?: Float64Array | null | undefined;
}

/** One numeric column of the dense part. */
export interface DenseColumn {
  /** As the caller wrote it, for example `distance/1000`. */
  readonly name: string;
  /** True where the caller gave no constant of its own, so that running standardisation applies by default. */
  readonly scalable: boolean;
}

/** A log that can be read again and again, each time as the same rows in the same order. */
export interface RowSource {
  /** What was read, for messages and reports: a file name, or "rows". */
  readonly name: string;
  /** Number of rows, known before the first pass. */
  readonly rows: number;
  readonly dense: readonly DenseColumn[];
  /** Number of sparse columns met so far; grows while the first pass runs, final after it. */
  sparseColumns(): number;
  /** Name of a sparse column, for example `origin=ATL`. */
  sparseName(index: number): string;
  readonly task: Task;
  /** Names of the classes that outcomes are the numbers of, from 0; only where there are several. */
  readonly classes?: readonly string[] | undefined;
  /** What was understood of the columns of a table, where there is one and this thread reads it. */
  readonly look?: (() => Promise<Glance>) | undefined;
  /** A new pass over the log from its first row. Stops reading when the consumer stops. */
  blocks(): AsyncIterable<RowBlock>;
}
