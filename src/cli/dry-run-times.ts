import type { Glance } from "../data/glance.ts";
import type { RowBlock } from "../data/rows.ts";
import { timeText } from "../data/time.ts";
import type { DryRun, Written } from "../report/dry-run.ts";

/** What the times and ids in the first block of a log look like. */

export interface Clock {
  readonly kind: "time" | "number";
  /** Rows may come in any order. */
  readonly anyOrder: boolean;
  /** An instant as it is to be read; "never" for Infinity. */
  readonly write: (instant: number) => Written;
}

export function clockOf(table: Glance | null, { anyOrder = false }: { readonly anyOrder?: boolean }): Clock {
  const kind = table?.columns.find(({ use }) => use === "time")?.kind === "time" ? "time" : "number";
  const write = (instant: number): Written => {
    if (instant === Infinity) return "never";
    return kind === "time" ? timeText(instant) : instant;
  };
  return { kind, anyOrder, write };
}

/** Ids of the first row and of the last one. */
export function idsIn({ rows, ids }: RowBlock): DryRun["ids"] {
  return ids ? { first: ids[0]!, last: ids[rows - 1]! } : null;
}

export function timesIn(block: RowBlock, { kind, anyOrder, write }: Clock): DryRun["times"] {
  const { rows, time, feedback } = block;
  if (!time) return null;
  const ends = (of: Float64Array) => ({ first: write(of[0]!), last: write(of[rows - 1]!) });
  const there = feedback && {
    ...ends(feedback),
    never: feedback.subarray(0, rows).filter((instant) => instant === Infinity).length,
    medianWait: medianWait(time, feedback, rows),
  };
  return { kind, ...ends(time), anyOrder, feedback: there ?? null };
}

/**
 * Rows until feedback is there, 1 for the next: the median of the first half of the rows, which have the other half to wait in. null where that is
 * longer than the block.
 */
function medianWait(time: Float64Array, feedback: Float64Array, rows: number): number | null {
  const waits = Array.from({ length: Math.ceil(rows / 2) }, (_, row) => {
    const ready = firstFrom(time, feedback[row]!, row + 1, rows);
    return ready === rows ? Infinity : ready - row;
  }).sort((a, b) => a - b);
  const median = waits[(waits.length - 1) >> 1]!;
  return median === Infinity ? null : median;
}

/** The first of rows [from, to) whose time is not before the instant; `to` for none. */
function firstFrom(time: Float64Array, instant: number, from: number, to: number): number {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (time[middle]! >= instant) to = middle;
    else from = middle + 1;
  }
  return from;
}
