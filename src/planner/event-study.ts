import type { ShiftCost } from "./result.ts";
import { sumOf } from "./strips.ts";

/**
 * What a shift cost a learner, by an event study: its loss behind the shift beyond the mean level before it, added up until it is back at
 * that level, or until the next shift for the worse.
 */

/** Strips before a shift whose mean is its level before. */
const BEFORE = 64;
/** Strips whose mean says that a learner is back. */
const BACK = 5;

/** Indices of strips: the shift is between `from - 1` and `from`. */
export interface Event {
  readonly from: number;
  /** The level before begins here at the earliest: the shift before this one. */
  readonly since: number;
  /** The next shift for the worse, or the end of the log. */
  readonly until: number;
}

/** Mean loss a row of strips [from, to). */
export function levelOf(sums: Float64Array, rows: Float64Array, from: number, to: number): number {
  return sumOf(sums, from, to) / sumOf(rows, from, to);
}

/** @param sums, rows (strips,) Σ loss of the learner and rows in each strip. */
export function eventCost(sums: Float64Array, rows: Float64Array, event: Event): ShiftCost {
  const first = Math.max(event.since, event.from - BEFORE);
  const level = levelOf(sums, rows, first, event.from);
  const room = scatter(sums, rows, level, first, event.from) / Math.sqrt(BACK);
  const isBack = (strip: number): boolean =>
    levelOf(sums, rows, strip, Math.min(event.until, strip + BACK)) <= level + room;
  let end = event.from;
  while (end < event.until && !isBack(end)) end++;
  const played = sumOf(rows, event.from, end);
  return {
    cost: sumOf(sums, event.from, end) - level * played,
    rows: played,
    back: end < event.until,
  };
}

/** Standard deviation of the strips' means about a level. */
function scatter(sums: Float64Array, rows: Float64Array, level: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const off = sums[i]! / rows[i]! - level;
    sum += off * off;
  }
  return Math.sqrt(sum / Math.max(1, to - from));
}
