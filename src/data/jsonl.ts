import { CellReader } from "./cell-reader.ts";
import { CellScan } from "./cell-scan.ts";
import { choose } from "./choose.ts";
import { InputError } from "./error.ts";
import { parseTarget } from "./expression.ts";
import type { DataFile } from "./file.ts";
import { JsonPaths } from "./json-paths.ts";
import { JsonlRows } from "./jsonl-rows.ts";
import type { RowSource } from "./rows.ts";
import { blockRows } from "./table.ts";
import { TargetTally } from "./target.ts";
import { textTable, type TextWanted } from "./text-table.ts";
import { ByteWindow } from "./window.ts";
import { Missing } from "./words.ts";

/**
 * JSONL files: an object a line, its values in columns named by their path (`user.age`, `tags.0`) in order of appearance. Numbers are
 * numbers, truth values 1 and 0, strings text or time stamps; null and what a row does not have are missing. Opening walks over
 * the whole file once.
 */
export async function readJsonl(file: DataFile, wanted: TextWanted): Promise<RowSource> {
  const words = new Missing(wanted.missing);
  const target = parseTarget(wanted.target ?? "target");
  const tally = new TargetTally({ ...target, task: wanted.task ?? null });
  const scan = new CellScan(0, [], -1, tally, words);
  const paths = new JsonPaths();
  const isTarget = (path: string, column: number): boolean =>
    path === target.column || `#${column + 1}` === target.column;
  const rows = new JsonlRows(
    file.name,
    paths,
    scan,
    () => scan.roles,
    ({ path, column }, row) => scan.add(column, row, isTarget(path, column)),
  );
  const window = new ByteWindow(file.name, file.bytes());
  try {
    while (await window.more(() => ({ row: rows.count + 1 })))
      for (let row = BLOCK; row === BLOCK;) {
        scan.first = rows.count;
        row = rows.walk(window, 0, BLOCK);
      }
  } finally {
    await window.close();
  }
  if (rows.count === 0) throw new InputError({ in: file.name }, 'expected rows such as {"x": 1}, got none');
  const columns = paths.columns.map(({ path }, column) => scan.column(path, column));
  const names = columns.map(({ name }) => name);
  const choice = choose(file.name, names, wanted);
  const scanned = { name: file.name, rows: rows.count, columns, choice, scan, tally, words, points: false };
  return textTable(scanned, (reading) => {
    const reader = new CellReader(reading, blockRows(reading.used.length));
    const known = new JsonPaths(paths);
    const walker = new JsonlRows(
      file.name,
      known,
      reader,
      () => reader.roles,
      () => {},
    );
    return Promise.resolve({ reader, rows: walker, window: new ByteWindow(file.name, file.bytes()) });
  });
}

/** Rows that are walked over at a time while columns are being found. */
const BLOCK = 8192;
