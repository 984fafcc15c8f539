import { Categories } from "./categories.ts";
import { choose, type Choice, type Wanted } from "./choose.ts";
import { PlainRows } from "./csv-plain.ts";
import { CsvReader } from "./csv-reader.ts";
import { CsvRows } from "./csv-rows.ts";
import { CsvScan } from "./csv-scan.ts";
import { encode } from "./encode.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";
import type { RowSource } from "./rows.ts";
import { blockRows, type Table } from "./table.ts";
import { TargetTally } from "./target.ts";
import { ByteWindow } from "./window.ts";

/**
 * CSV files with a header line; separated by commas, or by semicolons or tabs where the header holds no comma.
 * Opening walks over the whole file once: rows are counted, columns are numbers, time stamps or text for good, and the
 * target is checked.
 */
export async function readCsv(file: DataFile, wanted: Wanted): Promise<RowSource> {
  const { names, separator, window } = await openRows(file);
  try {
    const choice = choose(file.name, names, wanted);
    const tally = new TargetTally(choice.target);
    const scan = new CsvScan(names.length, choice.columns, choice.target.at, tally);
    const rows = new CsvRows(file.name, separator, scan.roles, scan);
    const most = blockRows(choice.columns.length);
    const plain = await PlainRows.open(names.length, choice.columns, most);
    const onPlain = (from: number, to: number): void => scan.plain(from, to, plain!.numbers);
    do {
      for (let row = most; row === most;) {
        scan.first = rows.count;
        row = plain?.walk(rows, window, 0, most, onPlain) ?? rows.walk(window, 0, most);
      }
    } while (await window.more());
    if (rows.count === 0) throw new InputError({ in: file.name }, "expected rows after the header, got none");
    const columns = names.map((name, column) => scan.column(name, column));
    const categories = columns.map(() => new Categories());
    const table: Table = {
      name: file.name,
      rows: rows.count,
      columns,
      categories: (column) => categories[column]!,
      cells: (used) => readCells(file, { used, columns, categories, rows: rows.count }),
    };
    refuseMissing(file.name, choice, table, scan);
    return encode(table, choice, tally.decide(file.name, choice.target, columns[choice.target.at]!));
  } finally {
    await window.close();
  }
}

/** The file at its first data row. */
async function openRows(file: DataFile): Promise<{ names: string[]; separator: number; window: ByteWindow }> {
  const window = new ByteWindow(file.name, file.bytes());
  try {
    while (await window.more()) {
      const separator = findSeparator(window);
      const header = CsvRows.header(file.name, window, separator);
      if (header === null) continue;
      if (header.every((name) => name !== "" && Number.isFinite(Number(name)))) {
        throw new InputError(
          { in: file.name },
          `expected a header with column names, got the numbers ${header.join(", ")}`,
        );
      }
      return {
        names: header.map((name, at) => (name === "" ? `column ${at + 1}` : name)),
        separator,
        window,
      };
    }
    throw new InputError({ in: file.name }, "expected a header and rows, got an empty file");
  } catch (error) {
    await window.close();
    throw error;
  }
}

/** The separator of the header line: a comma, or the semicolon or tab it holds instead, outside quotes. */
function findSeparator({ bytes, at, limit }: ByteWindow): number {
  const [comma, semicolon, tab, quote] = [44, 59, 9, 34];
  const counts = new Map([comma, semicolon, tab].map((each) => [each, 0]));
  let quoted = false;
  for (let p = at; p < limit && (quoted || bytes[p] !== 10 || p === at); p++) {
    const byte = bytes[p]!;
    if (byte === quote) quoted = !quoted;
    else if (!quoted && counts.has(byte)) counts.set(byte, counts.get(byte)! + 1);
  }
  if (counts.get(comma)! > 0) return comma!;
  return counts.get(semicolon)! > counts.get(tab)! ? semicolon! : counts.get(tab)! > 0 ? tab! : comma!;
}

/** A missing value is an error wherever a number or time stamp is used, and in the target whatever it holds. */
function refuseMissing(file: string, choice: Choice, { columns }: Table, scan: CsvScan): void {
  for (const column of choice.columns) {
    const { kind, name } = columns[column]!;
    const missing = scan.firstMissing(column);
    if (missing === undefined || (kind === "text" && column !== choice.target.at)) continue;
    if (choice.forecasts && column !== choice.target.at && column !== choice.weight) continue;
    const expected =
      kind === "number" ? "a number" : kind === "time" ? "a time stamp" : "a value of the target";
    throw new InputError(
      { in: file, row: missing.row, column: name },
      `expected ${expected}, got ${missing.got}`,
    );
  }
}

interface Cells {
  readonly used: readonly number[];
  readonly columns: Table["columns"];
  readonly categories: readonly Categories[];
  /** Rows that the file had when it was opened. */
  readonly rows: number;
}

async function* readCells(
  file: DataFile,
  { used, columns, categories, rows }: Cells,
): ReturnType<CsvReader["blocks"]> {
  const { separator, window } = await openRows(file);
  try {
    const most = blockRows(used.length);
    const numeric = used.every((at) => columns[at]!.kind === "number");
    const plain = numeric ? await PlainRows.open(columns.length, used, most) : null;
    const reader = new CsvReader(file.name, columns, categories, used, most, plain);
    yield* reader.blocks(window, separator);
    if (reader.done !== rows) {
      throw new InputError(
        { in: file.name },
        `expected ${rows} rows as when it was opened, got ${reader.done}`,
      );
    }
  } finally {
    await window.close();
  }
}
