import { Categories } from "./categories.ts";
import type { Choice } from "./choose.ts";
import type { CellBlock, Kind, Table } from "./table.ts";

/** What was understood of a table, and what is missing in its first rows: for whoever wants to see that before anything is learned. */

export interface ColumnGlance {
  readonly name: string;
  /** null where nobody uses the column, so that it was not looked at. */
  readonly kind: Kind | "truth" | null;
  readonly use: "target" | "weight" | "delay" | "feature" | null;
  /** Missing cells among the rows looked at. */
  readonly missing: number | null;
}

export interface Glance {
  /** First rows that were looked at for missing cells. */
  readonly rows: number;
  readonly columns: readonly ColumnGlance[];
}

export async function glance(table: Table, choice: Choice): Promise<Glance> {
  const cells = await firstBlock(table, choice);
  const columns = table.columns.map(({ name, kind, truth }, at): ColumnGlance => {
    const use = useOf(choice, at);
    if (use === null) return { name, kind: null, use, missing: null };
    return { name, kind: truth === true ? "truth" : kind, use, missing: missingIn(cells, at) };
  });
  return { rows: cells.rows, columns };
}

async function firstBlock(table: Table, { columns }: Choice): Promise<CellBlock> {
  for await (const cells of table.cells(columns)) return cells;
  return { rows: 0, numbers: [], codes: [] };
}

function useOf({ target, weight, delay, features }: Choice, at: number): ColumnGlance["use"] {
  if (at === target.at) return "target";
  if (at === weight) return "weight";
  if (at === delay) return "delay";
  return features.some((feature) => feature.at === at) ? "feature" : null;
}

function missingIn({ rows, numbers, codes }: CellBlock, at: number): number {
  let missing = 0;
  const [values, texts] = [numbers[at], codes[at]];
  for (let row = 0; row < rows; row++)
    if (values ? Number.isNaN(values[row]) : texts?.[row] === Categories.MISSING) missing++;
  return missing;
}
