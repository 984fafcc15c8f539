import { expect, test } from "vitest";
import { findShifts, type Seen } from "../../src/planner/shifts.ts";
import { Dice } from "../dice.ts";

/** How often shifts of made-up series are found: the figures of docs/plan.md, Shifts. */

const SERIES = 300;
const STRIPS = 1000;

const near =
  (at: number, within: number) =>
  ({ from }: Seen): boolean =>
    Math.abs(from - at) <= within;

test.each<
  [string, share: number, change: (x: number, strip: number) => number, found: (one: Seen) => boolean]
>([
  ["a step of one standard deviation", 0.997, (x, i) => x + (i < 500 ? 0 : 1), near(500, 60)],
  ["lognormal noise that trebles", 0.52, (x, i) => Math.exp(x) * (i < 500 ? 1 : 3), near(500, 60)],
  ["a burst of 4 strips", 0.95, (x, i) => x + (i >= 500 && i < 504 ? 5 : 0), near(500, 2)],
  ["a burst of 8 strips", 0.997, (x, i) => x + (i >= 500 && i < 508 ? 5 : 0), near(500, 2)],
])("%s is found in %d of the series", (_, share, change, found) => {
  const dice = new Dice(7);
  let hits = 0;
  for (let i = 0; i < SERIES; i++) {
    const series = Float64Array.from({ length: STRIPS }, (_, strip) => change(dice.normal(), strip));
    if (findShifts([series], 0).list.some(found)) hits++;
  }
  // three standard errors of a share, and of one that is nearly 1 two series
  const room = Math.max(3 * Math.sqrt((share * (1 - share)) / SERIES), 2 / SERIES);
  expect(Math.abs(hits / SERIES - share)).toBeLessThan(room);
});

test("of eighteen bursts of 2 strips nine tenths are found", () => {
  const dice = new Dice(7);
  const isBurst = (strip: number): boolean => strip >= 52 && strip < 52 * 19 && strip % 52 < 2;
  let hits = 0;
  for (let i = 0; i < SERIES; i++) {
    const series = Float64Array.from({ length: STRIPS }, (_, s) => dice.normal() + (isBurst(s) ? 5 : 0));
    const { list } = findShifts([series], 0);
    for (let k = 1; k <= 18; k++) if (list.some(near(52 * k, 2))) hits++;
  }
  expect(hits / SERIES / 18).toBeGreaterThan(0.87);
  expect(hits / SERIES / 18).toBeLessThan(0.95);
});
