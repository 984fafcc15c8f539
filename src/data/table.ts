import type { Categories } from "./categories.ts";

/** What the readers of tabular formats have in common: a table whose columns come as blocks of cells. */

/** "number", "text" and "time" are usable; "other" (lists, structures, ...) is not. */
export type Kind = "number" | "text" | "time" | "other";

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  /** True where a column of numbers was written as truth values. */
  readonly truth?: boolean;
  /** What it holds instead, where the kind is not the one that is needed: a sentence part and its row, if known. */
  readonly why?: (wanted: Kind) => { readonly row?: number; readonly got: string } | undefined;
}

/** Consecutive rows of the columns that were asked for; valid until the next block is asked for. */
export interface CellBlock {
  readonly rows: number;
  /** Per column of the table: (rows,) numbers, or time stamps in milliseconds; NaN where missing. */
  readonly numbers: readonly (Float64Array | undefined)[];
  /** Per column of the table: (rows,) numbers in the column's categories. */
  readonly codes: readonly (Int32Array | undefined)[];
  /** Per column of time stamps: (rows,) milliseconds that their clocks are ahead of UTC; nothing where that is in `numbers` already. */
  readonly ahead?: readonly (Float64Array | undefined)[];
  /** (rows,) cells of the column of ids, as they stand in the file; empty where missing. */
  readonly ids?: readonly string[];
}

export interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Values met so far in a text column. */
  categories(column: number): Categories;
  /** A new pass over these columns. @param id column that is read as ids, whatever else it is read as. */
  cells(columns: readonly number[], id?: number | null): AsyncIterable<CellBlock>;
}

/** Rows of a block: 8,192, fewer where a row has very many columns, so that a block stays near 8 MB. */
export function blockRows(columns: number): number {
  return Math.max(256, Math.min(8192, Math.floor(1_000_000 / Math.max(1, columns))));
}
