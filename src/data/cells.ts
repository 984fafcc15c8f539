import type { ByteWindow } from "./window.ts";

/** What walks over the rows of a text file, and who gets the cells. */

/** What is to be done with the cells of a column. */
export const SKIP = 0;
/** Try to read a number; what is not one arrives as text. */
export const NUMBER = 1;
/** Everything arrives as text. */
export const TEXT = 2;
/** It arrives as an id, before it arrives as what else it is: added to one of the others. */
export const ID = 4;

/** Who gets the cells. `row` counts from 0 within the block. */
export interface CellSink {
  /** Finite: a number too large to be held arrives as text. */
  number(column: number, row: number, value: number): void;
  /** The cell in bytes [from, to), quotes and outer blanks removed; the byte at `to` is not a digit. */
  text(column: number, row: number, bytes: Uint8Array, from: number, to: number): void;
  /** The same for the cell that is the row's id. */
  id?(row: number, bytes: Uint8Array, from: number, to: number): void;
  /** The row has no such cell. */
  absent(column: number, row: number): void;
}

/** A walker over the rows of one format. */
export interface TextRows {
  /** Rows that were walked over so far. */
  readonly count: number;
  /** Rows `row` to `end` of a block from the window; the row it has come to, before `end` where the window holds no more. */
  walk(window: ByteWindow, row: number, end: number): number;
}
