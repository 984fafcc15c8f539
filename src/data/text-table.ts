import { Categories } from "./categories.ts";
import type { CellReader, Reading } from "./cell-reader.ts";
import type { CellScan } from "./cell-scan.ts";
import type { TextRows } from "./cells.ts";
import type { Choice, Wanted } from "./choose.ts";
import { clocksOf } from "./clock.ts";
import { encode } from "./encode.ts";
import { InputError } from "./error.ts";
import type { RowSource } from "./rows.ts";
import type { Column, Table } from "./table.ts";
import type { TargetTally } from "./target.ts";
import type { Missing } from "./words.ts";
import type { ByteWindow } from "./window.ts";

/** What readers of text have in common once their file has been walked over: a table, what it must not hold, and its passes. */

/** Asks of a table, and how its text is to be understood. */
export interface TextWanted extends Wanted {
  /** Words that stand for a missing value beside the usual ones (empty, NA, N/A, NaN, null, none, ?). */
  readonly missing?: readonly string[] | undefined;
}

/** A text file that has been walked over once. */
export interface Scanned {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly choice: Choice;
  readonly scan: CellScan;
  readonly tally: TargetTally;
  readonly words: Missing;
  /** Numbers may be written with decimal commas if a flag says so, which it did not. */
  readonly points: boolean;
}

/** A pass at its first row: a reader of its cells in blocks, and the rows to be walked. */
export interface TextPass {
  readonly reader: CellReader;
  readonly rows: TextRows;
  readonly window: ByteWindow;
}

/** @param begin a new pass over the file. */
export function textTable(scanned: Scanned, begin: (reading: Reading) => Promise<TextPass>): RowSource {
  const { name, rows, choice, tally, words } = scanned;
  const columns = withFeedbackKinds(scanned);
  refuseTurned(scanned);
  if (scanned.points) refuseCommas(scanned);
  refuseMissing(scanned, neverMissing(choice));
  refuseInfinite(scanned);
  const categories = columns.map(() => new Categories());
  const zoned = clocksOf(choice);
  const table: Table = {
    name,
    rows,
    columns,
    categories: (column) => categories[column]!,
    cells: (used, id = null) =>
      readCells(scanned, begin, { name, columns, categories, used, zoned, id, words }),
  };
  return encode(table, choice, tally.decide(name, choice.target, columns[choice.target.at]!));
}

/** The columns, where delays and times of feedback are numbers or time stamps also if no cell has one: then none ever comes. */
function withFeedbackKinds({ columns, choice, scan }: Scanned): readonly Column[] {
  const { delay, feedback, time } = choice;
  return columns.map((column, at) => {
    if ((at !== delay && at !== feedback) || !scan.isEmpty(at)) return column;
    return { ...column, kind: at === delay ? "number" : columns[time!]!.kind };
  });
}

async function* readCells(
  { name, rows: expected }: Scanned,
  begin: (reading: Reading) => Promise<TextPass>,
  reading: Reading,
): ReturnType<CellReader["blocks"]> {
  const { reader, rows, window } = await begin(reading);
  try {
    yield* reader.blocks(rows, window);
    if (reader.done !== expected) {
      throw new InputError(
        { in: name },
        `expected ${expected} rows as when it was opened, got ${reader.done}`,
      );
    }
  } finally {
    await window.close();
  }
}

/** Columns whose every cell has to be a number, a time stamp, or, in the target, a value. */
function needed({ choice }: Scanned, among: readonly number[]): number[] {
  const { features, target, weight, delay } = choice;
  const wanted = new Set([target.at, weight, delay, ...clocksOf(choice)]);
  for (const { at, change } of features) if (change?.kind !== "category") wanted.add(at);
  return among.filter((at) => wanted.has(at));
}

/** Columns of which no value may be missing. */
function neverMissing(choice: Choice): readonly number[] {
  const { columns, target, weight, delay, time, feedback, impute, forecasts } = choice;
  if (impute === null && !forecasts) return columns.filter((at) => at !== delay && at !== feedback);
  return [target.at, weight, time].filter((at) => at !== null);
}

function isFeature({ features }: Choice, at: number): boolean {
  return features.some((feature) => feature.at === at);
}

/** A missing value is an error wherever a number or time stamp is used, and in the target whatever it holds. */
function refuseMissing(scanned: Scanned, among: readonly number[]): void {
  const { name: file, columns, choice, scan } = scanned;
  for (const at of needed(scanned, among)) {
    const { kind, name } = columns[at]!;
    const missing = scan.firstMissing(at);
    if (missing === undefined || (kind === "text" && at !== choice.target.at)) continue;
    const feature = isFeature(choice, at);
    const noun = kind === "number" ? "a number" : kind === "time" ? "a time stamp" : "a value of the target";
    const use = at === choice.time ? " for the time" : at === choice.weight ? " for a weight" : "";
    throw new InputError(
      { in: file, row: missing.row, column: name },
      `expected ${noun}${use}, got ${missing.got}${feature ? " (--impute mean fills it in)" : ""}`,
    );
  }
}

/** Numbers must be finite wherever they are used as numbers. */
function refuseInfinite(scanned: Scanned): void {
  const { name: file, columns, choice, scan } = scanned;
  for (const at of needed(scanned, choice.columns)) {
    const infinite = scan.firstInfinite(at);
    const { kind, name } = columns[at]!;
    if (infinite === undefined || kind !== "number") continue;
    const feature = choice.features.find((each) => each.at === at && each.change?.kind !== "category");
    const use = at === choice.target.at ? "the target" : at === choice.weight ? "a weight" : feature?.text;
    // as a category it is a word like any other; clocks and delays have rules of their own
    if (use === undefined) continue;
    throw new InputError(
      { in: file, row: infinite.row, column: name },
      `expected a finite number for ${use}, got ${infinite.got}`,
    );
  }
}

/** A column that has been numbers for a thousand rows and then holds a word is not taken for categories in silence. */
function refuseTurned(scanned: Scanned): void {
  const { name: file, columns, choice, scan } = scanned;
  for (const at of needed(scanned, choice.columns)) {
    const turned = scan.firstTurned(at);
    if (turned === undefined || at === choice.target.at) continue;
    const { name } = columns[at]!;
    const feature = isFeature(choice, at);
    throw new InputError(
      { in: file, row: turned.row, column: name },
      `expected a number as in the rows before, got ${turned.got} (--missing takes it for a missing value${feature ? `, the feature category(${name}) all values for words` : ""})`,
    );
  }
}

/** Numbers with decimal commas are not taken for categories in silence. */
function refuseCommas(scanned: Scanned): void {
  const { name: file, columns, choice } = scanned;
  for (const at of needed(scanned, choice.columns)) {
    const { name, why } = columns[at]!;
    const word = why?.("number");
    if (word === undefined || !/^"[+-]?\d+,\d+"$/.test(word.got)) continue;
    const feature = isFeature(choice, at);
    throw new InputError(
      { in: file, row: word.row!, column: name },
      `expected a number, got ${word.got} (--decimal , reads decimal commas${feature ? `, the feature category(${name}) takes all values for words` : ""})`,
    );
  }
}
