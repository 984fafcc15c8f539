import type { ShiftCost } from "./result.ts";
import { sumOf } from "./strips.ts";

/**
 * What shifts cost a learner, by an event study: its loss behind a shift beyond the mean level before it, added up until it is back at that level. Where
 * it does not come back, the world has become harder, which is no cost of adapting: then beyond the level at which it stays.
 */

/** Most strips whose mean is a level. */
const LEVEL = 64;
/** Strips whose mean says that a learner is back. */
const BACK = 5;
/** Share of the largest loss behind a shift that is rounding. */
const ROUNDING = 1e-12;

/** Indices of strips: the shift is between `from - 1` and `from`. */
export interface Event {
  readonly from: number;
  /** The level before begins here at the earliest: where the shift before this one ended. */
  readonly since: number;
  /** Its end, wherever it was seen: a learner that waits longer feels it later than `from`, and is not back before that. */
  readonly over: number;
  /** The next shift for the worse, or the end of the log. */
  readonly until: number;
}

/** Mean loss a row of strips [from, to). */
export function levelOf(sums: Float64Array, rows: Float64Array, from: number, to: number): number {
  return sumOf(sums, from, to) / sumOf(rows, from, to);
}

/**
 * What each of several shifts cost.
 *
 * @param sums, rows (strips,) Σ loss of the learner and rows in each strip.
 * @param events in their order; what the learner has not yet made up of one is not the level before the next.
 */
export function eventCosts(
  sums: Float64Array,
  rows: Float64Array,
  events: readonly Event[],
): readonly ShiftCost[] {
  // of a learner that diverged nothing is known
  if (!Number.isFinite(sumOf(sums)))
    return events.map(({ from, until }) => ({ cost: null, rows: sumOf(rows, from, until), back: false }));
  let back = 0;
  return events.map((event) => {
    const { end, ...cost } = eventCost(sums, rows, { ...event, since: Math.max(event.since, back) });
    if (cost.back) back = end;
    return cost;
  });
}

/** Of a single one, and the strip at which it was made up. */
export function eventCost(
  sums: Float64Array,
  rows: Float64Array,
  event: Event,
): ShiftCost & { readonly end: number } {
  const { from, since, until } = event;
  const before = { from: Math.max(since, from - LEVEL), to: from };
  const made = madeUp(sums, rows, event, before);
  if (made.end < until) return { ...made, back: true };
  // the later half of what follows, as far as that is enough to say what its level is
  const after = { from: Math.max(until - LEVEL, from + Math.ceil((until - from) / 2)), to: until };
  if (after.to - after.from < BACK)
    return { cost: null, rows: sumOf(rows, from, until), back: false, end: until };
  return { ...madeUp(sums, rows, event, after), back: false };
}

/** Loss beyond a level until the learner is there, or until the end. */
function madeUp(
  sums: Float64Array,
  rows: Float64Array,
  { from, over, until }: Event,
  at: { readonly from: number; readonly to: number },
): { readonly cost: number; readonly rows: number; readonly end: number } {
  const level = levelOf(sums, rows, at.from, at.to);
  const rounding = ROUNDING * largest(sums, rows, from, Math.min(until, from + BACK));
  const room = Math.max(scatter(sums, rows, level, at.from, at.to) / Math.sqrt(BACK), rounding);
  const isThere = (strip: number): boolean =>
    levelOf(sums, rows, strip, Math.min(until, strip + BACK)) <= level + room;
  let end = Math.min(over, until);
  while (end < until && !isThere(end)) end++;
  const played = sumOf(rows, from, end);
  return { cost: sumOf(sums, from, end) - level * played, rows: played, end };
}

/** Mean loss of the strip where it is furthest from 0. */
function largest(sums: Float64Array, rows: Float64Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(sums[i]! / rows[i]!));
  return most;
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
