import { Categories } from "./categories.ts";
import { NUMBER, SKIP, TEXT, type CellSink } from "./csv-rows.ts";
import { quote } from "./error.ts";
import type { Column, Kind } from "./table.ts";
import type { TargetTally } from "./target.ts";
import { readTime } from "./time.ts";
import { isMissing, wordNumber } from "./words.ts";

/** Finds out in one walk over a CSV file what its columns hold: numbers, time stamps or text. */

const CAN_BE_NUMBER = 1;
const CAN_BE_TIME = 2;
const SEEN = 4;

const UTF8 = new TextDecoder();

/** A cell to speak of in a message. */
interface Witness {
  readonly row: number;
  readonly got: string;
}

export class CsvScan implements CellSink {
  /** Per column: what to do with its cells; columns that are settled as text are skipped from then on. */
  readonly roles: Uint8Array;
  /** Rows before those at hand. */
  first = 0;
  private readonly states: Uint8Array;
  private readonly target: number;
  private readonly tally: TargetTally;
  private readonly targetTexts = new Categories();
  /** Per column: the first cell that is missing, that is not a number, that is not a time stamp. */
  private readonly missing: (Witness | undefined)[] = [];
  private readonly noNumber: (Witness | undefined)[] = [];
  private readonly noTime: (Witness | undefined)[] = [];

  constructor(columns: number, used: readonly number[], target: number, tally: TargetTally) {
    this.roles = new Uint8Array(columns).fill(SKIP);
    for (const column of used) this.roles[column] = NUMBER;
    this.states = new Uint8Array(columns).fill(CAN_BE_NUMBER | CAN_BE_TIME);
    this.target = target;
    this.tally = tally;
  }

  number(column: number, row: number, value: number): void {
    const state = this.states[column]!;
    if (state !== (CAN_BE_NUMBER | SEEN)) this.states[column] = (state & ~CAN_BE_TIME) | SEEN;
    if ((state & CAN_BE_TIME) !== 0)
      this.noTime[column] = { row: this.first + row + 1, got: quote(String(value)) };
    if (column === this.target) this.tally.number(value);
    else if (state === SEEN) this.roles[column] = SKIP;
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
    if (isMissing(bytes, from, to)) {
      this.missing[column] ??= this.witness(row, bytes, from, to);
      return;
    }
    const value = wordNumber(bytes, from, to);
    if (!Number.isNaN(value)) return this.number(column, row, value);
    if (column === this.target)
      this.tally.text(this.targetTexts.text(this.targetTexts.number(bytes, from, to)));
    this.noNumber[column] ??= this.witness(row, bytes, from, to);
    let state = (this.states[column]! & ~CAN_BE_NUMBER) | SEEN;
    if ((state & CAN_BE_TIME) !== 0 && Number.isNaN(readTime(bytes, from, to))) {
      state &= ~CAN_BE_TIME;
      this.noTime[column] = this.witness(row, bytes, from, to);
    }
    this.states[column] = state;
    if (column !== this.target) this.roles[column] = (state & CAN_BE_TIME) === 0 ? SKIP : TEXT;
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
      why: (wanted) => (wanted === "time" ? this.noTime : this.noNumber)[column] ?? empty,
    };
  }

  /** The first missing cell of a column, if any. */
  firstMissing(column: number): Witness | undefined {
    return this.missing[column];
  }

  private witness(row: number, bytes: Uint8Array, from: number, to: number): Witness {
    const got = from === to ? "an empty cell" : quote(UTF8.decode(bytes.subarray(from, to)));
    return { row: this.first + row + 1, got };
  }
}
