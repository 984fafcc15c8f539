import { InputError, quoteBytes } from "./error.ts";
import { latin1, NumberReader } from "./number.ts";
import type { ByteWindow } from "./window.ts";

/** Walks over libsvm rows in memory: `label [qid:n] index:value ... [# comment]`, separated by blanks. */

const TAB = 9;
const NEWLINE = 10;
const BLANK = 32;
const HASH = 35;
const COLON = 58;
const LARGEST = 2 ** 31 - 2;

export class LibsvmRows {
  /** Rows that were walked over so far. */
  count = 0;
  /** (rows,) labels. */
  readonly labels: Float64Array;
  /** (rows + 1) where each row's entries begin. */
  readonly start: Uint32Array;
  /** (entries,) indices as written, and values. */
  index: Uint32Array = new Uint32Array(1024);
  value: Float64Array = new Float64Array(1024);
  private entries = 0;
  private readonly name: string;
  private readonly numbers = new NumberReader();

  constructor(name: string, rows: number) {
    this.name = name;
    this.labels = new Float64Array(rows);
    this.start = new Uint32Array(rows + 1);
  }

  /** Rows `row` to `end` of a block from the window; the row it has come to, before `end` where the window holds no more. */
  walk(window: ByteWindow, row: number, end: number): number {
    const { numbers, labels, start } = this;
    const { bytes, limit } = window;
    let p = window.at;
    let entries = row === 0 ? 0 : this.entries;
    while (row < end && p < limit) {
      p = skipBlanks(bytes, p);
      if (bytes[p] === NEWLINE || bytes[p] === HASH) {
        p = nextLine(bytes, p);
        continue;
      }
      const label = numbers.read(bytes, p);
      if (numbers.at === p || bytes[numbers.at]! > BLANK || label - label !== 0)
        this.refuse("a finite label", bytes, p);
      p = numbers.at;
      start[row] = entries;
      labels[row] = label;
      let last = -1;
      for (;;) {
        p = skipBlanks(bytes, p);
        if (bytes[p] === NEWLINE || bytes[p] === HASH) break;
        if (bytes[p] === 113) {
          p = this.skipQuery(bytes, p);
          continue;
        }
        const begin = p;
        let index = 0;
        for (let digit = bytes[p]! - 48; digit >= 0 && digit <= 9; digit = bytes[++p]! - 48)
          index = index * 10 + digit;
        if (p === begin || bytes[p] !== COLON || index > LARGEST) this.refuse("index:value", bytes, begin);
        const value = numbers.read(bytes, p + 1);
        if (numbers.at === p + 1 || bytes[numbers.at]! > BLANK || value - value !== 0) {
          this.refuse(`a finite number after index ${index}`, bytes, p + 1);
        }
        p = numbers.at;
        if (index <= last) this.refuseTwice(index, start[row]!, entries);
        else last = index;
        if (entries === this.index.length) this.grow();
        this.index[entries] = index;
        this.value[entries++] = value;
      }
      p = nextLine(bytes, p);
      row++;
      this.count++;
    }
    start[row] = entries;
    this.entries = entries;
    window.at = p;
    return row;
  }

  private grow(): void {
    const index = new Uint32Array(2 * this.index.length);
    const value = new Float64Array(2 * this.value.length);
    index.set(this.index);
    value.set(this.value);
    this.index = index;
    this.value = value;
  }

  /** Past `qid:n`, which groups rows for ranking and means nothing here. */
  private skipQuery(bytes: Uint8Array, p: number): number {
    if (latin1(bytes, p, p + 4) !== "qid:") this.refuse("index:value", bytes, p);
    while (bytes[p]! > BLANK) p++;
    return p;
  }

  private refuseTwice(index: number, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      if (this.index[i] !== index) continue;
      throw new InputError(
        { in: this.name, row: this.count + 1 },
        `expected each index once, got ${index} twice`,
      );
    }
  }

  private refuse(expected: string, bytes: Uint8Array, p: number): never {
    let to = p;
    while (bytes[to] !== NEWLINE && skipBlanks(bytes, to) === to) to++;
    const got = to === p ? "nothing" : quoteBytes(bytes, p, to);
    throw new InputError({ in: this.name, row: this.count + 1 }, `expected ${expected}, got ${got}`);
  }
}

/** Carriage returns count as blanks. */
function skipBlanks(bytes: Uint8Array, p: number): number {
  while (bytes[p] === BLANK || bytes[p] === TAB || bytes[p] === 13) p++;
  return p;
}

function nextLine(bytes: Uint8Array, p: number): number {
  while (bytes[p] !== NEWLINE) p++;
  return p + 1;
}
