import { Dice } from "../dice.ts";
import { row, type Row } from "../rows.ts";

/** Logs of an outcome whose level jumps, and what delayed descent loses by them: section 5.3 of the setting. */

/** Outcomes whose level goes up or down by `size` behind each of the rows `at`, with normal noise. */
export function jumps(
  rows: number,
  at: readonly number[],
  of: { readonly size: number; readonly noise?: number; readonly seed?: number },
): Row[] {
  const { size, noise = 0, seed = 1 } = of;
  const dice = new Dice(seed);
  const behind = new Set(at);
  let level = 0;
  return Array.from({ length: rows }, (_, s) => {
    if (behind.has(s)) level += level > 0 ? -size : size;
    return row([0], level + (noise > 0 ? noise * dice.normal() : 0));
  });
}

/** Σ of squares of the impulse response of x - eta x[d rows ago]. */
export function responseSquares(eta: number, d: number): number {
  const w = 2 * Math.asin(eta / 2);
  const angle = ((2 * d + 1) * w) / 2;
  return (1 + Math.sin(angle)) / (2 * eta * Math.cos(w / 2) * Math.cos(angle));
}
