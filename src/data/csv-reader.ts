import type { Categories } from "./categories.ts";
import type { PlainRows } from "./csv-plain.ts";
import { CsvRows, NUMBER, SKIP, TEXT, type CellSink } from "./csv-rows.ts";
import { InputError, quote } from "./error.ts";
import type { CellBlock, Column } from "./table.ts";
import { readTime } from "./time.ts";
import type { ByteWindow } from "./window.ts";
import { wordNumber } from "./words.ts";

const UTF8 = new TextDecoder();

/** Fills blocks of cells from a CSV file whose columns are known. */
export class CsvReader implements CellSink {
  /** Rows before the block at hand. */
  done = 0;
  private readonly name: string;
  private readonly columns: readonly Column[];
  private readonly categories: readonly Categories[];
  private readonly rows: number;
  private readonly roles: Uint8Array;
  private readonly numbers: (Float64Array | undefined)[];
  private readonly codes: (Int32Array | undefined)[];
  private readonly plain: PlainRows | null;

  constructor(
    name: string,
    columns: readonly Column[],
    categories: readonly Categories[],
    used: readonly number[],
    rows: number,
    plain: PlainRows | null,
  ) {
    this.name = name;
    this.columns = columns;
    this.categories = categories;
    this.rows = rows;
    this.plain = plain;
    this.roles = new Uint8Array(columns.length).fill(SKIP);
    for (const at of used) this.roles[at] = columns[at]!.kind === "number" ? NUMBER : TEXT;
    const text = (at: number): boolean => columns[at]!.kind === "text";
    this.numbers = columns.map((_, at) =>
      used.includes(at) && !text(at) ? (plain?.numbers[at] ?? new Float64Array(rows)) : undefined,
    );
    this.codes = columns.map((_, at) => (used.includes(at) && text(at) ? new Int32Array(rows) : undefined));
  }

  /** The rows from the window's position on. A block is valid until the next is asked for. */
  async *blocks(window: ByteWindow, separator: number): AsyncGenerator<CellBlock> {
    const rows = new CsvRows(this.name, separator, this.roles, this);
    let row = 0;
    for (let more = true; more;) {
      row = this.plain?.walk(rows, window, row, this.rows, () => {}) ?? rows.walk(window, row, this.rows);
      if (row < this.rows && (more = await window.more())) continue;
      if (row > 0) yield { rows: row, numbers: this.numbers, codes: this.codes };
      this.done = rows.count;
      row = 0;
    }
  }

  number(column: number, row: number, value: number): void {
    this.numbers[column]![row] = value;
  }

  text(column: number, row: number, bytes: Uint8Array, from: number, to: number): void {
    const codes = this.codes[column];
    if (codes !== undefined) {
      codes[row] = this.categories[column]!.number(bytes, from, to);
      return;
    }
    const { kind, name } = this.columns[column]!;
    const value = kind === "time" ? readTime(bytes, from, to) : wordNumber(bytes, from, to);
    if (Number.isNaN(value)) {
      const got = from === to ? "an empty cell" : quote(UTF8.decode(bytes.subarray(from, to)));
      const expected = kind === "time" ? "a time stamp" : "a number";
      throw new InputError(
        { in: this.name, row: this.done + row + 1, column: name },
        `expected ${expected}, got ${got}`,
      );
    }
    this.numbers[column]![row] = value;
  }
}
