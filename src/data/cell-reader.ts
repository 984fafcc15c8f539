import { Categories } from "./categories.ts";
import { ID, NUMBER, SKIP, TEXT, type CellSink, type TextRows } from "./cells.ts";
import { InputError, quoteBytes } from "./error.ts";
import type { CellBlock, Column } from "./table.ts";
import { readTime, readZone } from "./time.ts";
import type { ByteWindow } from "./window.ts";
import { infinity, truth, type Missing } from "./words.ts";

const UTF8 = new TextDecoder();

/** A pass over a text file whose columns are known. */
export interface Reading {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly categories: readonly Categories[];
  readonly used: readonly number[];
  /** Columns of time stamps whose zones count. */
  readonly zoned: readonly number[];
  /** The column of ids; null for none. */
  readonly id: number | null;
  readonly words: Missing;
}

/** Fills blocks of cells from a text file whose columns are known; a missing number or time stamp is NaN. */
export class CellReader implements CellSink {
  /** Rows before the block at hand. */
  done = 0;
  readonly roles: Uint8Array;
  private readonly reading: Reading;
  private readonly rows: number;
  private readonly numbers: (Float64Array | undefined)[];
  private readonly codes: (Int32Array | undefined)[];
  private readonly ahead: (Float64Array | undefined)[];
  private readonly ids: string[] = [];

  /** @param room per column: (rows,) numbers to be filled, where there is such room already. */
  constructor(reading: Reading, rows: number, room: readonly (Float64Array | undefined)[] = []) {
    this.reading = reading;
    this.rows = rows;
    const { columns, used, zoned, id } = reading;
    this.roles = new Uint8Array(columns.length).fill(SKIP);
    for (const at of used) this.roles[at] = columns[at]!.kind === "number" ? NUMBER : TEXT;
    if (id !== null) this.roles[id]! |= ID;
    const text = (at: number): boolean => columns[at]!.kind === "text";
    this.numbers = columns.map(() => undefined);
    this.codes = columns.map(() => undefined);
    for (const at of used) {
      if (text(at)) this.codes[at] = new Int32Array(rows);
      else this.numbers[at] = room[at] ?? new Float64Array(rows);
    }
    const isZoned = (at: number): boolean => zoned.includes(at) && columns[at]!.kind === "time";
    this.ahead = columns.map((_, at) => (isZoned(at) ? new Float64Array(rows) : undefined));
  }

  /** The rows from the window's position on. A block is valid until the next is asked for. */
  async *blocks(rows: TextRows, window: ByteWindow): AsyncGenerator<CellBlock> {
    let row = 0;
    for (let more = true; more;) {
      row = rows.walk(window, row, this.rows);
      if (row < this.rows && (more = await window.more(() => ({ row: rows.count + 1 })))) continue;
      if (row > 0) yield { rows: row, ...this.cells };
      this.done = rows.count;
      row = 0;
    }
  }

  private get cells(): Omit<CellBlock, "rows"> {
    const { numbers, codes, ahead, ids } = this;
    return { numbers, codes, ahead, ...(this.reading.id !== null && { ids }) };
  }

  number(column: number, row: number, value: number): void {
    this.numbers[column]![row] = this.reading.words.numbers?.has(value) ? NaN : value;
  }

  text(column: number, row: number, bytes: Uint8Array, from: number, to: number): void {
    const { categories, words } = this.reading;
    const codes = this.codes[column];
    const ahead = this.ahead[column];
    if (ahead !== undefined) ahead[row] = readZone(bytes, from, to);
    if (codes === undefined) this.numbers[column]![row] = this.valueOf(column, row, bytes, from, to);
    else if (words.hasText(bytes, from, to)) codes[row] = Categories.MISSING;
    else codes[row] = categories[column]!.number(bytes, from, to);
  }

  id(row: number, bytes: Uint8Array, from: number, to: number): void {
    this.ids[row] = UTF8.decode(bytes.subarray(from, to));
  }

  absent(column: number, row: number): void {
    if (column === this.reading.id) this.ids[row] = "";
    const codes = this.codes[column];
    if (codes !== undefined) codes[row] = Categories.MISSING;
    else if (this.numbers[column] !== undefined) this.numbers[column]![row] = NaN;
  }

  private valueOf(column: number, row: number, bytes: Uint8Array, from: number, to: number): number {
    const { name: file, columns, words } = this.reading;
    const { kind, name } = columns[column]!;
    if (words.has(bytes, from, to)) return NaN;
    const value = kind === "time" ? readTime(bytes, from, to) : wordNumber(bytes, from, to);
    if (!Number.isNaN(value)) return value;
    throw new InputError(
      { in: file, row: this.done + row + 1, column: name },
      `expected ${kind === "time" ? "a time stamp" : "a number"}, got ${quoteBytes(bytes, from, to)}`,
    );
  }
}

function wordNumber(bytes: Uint8Array, from: number, to: number): number {
  const value = truth(bytes, from, to);
  return Number.isNaN(value) ? infinity(bytes, from, to) : value;
}
