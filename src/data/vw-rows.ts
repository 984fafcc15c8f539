import { InputError, quoteBytes } from "./error.ts";
import { NumberReader } from "./number.ts";
import { wholly, type Namespace, type VwFeatures } from "./vw-features.ts";
import { VwLabels } from "./vw-labels.ts";
import type { ByteWindow } from "./window.ts";

/**
 * Walks over rows of VW text in memory: `label [importance] [tag]|namespace:scale feature:value feature ...|...`. A feature without
 * a value counts 1; one that occurs twice in a row counts once, with the sum.
 */

const [TAB, NEWLINE, RETURN, BLANK, COLON, BAR] = [9, 10, 13, 32, 58, 124];
const ENCODER = new TextEncoder();

export class VwRows {
  /** Rows that were walked over so far. */
  count = 0;
  readonly labels: VwLabels;
  /** (rows + 1) where each row's entries begin. */
  readonly start: Uint32Array;
  /** (entries,) columns and values. */
  index: Uint32Array = new Uint32Array(1024);
  value: Float64Array = new Float64Array(1024);
  private entries = 0;
  /** Per column: the entry it had last. */
  private last: Uint32Array = new Uint32Array(1024);
  private readonly name: string;
  private readonly features: VwFeatures;
  private readonly numbers = new NumberReader();

  constructor(name: string, features: VwFeatures, rows: number, tagged = false) {
    this.name = name;
    this.features = features;
    this.labels = new VwLabels(name, rows, tagged);
    this.start = new Uint32Array(rows + 1);
  }

  /** Rows `row` to `end` of a block from the window; the row it has come to, before `end` where the window holds no more. */
  walk(window: ByteWindow, row: number, end: number): number {
    const { bytes, limit } = window;
    let p = window.at;
    if (row === 0) this.entries = 0;
    while (row < end && p < limit) {
      const first = skipBlanks(bytes, p);
      if (bytes[first] === NEWLINE) {
        p = first + 1;
        continue;
      }
      let bar = first;
      while (bytes[bar] !== BAR && bytes[bar] !== NEWLINE) bar++;
      if (bytes[bar] === NEWLINE) this.refuse("a label, and features behind a bar", bytes, first, bar);
      this.labels.read(bytes, first, bar, row, this.count + 1);
      this.start[row] = this.entries;
      for (p = bar; bytes[p] === BAR;) p = this.section(bytes, p + 1, row);
      p++;
      row++;
      this.count++;
    }
    this.start[row] = this.entries;
    window.at = p;
    return row;
  }

  /** The features behind a bar; the position of the next bar or newline. */
  private section(bytes: Uint8Array, p: number, row: number): number {
    let to = endOf(bytes, p);
    let name = to;
    while (name > p && bytes[name - 1] !== COLON) name--;
    const scaled = name > p;
    const space = this.features.namespace(bytes, p, scaled ? name - 1 : to);
    if (scaled) space.scale = this.number(bytes, name, to, "a finite scale after a namespace");
    for (p = skipBlanks(bytes, to); bytes[p] !== BAR && bytes[p] !== NEWLINE; p = skipBlanks(bytes, to)) {
      to = p;
      for (let byte = bytes[to]!; byte > BLANK! && byte !== COLON && byte !== BAR;) byte = bytes[++to]!;
      const colon = to;
      if (bytes[to] === COLON) to = endOf(bytes, to);
      if (to === p) this.refuse("a feature, feature:value, a bar or the end of the line", bytes, p, p + 1);
      const value = colon === to ? 1 : this.number(bytes, colon + 1, to, "a finite number after a feature");
      this.add(this.column(space, bytes, p, colon), value * space.scale, row);
    }
    return p;
  }

  private column(space: Namespace, bytes: Uint8Array, from: number, to: number): number {
    if (from < to) return space.column(this.features, bytes, from, to);
    const name = ENCODER.encode(String(space.nameless++));
    return space.column(this.features, name, 0, name.length);
  }

  private add(column: number, value: number, row: number): void {
    if (column >= this.last.length) this.last = longer(this.last, new Uint32Array(2 * column));
    const before = this.last[column]!;
    if (before >= this.start[row]! && before < this.entries && this.index[before] === column) {
      this.value[before] = this.value[before]! + value;
      return;
    }
    if (this.entries === this.index.length) {
      this.index = longer(this.index, new Uint32Array(2 * this.entries));
      this.value = longer(this.value, new Float64Array(2 * this.entries));
    }
    this.last[column] = this.entries;
    this.index[this.entries] = column;
    this.value[this.entries++] = value;
  }

  private number(bytes: Uint8Array, from: number, to: number, expected: string): number {
    const value = wholly(this.numbers, bytes, from, to);
    if (value - value !== 0) this.refuse(expected, bytes, from, to);
    return value;
  }

  private refuse(expected: string, bytes: Uint8Array, from: number, to: number): never {
    const got = from === to ? "nothing" : quoteBytes(bytes, from, to);
    throw new InputError({ in: this.name, row: this.count + 1 }, `expected ${expected}, got ${got}`);
  }
}

/** Carriage returns count as blanks. */
function skipBlanks(bytes: Uint8Array, p: number): number {
  while (bytes[p] === BLANK || bytes[p] === TAB || bytes[p] === RETURN) p++;
  return p;
}

/** The end of the word at p: a blank, a bar or the end of the line. */
function endOf(bytes: Uint8Array, p: number): number {
  while (bytes[p]! > BLANK! && bytes[p] !== BAR) p++;
  return p;
}

function longer<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
