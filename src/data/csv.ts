import { CellReader } from "./cell-reader.ts";
import { CellScan } from "./cell-scan.ts";
import type { TextRows } from "./cells.ts";
import { choose } from "./choose.ts";
import { PlainRows } from "./csv-plain.ts";
import { CsvRows, type CsvBytes } from "./csv-rows.ts";
import { openCsv, type CsvOptions } from "./csv-shape.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";
import type { RowSource } from "./rows.ts";
import { blockRows } from "./table.ts";
import { TargetTally } from "./target.ts";
import { textTable, type TextWanted } from "./text-table.ts";
import { Missing } from "./words.ts";

/**
 * CSV files (csv-shape.ts says how they are laid out). Opening walks over the whole file once: rows are counted, columns are
 * numbers, time stamps or text for good, and the target is checked.
 */
export async function readCsv(file: DataFile, wanted: TextWanted & CsvOptions): Promise<RowSource> {
  const words = new Missing(wanted.missing);
  const start = await openCsv(file, wanted);
  const { names, window } = start;
  try {
    const choice = choose(file.name, names, wanted);
    const tally = new TargetTally(choice.target);
    const scan = new CellScan(names.length, choice.columns, choice.target.at, tally, words);
    const most = blockRows(choice.columns.length);
    const plain = await openPlain(start, words, choice.columns, most);
    const cells = new CsvRows(file.name, start, scan.roles, scan);
    const rows = plain?.over(cells, (from, to) => scan.plain(from, to, plain.numbers)) ?? cells;
    do {
      for (let row = most; row === most;) {
        scan.first = rows.count;
        row = rows.walk(window, 0, most);
      }
    } while (
      await window.more((line) => ({ row: rows.count + 1, ...columnOf(names, cells.columnAt(line)) }))
    );
    if (rows.count === 0) throw new InputError({ in: file.name }, "expected rows after the header, got none");
    const columns = names.map((name, column) => scan.column(name, column));
    const scanned = {
      name: file.name,
      rows: rows.count,
      columns,
      choice,
      scan,
      tally,
      words,
      points: !start.comma,
    };
    return textTable(scanned, async (reading) => {
      const again = await openCsv(file, wanted);
      const { used } = reading;
      const size = blockRows(used.length);
      const numeric = reading.id === null && used.every((at) => columns[at]!.kind === "number");
      const kernel = numeric ? await openPlain(again, words, used, size) : null;
      const reader = new CellReader(reading, size, kernel?.numbers);
      const walker: CsvRows = new CsvRows(file.name, again, reader.roles, reader);
      const through: TextRows = kernel?.over(walker, () => {}) ?? walker;
      return { reader, rows: through, window: again.window };
    });
  } finally {
    await window.close();
  }
}

function columnOf(names: readonly string[], at: number): { readonly column?: string } {
  const column = names[at];
  return column === undefined ? {} : { column };
}

/** The kernel for plain numbers; null where it would read what is not meant. */
function openPlain(
  { names, comma }: CsvBytes & { readonly names: readonly string[] },
  words: Missing,
  used: readonly number[],
  rows: number,
): Promise<PlainRows | null> {
  if (comma || words.numbers !== null) return Promise.resolve(null);
  return PlainRows.open(names.length, used, rows);
}
