import { ID, NUMBER, SKIP, type CellSink, type TextRows } from "./cells.ts";
import { InputError, quoteBytes } from "./error.ts";
import { NumberReader } from "./number.ts";
import type { ByteWindow } from "./window.ts";

/**
 * Walks over the cells of a CSV file in memory, row by row.
 * RFC 4180: cells in quotes may hold separators, line ends and doubled quotes; lines end in LF or CR LF; empty lines count
 * for nothing. Blanks around a cell that is not in quotes do not belong to it.
 */

const NEWLINE = 10;
const RETURN = 13;
const BLANK = 32;
const QUOTE = 34;
const COMMA = 44;
const POINT = 46;

/** How cells are written. */
export interface CsvBytes {
  /** The byte between cells. */
  readonly separator: number;
  /** Numbers have a decimal comma. */
  readonly comma: boolean;
}

export class CsvRows implements TextRows {
  /** Rows that were walked over so far. */
  count = 0;
  /** The data row at hand, from 1; 0 for the header. */
  private row = 0;
  private readonly name: string;
  readonly separator: number;
  /** Per column: SKIP, NUMBER or TEXT, perhaps with ID. May change between rows. */
  readonly roles: Uint8Array;
  private readonly sink: CellSink;
  /** Numbers have a decimal comma. */
  private readonly comma: boolean;
  private readonly numbers = new NumberReader();
  /** A cell with its comma turned into a point. */
  private pointed: Uint8Array = new Uint8Array(64);
  /** The cell read last: bytes [from, to) of `cell`. */
  private cell: Uint8Array = new Uint8Array(0);
  private from = 0;
  private to = 0;

  constructor(name: string, shape: CsvBytes, roles: Uint8Array, sink: CellSink) {
    this.name = name;
    this.separator = shape.separator;
    this.comma = shape.comma;
    this.roles = roles;
    this.sink = sink;
  }

  /** Rows `row` to `end` of a block from the window; the row it has come to, before `end` where the window holds no more. */
  walk(window: ByteWindow, row: number, end: number): number {
    const { roles, sink, numbers, separator, comma } = this;
    const { bytes, limit } = window;
    const columns = roles.length;
    let p = window.at;
    this.row = this.count + 1;
    while (row < end && p < limit) {
      const begin = p;
      if (bytes[p]! <= BLANK && (p = this.skipBlankLine(bytes, p)) !== begin) continue;
      let column = 0;
      for (;;) {
        const role = column < columns ? roles[column]! : SKIP;
        if (role === NUMBER && !comma) {
          const value = numbers.read(bytes, p);
          const q = numbers.at;
          const byte = bytes[q]!;
          // an infinite number is not one
          if (value - value === 0 && (byte === separator || byte === NEWLINE)) {
            sink.number(column, row, value);
            p = q;
          } else if (value - value === 0 && byte === RETURN && bytes[q + 1] === NEWLINE) {
            sink.number(column, row, value);
            p = q + 1;
          } else if ((p = this.findCell(bytes, p, limit)) >= 0) this.odd(column, row);
        } else if (role !== SKIP) {
          if ((p = this.findCell(bytes, p, limit)) >= 0) this.hand(column, row, role);
        } else if (bytes[p] === QUOTE || bytes[p] === BLANK) p = this.findCell(bytes, p, limit);
        else for (let byte = bytes[p]!; byte !== separator && byte !== NEWLINE;) byte = bytes[++p]!;
        if (p < 0) {
          this.wait(window, begin);
          return row;
        }
        column++;
        if (bytes[p++] === NEWLINE) break;
      }
      if (column !== columns) this.refuse(`expected ${columns} cells as in the header, got ${column}`);
      row++;
      this.count = this.row++;
    }
    window.at = p;
    return row;
  }

  /** The cells of the first line, or null where the window does not hold all of it. */
  static header(name: string, window: ByteWindow, separator: number): string[] | null {
    const cells: string[] = [];
    const shape = { separator, comma: false };
    const rows = new CsvRows(name, shape, new Uint8Array(0), { number() {}, text() {}, absent() {} });
    const { bytes, limit } = window;
    let p = window.at;
    for (let begin = -1; begin !== p; p = p < limit ? rows.skipBlankLine(bytes, p) : p) begin = p;
    if (p >= limit) return null;
    const utf8 = new TextDecoder();
    for (;;) {
      const end = rows.findCell(bytes, p, limit);
      if (end < 0) {
        rows.wait(window, window.at);
        return null;
      }
      cells.push(utf8.decode(rows.cell.subarray(rows.from, rows.to)));
      p = end + 1;
      if (bytes[end] === NEWLINE) break;
    }
    window.at = p;
    return cells;
  }

  /** The cell found last goes to whoever wants it. */
  private hand(column: number, row: number, role: number): void {
    const { cell, from, to, sink } = this;
    if ((role & ID) !== 0) sink.id?.(row, cell, from, to);
    if ((role & NUMBER) !== 0) this.odd(column, row);
    else if (role !== ID) sink.text(column, row, cell, from, to);
  }

  /** The column that the end of an unfinished row is in. */
  columnAt(line: Uint8Array): number {
    let [column, quoted] = [0, false];
    for (const byte of line) {
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === this.separator && !quoted) column++;
    }
    return column;
  }

  /** What stands where a number was expected first: one in quotes or between blanks, or something else. */
  private odd(column: number, row: number): void {
    const { cell, from, to, numbers } = this;
    if (this.comma) return this.withComma(column, row);
    const value = to > from ? numbers.read(cell, from) : NaN;
    if (value - value === 0 && numbers.at === to) this.sink.number(column, row, value);
    else this.sink.text(column, row, cell, from, to);
  }

  /** The same with a decimal comma, which is read as a point; a point itself is no part of a number then. */
  private withComma(column: number, row: number): void {
    const { cell, from, to, numbers } = this;
    const length = to - from;
    if (length >= this.pointed.length) this.pointed = new Uint8Array(2 * length);
    const { pointed } = this;
    let fine = length > 0;
    for (let i = 0; i < length; i++) {
      const byte = cell[from + i]!;
      if (byte === POINT) fine = false;
      pointed[i] = byte === COMMA ? POINT : byte;
    }
    pointed[length] = NEWLINE;
    const value = fine ? numbers.read(pointed, 0) : NaN;
    if (!fine || numbers.at !== length) this.sink.text(column, row, cell, from, to);
    else if (value - value === 0) this.sink.number(column, row, value);
    else this.sink.text(column, row, pointed, 0, length);
  }

  /**
   * Sets `cell`, `from` and `to` for the cell that begins at p; the position of the separator or newline behind it, or -1
   * where a quote is still open at `limit`.
   */
  private findCell(bytes: Uint8Array, p: number, limit: number): number {
    const { separator } = this;
    while (bytes[p] === BLANK) p++;
    if (bytes[p] === QUOTE) return this.findQuoted(bytes, p + 1, limit);
    let end = p;
    for (let byte = bytes[end]!; byte !== separator && byte !== NEWLINE;) byte = bytes[++end]!;
    let to = end;
    while (to > p && bytes[to - 1]! <= BLANK) to--;
    this.cell = bytes;
    this.from = p;
    this.to = to;
    return end;
  }

  /** The same for a cell whose opening quote is before p. */
  private findQuoted(bytes: Uint8Array, p: number, limit: number): number {
    let doubled = false;
    let q = p;
    for (; q < limit; q++) {
      if (bytes[q] !== QUOTE) continue;
      if (bytes[q + 1] !== QUOTE || q + 1 >= limit) break;
      doubled = true;
      q++;
    }
    if (q >= limit) return -1;
    this.cell = bytes;
    this.from = p;
    this.to = q;
    if (doubled) this.undouble();
    do q++;
    while (bytes[q] === BLANK || bytes[q] === RETURN);
    if (bytes[q] !== this.separator && bytes[q] !== NEWLINE) {
      const rest = quoteBytes(bytes, q, Math.min(q + 20, limit));
      this.refuse(`expected a separator after a closing quote, got ${rest}`);
    }
    return q;
  }

  private undouble(): void {
    const inner = this.cell.slice(this.from, this.to + 1);
    let to = 0;
    for (let from = 0; from < inner.length - 1; from++) {
      inner[to++] = inner[from]!;
      if (inner[from] === QUOTE) from++;
    }
    inner[to] = QUOTE;
    this.cell = inner;
    this.from = 0;
    this.to = to;
  }

  /** The start of the next line where this one is empty or blank, else p. */
  private skipBlankLine(bytes: Uint8Array, p: number): number {
    let q = p;
    while (bytes[q]! <= BLANK && bytes[q] !== NEWLINE && bytes[q] !== this.separator) q++;
    return bytes[q] === NEWLINE ? q + 1 : p;
  }

  /** Leaves the row that begins at `begin` for a window that holds more of it. */
  private wait(window: ByteWindow, begin: number): void {
    if (window.ended) this.refuse("expected a closing quote, got the end of the file");
    window.at = begin;
  }

  private refuse(problem: string): never {
    throw new InputError({ in: this.name, ...(this.row > 0 ? { row: this.row } : {}) }, problem);
  }
}
