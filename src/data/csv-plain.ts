import { loadReading, type ReadingKernel } from "../wasm/reading.ts";
import { NUMBER, type TextRows } from "./cells.ts";
import type { CsvRows } from "./csv-rows.ts";
import type { ByteWindow } from "./window.ts";

/**
 * The fast way through CSV rows of plain numbers: a kernel reads them from its memory straight into columns, and leaves
 * every row that holds anything else to `CsvRows`.
 */

/** Bytes of text given to the kernel at a time: with the columns of a block they stay in a second-level cache. */
const TEXT_ROOM = 1 << 17;
/** Bytes that the kernel may read behind its text. */
const MARGIN = 64;
/** A row of more columns would hardly fit the text. */
const MOST_COLUMNS = 4096;
const PAGE = 1 << 16;
const NEWLINE = 10;

/** Rows that are left to `CsvRows` at once where the kernel found none to read: from 1, doubled each time, up to this. */
const MOST_PATIENCE = 1024;

/** Told of rows [from, to) of a block that the kernel has read. */
export type OnPlain = (from: number, to: number) => void;

export class PlainRows {
  /** Per column: (rows,) numbers, in the kernel's memory; undefined where the column is not used. */
  readonly numbers: readonly (Float64Array | undefined)[];
  private readonly kernel: ReadingKernel;
  private readonly bytes: Uint8Array;
  private readonly cursor: Uint32Array;
  /** (columns,) address of each column's numbers while it is to be read, else 0. */
  private readonly places: Uint32Array;
  private readonly text: number;
  private patience = 1;

  /** Null where the kernel cannot be had or would be of no use. */
  static async open(columns: number, used: readonly number[], rows: number): Promise<PlainRows | null> {
    const kernel = columns > MOST_COLUMNS ? null : await loadReading();
    return kernel && new PlainRows(kernel, columns, used, rows);
  }

  private constructor(kernel: ReadingKernel, columns: number, used: readonly number[], rows: number) {
    const cursor = Math.ceil(kernel.heap_base() / 16) * 16;
    const places = cursor + 16;
    const numbers = places + Math.ceil(columns / 2) * 8;
    this.text = numbers + used.length * rows * 8;
    const { memory } = kernel;
    memory.grow(Math.max(0, Math.ceil((this.text + TEXT_ROOM + MARGIN - memory.buffer.byteLength) / PAGE)));
    this.kernel = kernel;
    this.bytes = new Uint8Array(memory.buffer);
    this.cursor = new Uint32Array(memory.buffer, cursor, 1);
    this.places = new Uint32Array(memory.buffer, places, columns);
    const views: (Float64Array | undefined)[] = Array.from({ length: columns });
    used.forEach((at, i) => (views[at] = new Float64Array(memory.buffer, numbers + i * rows * 8, rows)));
    this.numbers = views;
  }

  /** These rows by way of the kernel. */
  over(rows: CsvRows, onPlain: OnPlain): TextRows {
    const walk: TextRows["walk"] = (window, row, end) => this.walk(rows, window, row, end, onPlain);
    return {
      walk,
      get count() {
        return rows.count;
      },
    };
  }

  /** As `CsvRows.walk`, by way of the kernel while no column is read as text. */
  private walk(rows: CsvRows, window: ByteWindow, row: number, end: number, onPlain: OnPlain): number {
    while (row < end && window.at < window.limit) {
      const base = window.at - this.text;
      const stop = base + this.load(window);
      if (stop === window.at) return rows.walk(window, row, end);
      while (row < end && window.at < stop) {
        if (!this.place(rows.roles)) return rows.walk(window, row, end);
        this.cursor[0] = window.at - base;
        const next = this.read(rows.separator, stop - base, row, end);
        window.at = base + this.cursor[0]!;
        this.patience = next > row ? 1 : Math.min(2 * this.patience, MOST_PATIENCE);
        if (next > row) onPlain(row, next);
        rows.count += next - row;
        row = next;
        if (row === end || window.at >= stop) break;
        row = rows.walk(window, row, Math.min(end, row + this.patience));
        if (row === next) return row;
      }
    }
    return row;
  }

  /** Copies whole lines from the window; the end of the text. */
  private load({ bytes, at, limit }: ByteWindow): number {
    const most = Math.min(limit, at + TEXT_ROOM);
    const end = most === limit ? limit : bytes.lastIndexOf(NEWLINE, most - 1) + 1;
    if (end <= at) return this.text;
    this.bytes.set(bytes.subarray(at, end), this.text);
    return this.text + end - at;
  }

  /** Says where numbers go; false where some column is to be read as text. */
  private place(roles: Uint8Array): boolean {
    for (let column = 0; column < roles.length; column++) {
      if (roles[column]! > NUMBER) return false;
      this.places[column] = roles[column] === NUMBER ? this.numbers[column]!.byteOffset : 0;
    }
    return true;
  }

  private read(separator: number, end: number, row: number, last: number): number {
    const { cursor, places } = this;
    return this.kernel.read_rows(
      cursor.byteOffset,
      end,
      separator,
      places.byteOffset,
      places.length,
      row,
      last,
    );
  }
}
