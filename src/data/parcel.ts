import type { MessagePort } from "node:worker_threads";
import { InputError, type Place } from "./error.ts";
import type { RowBlock, RowSource } from "./rows.ts";

/** What crosses between the thread that reads a log and the one that learns from it. */

/** What is known of a log before its first pass. */
export interface Head extends Pick<RowSource, "name" | "rows" | "dense" | "task" | "classes"> {
  /** Sparse columns met so far. */
  readonly columns: number;
  /** Where sparse columns are named by number: that of the first; else null, and names arrive with the blocks. */
  readonly base: number | null;
}

/** Something was thrown. An InputError would arrive as a mere Error, so that its parts travel instead. */
export interface Failure {
  readonly error: unknown;
  readonly input: { readonly place: Place; readonly problem: string } | null;
}

/** Asks for a pass: blocks come through the port, and go back through it to be used again; null there ends the pass. */
export interface Request {
  readonly port: MessagePort;
  /** Sparse columns whose names are known. */
  readonly known: number;
}

/** A block on its way, and the names of the sparse columns that it is the first to have. */
export interface Parcel {
  readonly block: RowBlock;
  readonly names: readonly string[];
}

export type Opening = { readonly head: Head } | Failure;
/** "end" where a pass is over or was ended. */
export type Delivery = Parcel | Failure | "end";

export function packError(error: unknown): Failure {
  if (!(error instanceof InputError)) return { error, input: null };
  return { error: null, input: { place: error.place, problem: error.problem } };
}

export function unpackError({ error, input }: Failure): unknown {
  return input === null ? error : new InputError(input.place, input.problem);
}

/** The memory of a block, to be transferred with it. */
export function buffersOf(block: RowBlock): ArrayBuffer[] {
  const { dense, start, index, value, outcome, weight, delay, time, feedback } = block;
  const beside = [weight, delay, time, feedback].filter((column) => column != null);
  return [dense, start, index, value, outcome, ...beside].map((array) => array.buffer as ArrayBuffer);
}

/** A copy of the block in the memory of one that came back, where that is large enough. `width`: dense columns. */
export function copyBlock(block: RowBlock, width: number, into: RowBlock | undefined): RowBlock {
  const { rows, start, weight, delay, time, feedback } = block;
  const entries = start[rows]!;
  return {
    rows,
    dense: copy(block.dense, rows * width, into?.dense),
    start: copy(start, rows + 1, into?.start),
    index: copy(block.index, entries, into?.index),
    value: copy(block.value, entries, into?.value),
    outcome: copy(block.outcome, rows, into?.outcome),
    weight: weight && copy(weight, rows, into?.weight ?? undefined),
    delay: delay && copy(delay, rows, into?.delay ?? undefined),
    time: time && copy(time, rows, into?.time ?? undefined),
    feedback: feedback && copy(feedback, rows, into?.feedback ?? undefined),
  };
}

function copy<T extends Float64Array | Uint32Array>(from: T, n: number, into: T | undefined): T {
  if (into === undefined || into.length < n) return from.slice(0, n) as T;
  into.set(from.subarray(0, n));
  return into;
}
