import type { ClockGlance } from "../data/glance.ts";
import type { RowBlock } from "../data/rows.ts";
import { timeText } from "../data/time.ts";
import type { DryRun, MetRow, Times, Written } from "../report/dry-run.ts";

/** What the times and ids in the first block of a log look like. */

/** Ids of the first row and of the last one. */
export function idsIn({ rows, ids }: RowBlock): DryRun["ids"] {
  return ids ? { first: ids[0]!, last: ids[rows - 1]! } : null;
}

/** @param anyOrder rows may come in any order. */
export function timesIn(clocks: ClockGlance, anyOrder: boolean): Times {
  const { kind, time, feedback } = clocks;
  const ends = (of: Float64Array) => ({ first: written(clocks, of[0]!), last: written(clocks, of.at(-1)!) });
  const there = feedback && {
    ...ends(feedback),
    never: feedback.filter((instant) => instant === Infinity).length,
    medianWait: medianWait(time, feedback, time.length),
  };
  return { kind, ...ends(time), anyOrder, feedback: there };
}

export function whenOf(clocks: ClockGlance, row: number): Pick<MetRow, "time" | "feedback"> {
  const { time, feedback } = clocks;
  const decided = { time: written(clocks, time[row]!) };
  return feedback ? { ...decided, feedback: written(clocks, feedback[row]!) } : decided;
}

/** An instant as it is to be read; "never" for Infinity. */
function written({ kind, zoned }: ClockGlance, instant: number): Written {
  if (instant === Infinity) return "never";
  return kind === "time" ? `${timeText(instant)}${zoned ? " UTC" : ""}` : instant;
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
