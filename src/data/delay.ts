import { LARGEST_LATENCY } from "../schedules/schedule.ts";

/** Rows until the feedback on a row is there: whole numbers, Infinity where it never comes (docs/rounds.md, 1). */

/** Longer ones would keep more rows waiting than can be addressed. */
export function isDelay(rows: number): boolean {
  return rows === Infinity || (Number.isInteger(rows) && rows >= 0 && rows <= LARGEST_LATENCY);
}

/** The numbers of n cells as delays, Infinity where one is missing. Returns the first that is none; -1 where all are fine. */
export function fillDelays(from: Float64Array, to: Float64Array, n: number): number {
  for (let row = 0; row < n; row++) {
    const value = from[row]!;
    if (value === Infinity || !(Number.isNaN(value) || isDelay(value))) return row;
    to[row] = Number.isNaN(value) ? Infinity : value;
  }
  return -1;
}

/** What is expected in a cell. */
export const DELAY: string = `rows until feedback is there, a whole number from 0 to ${LARGEST_LATENCY}, or nothing where it never comes`;
