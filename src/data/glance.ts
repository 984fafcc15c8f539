import { Categories } from "./categories.ts";
import type { Choice } from "./choose.ts";
import { checkOrder, Clock } from "./clock.ts";
import type { CellBlock, Kind, Table } from "./table.ts";

/** What was understood of a table, and what is missing in its first rows: for whoever wants to see that before anything is learned. */

export interface ColumnGlance {
  readonly name: string;
  /** null where nobody uses the column but as ids, so that it was not looked at. */
  readonly kind: Kind | "truth" | null;
  readonly use: "target" | "weight" | "delay" | "id" | "time" | "feedback" | "feature" | null;
  /** Missing cells among the rows looked at. */
  readonly missing: number | null;
}

export interface Glance {
  /** First rows that were looked at for missing cells. */
  readonly rows: number;
  readonly columns: readonly ColumnGlance[];
}

/** Instants of the rows looked at (`Clock`). */
export interface ClockGlance {
  readonly kind: "time" | "number";
  readonly time: Float64Array;
  /** null where only decisions have times. */
  readonly feedback: Float64Array | null;
  /** Some time stamp there had a zone other than UTC, so that it matters which these are in: UTC. */
  readonly zoned: boolean;
}

export async function glance(table: Table, choice: Choice): Promise<Glance> {
  const cells = await firstBlock(table, choice);
  const columns = table.columns.map(({ name, kind, truth }, at): ColumnGlance => {
    const use = useOf(choice, at);
    if (use === null) return { name, kind: null, use, missing: null };
    if (use === "id") return { name, kind: null, use, missing: nameless(cells) };
    return { name, kind: truth === true ? "truth" : kind, use, missing: missingIn(cells, at) };
  });
  return { rows: cells.rows, columns };
}

/** null where nothing has times. @throws InputError where rows are out of order, anywhere in the table. */
export async function glanceAtClocks(table: Table, choice: Choice): Promise<ClockGlance | null> {
  if (choice.time === null) return null;
  await checkOrder(table, choice);
  const cells = await firstBlock(table, choice);
  const kind = table.columns[choice.time]!.kind === "time" ? "time" : "number";
  const time = new Float64Array(cells.rows);
  const feedback = choice.feedback === null ? null : new Float64Array(cells.rows);
  const clock = new Clock(table, choice);
  clock.fill(cells, 0, time, feedback);
  return { kind, time, feedback, zoned: clock.zoned };
}

async function firstBlock(table: Table, { columns, id }: Choice): Promise<CellBlock> {
  for await (const cells of table.cells(columns, id)) return cells;
  return { rows: 0, numbers: [], codes: [] };
}

function useOf(
  { target, weight, delay, time, feedback, features, id }: Choice,
  at: number,
): ColumnGlance["use"] {
  if (at === target.at) return "target";
  if (at === weight) return "weight";
  if (at === delay) return "delay";
  if (at === time) return "time";
  if (at === feedback) return "feedback";
  if (features.some((feature) => feature.at === at)) return "feature";
  return at === id ? "id" : null;
}

function nameless({ rows, ids = [] }: CellBlock): number {
  return ids.slice(0, rows).filter((id) => id === "").length;
}

function missingIn({ rows, numbers, codes }: CellBlock, at: number): number {
  let missing = 0;
  const [values, texts] = [numbers[at], codes[at]];
  for (let row = 0; row < rows; row++)
    if (values ? Number.isNaN(values[row]) : texts?.[row] === Categories.MISSING) missing++;
  return missing;
}
