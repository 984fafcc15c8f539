import { Categories } from "./categories.ts";
import { NUMBER, SKIP, TEXT, type CellSink } from "./cells.ts";
import { quote, quoteBytes } from "./error.ts";
import type { Column, Kind } from "./table.ts";
import type { TargetTally } from "./target.ts";
import { readTime } from "./time.ts";
import { infinity, truth, type Missing } from "./words.ts";

/** Finds out in one walk over a text file what its columns hold: numbers, truth values, time stamps or text. */

const CAN_BE_NUMBER = 1;
const CAN_BE_TIME = 2;
const CAN_BE_TRUTH = 4;
const SEEN = 8;
const UNSEEN = CAN_BE_NUMBER | CAN_BE_TIME | CAN_BE_TRUTH;

/** So many rows of nothing but numbers promise numbers in the rest of a column. */
const PROMISE = 1000;

/** A cell to speak of in a message. */
export interface Witness {
  readonly row: number;
  readonly got: string;
}

export class CellScan implements CellSink {
  /** Per column: what to do with its cells; columns that are settled as text are skipped from then on. */
  roles: Uint8Array;
  /** Rows before those at hand. */
  first = 0;
  private states: Uint8Array;
  private target: number;
  private readonly tally: TargetTally;
  private readonly words: Missing;
  private readonly targetTexts = new Categories();
  /** Per column: the first cell that is missing. */
  private readonly missing: (Witness | undefined)[] = [];
  /** Per column: the first cell that is not a number, and that is not a time stamp. */
  private readonly noNumber: (Witness | undefined)[] = [];
  private readonly noTime: (Witness | undefined)[] = [];
  /** Per column: the first number that is not finite. */
  private readonly infinite: (Witness | undefined)[] = [];
  /** Per column: the first word after a thousand rows and more of nothing but numbers. */
  private readonly turned: (Witness | undefined)[] = [];

  constructor(columns: number, used: readonly number[], target: number, tally: TargetTally, words: Missing) {
    this.roles = new Uint8Array(columns).fill(SKIP);
    for (const column of used) this.roles[column] = NUMBER;
    this.states = new Uint8Array(columns).fill(UNSEEN);
    this.target = target;
    this.tally = tally;
    this.words = words;
  }

  /** A column that appears in row `row` of the rows at hand for the first time: it was missing in those before. */
  add(column: number, row: number, isTarget: boolean): void {
    if (column >= this.roles.length) {
      this.roles = longer(this.roles);
      this.states = longer(this.states);
    }
    this.roles[column] = NUMBER;
    this.states[column] = UNSEEN;
    if (isTarget) this.target = column;
    const before = this.first + row;
    if (before === 0) return;
    this.missing[column] = { row: 1, got: "nothing" };
  }

  /** Whether every cell was missing. */
  isEmpty(column: number): boolean {
    return (this.states[column]! & SEEN) === 0;
  }

  number(column: number, row: number, value: number): void {
    if (this.words.numbers?.has(value)) return this.miss(column, row, quote(String(value)));
    const state = this.states[column]!;
    if (state !== (CAN_BE_NUMBER | SEEN))
      this.states[column] = (state & ~(CAN_BE_TIME | CAN_BE_TRUTH)) | SEEN;
    if ((state & CAN_BE_TIME) !== 0)
      this.noTime[column] = { row: this.first + row + 1, got: quote(String(value)) };
    if (column === this.target) this.tally.number(value);
    else if ((state & (CAN_BE_NUMBER | CAN_BE_TIME)) === 0) this.roles[column] = SKIP;
  }

  /** Rows [from, to) of a block whose cells are all plain numbers, in these columns. */
  plain(from: number, to: number, numbers: readonly (Float64Array | undefined)[]): void {
    for (let column = 0; column < numbers.length; column++) {
      const values = numbers[column];
      if (values === undefined || this.roles[column] !== NUMBER) continue;
      this.number(column, from, values[from]!);
      if (column === this.target) for (let row = from + 1; row < to; row++) this.tally.number(values[row]!);
    }
  }

  text(column: number, row: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.words.has(bytes, from, to)) return this.miss(column, row, gotOf(bytes, from, to));
    const value = truth(bytes, from, to);
    if (!Number.isNaN(value)) return this.truth(column, row, bytes, from, to, value);
    const large = infinity(bytes, from, to);
    if (!Number.isNaN(large)) {
      this.infinite[column] ??= this.witness(row, bytes, from, to);
      return this.number(column, row, large);
    }
    this.word(column, row, bytes, from, to);
  }

  absent(column: number, row: number): void {
    this.miss(column, row, "nothing");
  }

  /** What a column has turned out to hold. */
  column(name: string, column: number): Column {
    const state = this.states[column]!;
    let kind: Kind = "text";
    if ((state & SEEN) !== 0 && (state & CAN_BE_NUMBER) !== 0) kind = "number";
    else if ((state & SEEN) !== 0 && (state & CAN_BE_TIME) !== 0) kind = "time";
    const empty = (state & SEEN) === 0 ? this.missing[column] : undefined;
    return {
      name,
      kind,
      truth: kind === "number" && (state & CAN_BE_TRUTH) !== 0,
      why: (wanted) => (wanted === "time" ? this.noTime : this.noNumber)[column] ?? empty,
    };
  }

  /** The first missing cell of a column, if any. */
  firstMissing(column: number): Witness | undefined {
    return this.missing[column];
  }

  /** The first number of a column that is infinite, or too large to be held. */
  firstInfinite(column: number): Witness | undefined {
    return this.infinite[column];
  }

  /** The first word of a column that began with a thousand rows and more of nothing but numbers, if it is such a column. */
  firstTurned(column: number): Witness | undefined {
    return this.turned[column];
  }

  private truth(
    column: number,
    row: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    value: number,
  ): void {
    const state = this.states[column]!;
    if ((state & CAN_BE_TIME) !== 0) this.noTime[column] = this.witness(row, bytes, from, to);
    this.states[column] = (state & ~CAN_BE_TIME) | SEEN;
    if (column === this.target)
      this.tally.truth(value, this.targetTexts.text(this.targetTexts.number(bytes, from, to)));
    else if ((state & (CAN_BE_NUMBER | CAN_BE_TIME)) === 0) this.roles[column] = SKIP;
  }

  private word(column: number, row: number, bytes: Uint8Array, from: number, to: number): void {
    if (column === this.target)
      this.tally.text(this.targetTexts.text(this.targetTexts.number(bytes, from, to)));
    const before = this.states[column]!;
    if (this.noNumber[column] === undefined) {
      this.noNumber[column] = this.witness(row, bytes, from, to);
      const promised = (before & SEEN) !== 0 && (before & CAN_BE_TIME) === 0;
      if (promised && this.first + row >= PROMISE) this.turned[column] = this.noNumber[column];
    }
    let state = (before & ~(CAN_BE_NUMBER | CAN_BE_TRUTH)) | SEEN;
    if ((state & CAN_BE_TIME) !== 0 && Number.isNaN(readTime(bytes, from, to))) {
      state &= ~CAN_BE_TIME;
      this.noTime[column] = this.witness(row, bytes, from, to);
    }
    this.states[column] = state;
    if (column !== this.target) this.roles[column] = (state & CAN_BE_TIME) === 0 ? SKIP : TEXT;
  }

  private miss(column: number, row: number, got: string): void {
    this.missing[column] ??= { row: this.first + row + 1, got };
  }

  private witness(row: number, bytes: Uint8Array, from: number, to: number): Witness {
    return { row: this.first + row + 1, got: gotOf(bytes, from, to) };
  }
}

function gotOf(bytes: Uint8Array, from: number, to: number): string {
  return from === to ? "an empty cell" : quoteBytes(bytes, from, to);
}

function longer(array: Uint8Array): Uint8Array {
  const grown = new Uint8Array(2 * array.length + 16);
  grown.set(array);
  return grown;
}
