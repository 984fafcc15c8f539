import {
  ALIKE,
  F_EXPLORE,
  F_PASSED_OVER,
  I_ACTIONS,
  I_CONTEXTS,
  I_DENSE,
  I_EXPLORE,
  I_INTERCEPT,
  I_RECORD,
  I_ROW_MASK,
  I_SCORES,
  P_ACTION,
  P_ALONG,
  P_CHANCE,
  P_CHANCES,
  P_CHOICE,
  P_CONTEXT,
  P_COUNT,
  P_DEPLOYED,
  P_DIRECTIONS,
  P_EXPECTED,
  P_FLOATS,
  P_INDEX,
  P_LENGTH,
  P_LOSS,
  P_LOSS_0,
  P_LOSS_U,
  P_M2,
  P_MEAN,
  P_MIXED,
  P_MOVE,
  P_NORM2,
  P_OUTPUT,
  P_RAW,
  P_READY,
  P_REALISED,
  P_SCALED,
  P_SCORES,
  P_SCRATCH,
  P_SCRATCH_FLOATS,
  P_SD,
  P_START,
  P_TIME,
  P_TOLD,
  P_TOWARDS,
  P_U,
  P_UTILITY,
  P_VALUE,
  P_WEIGHT,
  P_X,
  P_Y,
  P_Z,
  RARER,
  RUN_SLOTS,
  SUMS,
  VECTOR,
} from "../../assembly/layout.ts";
import type { RowBlock } from "../data/rows.ts";
import type { Perturbation } from "../estimators/perturbation.ts";
import type { Exploration } from "../exploration.ts";
import { type EngineMemory, Table } from "../wasm/memory.ts";
import { LANES, type Variant } from "../wasm/variants.ts";
import { ARRIVAL_COLUMNS, beginArrivals, growArrivals } from "./arrivals.ts";
import { moveRing, type RingColumn } from "./ring.ts";

/** What the rows of a run look like, and of weights, scores and slopes; fixed for the whole run. */
export interface RunShape extends Variant {
  /** Dense columns. */
  readonly dense: number;
  readonly intercept: boolean;
  /** Most rounds played at once. */
  readonly block: number;
  /** Unscaled features are kept beside the scaled ones. */
  readonly raw: boolean;
  /** Rounds that will have to wait for their feedback at once, as far as that is known. */
  readonly latency: number;
  /** Actions that learners choose among; 0 where they give a score. */
  readonly actions: number;
  /** Distributions over the actions that a policy keeps for each context; default 1. */
  readonly copies?: number;
  /** Contexts that rows are one of, where they have no features; default 0. */
  readonly contexts?: number;
  /** Rows are states of a world; of what learners are told there; default null. */
  readonly world?: { readonly mistold: boolean } | null;
  /** An estimator keeps notes on each round until it is learned; default false. */
  readonly notes?: boolean;
  /** How actions are drawn at random; default null, never. */
  readonly exploration?: Exploration | null;
  /** What learners move at random when they play; default null, nothing. */
  readonly perturbs?: Perturbation["of"] | null;
}

/** Scores that a learner gives in a round. */
export function scores({ actions, copies = 1 }: Pick<RunShape, "actions" | "copies">): number {
  return Math.max(1, actions * copies);
}

/** Vectors of one Float a lane that are kept of a round until it is learned: slopes, and the notes of an estimator. */
export function record(shape: RunShape): number {
  return scores(shape) + (shape.notes ? 2 : 0);
}

/**
 * The rows that all panels share: a ring of the rounds that are played or still wait to be learned, and the columns of the
 * block at hand. The ring grows when a schedule makes rows wait longer than it can hold.
 */
export class Run {
  readonly table: Table;
  readonly shape: RunShape;
  /** Address of the sums over rounds that are the same for every panel. */
  readonly sums: number;
  readonly #memory: EngineMemory;
  readonly #columns: RingColumn[];
  #rows = 0;
  #entries = 0;
  #nextEntry = 0;

  constructor(memory: EngineMemory, shape: RunShape) {
    this.#memory = memory;
    this.shape = shape;
    const { dense, block, precision, actions } = shape;
    const beside = bytesBeside(shape);
    this.table = new Table(memory, RUN_SLOTS);
    this.table.setInteger(I_DENSE, dense);
    this.table.setInteger(I_INTERCEPT, Number(shape.intercept));
    this.#columns = [
      ...[P_Y, P_NORM2, P_LENGTH, P_U].map((slot) => [slot, beside] as const),
      ...(shape.contexts ? [[P_CONTEXT, beside] as const] : []),
      ...featureColumns(shape),
      ...directionColumns(shape),
    ];
    for (const slot of [P_LOSS_U, P_LOSS_0, P_CHANCE]) this.#place(slot, (block + 1) * beside);
    this.table.setInteger(I_ACTIONS, actions);
    this.#place(P_Z, block * Math.max(1, actions) * VECTOR);
    this.#place(P_OUTPUT, block * VECTOR);
    if (actions > 0) this.#placeActions(shape, beside);
    if (shape.perturbs) this.#placePerturbations(shape, beside);
    this.#place(P_LOSS, block * LANES[precision] * 8);
    for (const slot of [P_SCRATCH, P_SCRATCH_FLOATS, P_MEAN, P_M2, P_SD, P_SCALED])
      this.#place(slot, dense * 8);
    this.sums = memory.take(SUMS * 8);
    this.reserve(0, 0, shape.latency + block);
  }

  /** What is known of the rounds of a block in which actions are chosen. */
  #placeActions(shape: RunShape, beside: number): void {
    const { table } = this;
    const { block, actions, contexts = 0, precision, exploration, world } = shape;
    // streams may fill them two rounds at a time
    for (const slot of world ? [P_EXPECTED] : [P_UTILITY, P_EXPECTED])
      this.#place(slot, (block + 1) * actions * beside);
    for (const slot of [P_ACTION, P_REALISED]) this.#place(slot, block * VECTOR);
    this.#place(P_CHOICE, block * beside);
    table.setInteger(P_TOLD, table.pointer(P_EXPECTED));
    if (world) {
      this.#place(P_MOVE, block * beside);
      if (world.mistold) this.#place(P_TOLD, block * actions * beside);
      // nothing scatters: the utility of an action is what is told of it
      table.setInteger(P_UTILITY, table.pointer(P_TOLD));
    }
    table.setInteger(I_CONTEXTS, contexts);
    table.setInteger(I_SCORES, scores(shape));
    table.setInteger(I_RECORD, record(shape));
    // a single distribution takes the place of its scores
    if (scores(shape) > actions) this.#place(P_SCORES, block * scores(shape) * VECTOR);
    else table.setInteger(P_SCORES, table.pointer(P_Z));
    // drawn from the policy itself, actions have a single probability
    table.setInteger(P_CHANCES, table.pointer(P_OUTPUT));
    if (!exploration) return;
    table.setInteger(I_EXPLORE, EXPLORE[exploration.rule]);
    table.setReal(F_EXPLORE, exploration.gamma);
    this.#place(P_CHANCES, block * VECTOR);
    this.#place(P_MIXED, actions * VECTOR);
    this.#place(P_DEPLOYED, block * LANES[precision] * 8);
  }

  /** What is known of the rounds of a block in which learners move what they play. */
  #placePerturbations(shape: RunShape, beside: number): void {
    const { block, precision } = shape;
    // a policy with one action, whose output is moved
    this.table.setInteger(I_ACTIONS, 1);
    this.table.setInteger(I_SCORES, scores(shape));
    this.table.setInteger(I_RECORD, record(shape));
    this.#place(P_ALONG, block * beside);
    this.#place(P_REALISED, block * VECTOR);
    this.#place(P_DEPLOYED, block * LANES[precision] * 8);
  }

  /** Rows come with delays, or times of feedback, of their own. */
  get delayed(): boolean {
    return this.table.pointer(P_READY) > 0;
  }

  /** Rows so far whose feedback never comes. */
  get passedOver(): number {
    return this.table.real(F_PASSED_OVER);
  }

  /** Ring slots; a power of two. */
  get rows(): number {
    return this.#rows;
  }

  /** Makes room for rounds [from, to) at once, of which [from, written) are there and stay. Returns whether the ring grew. */
  reserve(from: number, written: number, to: number): boolean {
    const need = to - from;
    if (need <= this.#rows) return false;
    const rows = powerOfTwo(Math.max(need, LEAST));
    for (const [slot, bytes] of this.#columns) {
      const address = this.#memory.take(rows * bytes);
      const old = { address: this.table.pointer(slot), rows: this.#rows };
      if (this.#rows > 0) moveRing(this.#memory, old, { address, rows }, from, written, bytes);
      this.table.setInteger(slot, address);
    }
    if (this.delayed) growArrivals(this.#memory, this.table, this.#rows, rows);
    const { precision, ownRows, perturbs } = this.shape;
    const same = precision === "f64" && !ownRows;
    if (same) this.table.setInteger(P_FLOATS, this.table.pointer(P_X));
    if (perturbs !== "weights") this.table.setInteger(P_TOWARDS, this.table.pointer(P_FLOATS));
    else if (same) this.table.setInteger(P_TOWARDS, this.table.pointer(P_DIRECTIONS));
    this.#rows = rows;
    this.table.setInteger(I_ROW_MASK, rows - 1);
    return true;
  }

  /**
   * Writes rows [at, at + count) of a block as rounds [round, round + count). `oldest` is the first round still needed:
   * its entries must not be overwritten.
   */
  write(block: RowBlock, at: number, count: number, round: number, oldest: number): void {
    const { dense, raw } = this.shape;
    if (block.start[block.rows]! > 0) this.#add([P_START, 4], [P_COUNT, 4]);
    if (block.weight && this.#add([P_WEIGHT, 8])) this.#f64(P_WEIGHT, 0, this.#rows).fill(1);
    const ready = block.feedback ?? block.delay;
    if (ready && this.#add(...ARRIVAL_COLUMNS)) beginArrivals(this.#memory, this.table, this.#rows, oldest);
    if (block.time) this.#add([P_TIME, 8]);
    if (this.table.pointer(P_START)) this.#writeEntries(block, at, count, round, oldest);
    for (let i = 0; i < count;) {
      const slot = (round + i) % this.#rows;
      const rows = Math.min(count - i, this.#rows - slot);
      const from = at + i;
      this.#f64(raw ? P_RAW : P_X, slot * dense, rows * dense).set(
        block.dense.subarray(from * dense, (from + rows) * dense),
      );
      this.#f64(P_Y, slot, rows).set(block.outcome.subarray(from, from + rows));
      if (this.table.pointer(P_WEIGHT)) {
        const weights = this.#f64(P_WEIGHT, slot, rows);
        if (block.weight) weights.set(block.weight.subarray(from, from + rows));
        else weights.fill(1);
      }
      if (this.table.pointer(P_READY)) {
        const delays = this.#f64(P_READY, slot, rows);
        if (ready) delays.set(ready.subarray(from, from + rows));
        else delays.fill(1);
      }
      if (block.time) this.#f64(P_TIME, slot, rows).set(block.time.subarray(from, from + rows));
      i += rows;
    }
  }

  /** Adds ring columns that no row needed so far. Returns whether they were missing. */
  #add(...columns: RingColumn[]): boolean {
    if (this.table.pointer(columns[0]![0])) return false;
    for (const [slot, bytes] of columns) this.table.setInteger(slot, this.#memory.take(this.#rows * bytes));
    this.#columns.push(...columns);
    return true;
  }

  /** Entries of a row are contiguous; those of a block go to one stretch of the entry ring, or to two. */
  #writeEntries(block: RowBlock, at: number, count: number, round: number, oldest: number): void {
    for (let i = 0; i < count;) {
      const slot = (round + i) % this.#rows;
      let rows = Math.min(count - i, this.#rows - slot);
      const first = block.start[at + i]!;
      // as many rows as fit behind the last entry; at least the next row, at the start of the ring if need be
      while (rows > 1 && this.#nextEntry + block.start[at + i + rows]! - first > this.#entries) rows >>= 1;
      const entries = block.start[at + i + rows]! - first;
      if (!this.#fits(entries, round + i, oldest)) this.#growEntries(entries, round + i, oldest);
      if (this.#nextEntry + entries > this.#entries) this.#nextEntry = 0;
      const start = this.#memory.u32(this.table.pointer(P_START) + slot * 4, rows);
      const length = this.#memory.u32(this.table.pointer(P_COUNT) + slot * 4, rows);
      for (let r = 0; r < rows; r++) {
        const entry = block.start[at + i + r]!;
        start[r] = this.#nextEntry + (entry - first);
        length[r] = block.start[at + i + r + 1]! - entry;
      }
      this.#memory
        .u32(this.table.pointer(P_INDEX) + this.#nextEntry * 4, entries)
        .set(block.index.subarray(first, first + entries));
      this.#memory
        .f64(this.table.pointer(P_VALUE) + this.#nextEntry * 8, entries)
        .set(block.value.subarray(first, first + entries));
      this.#nextEntry += entries;
      i += rows;
    }
  }

  /** Whether `entries` more can be written before round `round` without touching those of round `oldest` and later. */
  #fits(entries: number, round: number, oldest: number): boolean {
    if (entries > this.#entries) return false;
    if (entries === 0 || round === oldest) return true;
    const tail = this.#memory.u32(this.table.pointer(P_START), this.#rows)[oldest % this.#rows]!;
    // equal: the rows that wait have no entries at all, since the ring is never filled to the last entry
    if (this.#nextEntry >= tail) return this.#nextEntry + entries <= this.#entries || entries < tail;
    return this.#nextEntry + entries < tail;
  }

  #growEntries(entries: number, round: number, oldest: number): void {
    const memory = this.#memory;
    const [index, value] = [this.table.pointer(P_INDEX), this.table.pointer(P_VALUE)];
    const size = powerOfTwo(Math.max(1024, 2 * (this.#entries + entries)));
    const [freshIndex, freshValue] = [memory.take(size * 4), memory.take(size * 8)];
    let next = 0;
    for (let waiting = oldest; waiting < round; waiting++) {
      const slot = waiting % this.#rows;
      const start = memory.u32(this.table.pointer(P_START), this.#rows);
      const length = memory.u32(this.table.pointer(P_COUNT), this.#rows)[slot]!;
      memory.copy(index + start[slot]! * 4, freshIndex + next * 4, length * 4);
      memory.copy(value + start[slot]! * 8, freshValue + next * 8, length * 8);
      start[slot] = next;
      next += length;
    }
    this.table.setInteger(P_INDEX, freshIndex);
    this.table.setInteger(P_VALUE, freshValue);
    this.#entries = size;
    this.#nextEntry = next;
  }

  /** Says which dense columns are standardised; the others keep mean 0 and standard deviation 1. */
  setScaled(scaled: readonly boolean[]): void {
    this.#f64(P_SCALED, 0, scaled.length).set(scaled.map(Number));
    this.#f64(P_SD, 0, scaled.length).set(scaled.map((on) => (on ? 0 : 1)));
  }

  /** A sum over rounds with what rounding lost added back. */
  sum(id: number): number {
    const [total, lost] = this.#memory.f64(this.sums + id * 8, 2);
    return total! + lost!;
  }

  #f64(slot: number, first: number, length: number): Float64Array {
    return this.#memory.f64(this.table.pointer(slot) + first * 8, length);
  }

  #place(slot: number, bytes: number): void {
    this.table.setInteger(slot, this.#memory.take(bytes));
  }
}

/** Rules of exploration as the kernels number them. */
const EXPLORE: Readonly<Record<Exploration["rule"], number>> = { constant: ALIKE, root: RARER };

/** Bytes of an f64 that goes with a row: one for all learners, or one for each. */
function bytesBeside({ precision, ownRows }: RunShape): number {
  return ownRows ? LANES[precision] * 8 : 8;
}

/** Features of a row: as they come, as they are scaled, and as learners see them where that is something else. */
function featureColumns({ dense, raw, precision, ownRows }: RunShape): RingColumn[] {
  if (ownRows) return [[P_FLOATS, dense * VECTOR]];
  return [
    [P_X, dense * 8],
    ...(raw ? [[P_RAW, dense * 8] as const] : []),
    ...(precision === "f32" ? [[P_FLOATS, dense * 4] as const] : []),
  ];
}

/** The same of the directions that weights are moved along, where they are. */
function directionColumns({ dense, perturbs, precision, ownRows }: RunShape): RingColumn[] {
  if (perturbs !== "weights") return [];
  if (ownRows) return [[P_TOWARDS, dense * VECTOR]];
  return [[P_DIRECTIONS, dense * 8], ...(precision === "f32" ? [[P_TOWARDS, dense * 4] as const] : [])];
}

export function powerOfTwo(n: number): number {
  let power = 1;
  while (power < n) power *= 2;
  return power;
}

/** Fewest slots of the ring: what the kernels take from the last bits of a slot is then the same whatever its size. */
const LEAST = 4;
