import { describe, expect, test } from "vitest";
import { eventCost } from "../../src/planner/event-study.ts";
import { findShifts, noiseOf } from "../../src/planner/shifts.ts";
import { Dice } from "../dice.ts";

/** Levels one after the other, each for some strips, and normal noise of autocorrelation `share`. */
function levels(parts: readonly (readonly [strips: number, level: number])[], seed: number, share = 0) {
  const dice = new Dice(seed);
  let noise = 0;
  return Float64Array.from(
    parts.flatMap(([strips, level]) =>
      Array.from({ length: strips }, () => {
        noise = share * noise + Math.sqrt(1 - share ** 2) * dice.normal();
        return level + noise;
      }),
    ),
  );
}

const NONE = { variance: 0, correlation: 1 };
const time = (series: Float64Array): number => noiseOf(series).correlation;
const found = (series: Float64Array) => findShifts(series, noiseOf(series));

describe("detection", () => {
  test("series that stay as they are: hardly ever a false alarm, also where neighbours are alike", () => {
    for (const share of [0, 0.5]) {
      let alarms = 0;
      for (let seed = 0; seed < 20; seed++) alarms += found(levels([[1000, 5]], seed, share)).length;
      expect(alarms).toBeLessThanOrEqual(2);
    }
  });

  test("steps are found where they are, soon, and only they", () => {
    for (let seed = 0; seed < 10; seed++) {
      const shifts = found(levels([[400, 1], [300, 4], [300, 2]], seed)); // prettier-ignore
      expect(shifts).toHaveLength(2);
      shifts.forEach(({ from, found: at }, i) => {
        expect(Math.abs(from - [400, 700][i]!)).toBeLessThanOrEqual(6);
        expect(at).toBeLessThan([430, 760][i]!);
      });
    }
  });

  test("the mean level, not its height above 0, is what counts", () => {
    const [low, high] = [levels([[200, 0], [200, 3]], 3), levels([[200, 1e6], [200, 1e6 + 3]], 3)]; // prettier-ignore
    expect(found(high)).toEqual(found(low));
  });

  test("no scatter: the step is exact, and rounding is no step", () => {
    expect(
      findShifts(
        Float64Array.from({ length: 60 }, (_, i) => (i < 30 ? 0.1 : 0.2)),
        NONE,
      ),
    ).toEqual([{ from: 30, found: 32 }]);
    const rounding = Float64Array.from({ length: 100 }, (_, i) => 0.1 + (i % 2) * 2 ** -55);
    expect(findShifts(rounding, NONE)).toEqual([]);
    expect(findShifts(new Float64Array(3), NONE)).toEqual([]);
  });
});

test("correlation widens thresholds, shifts do not count as correlation", () => {
  expect(time(levels([[2000, 0]], 1))).toBeLessThan(1.3);
  expect(time(levels([[2000, 0]], 1, 0.7))).toBeGreaterThan(2);
  expect(time(levels([[1000, 0], [1000, 50]], 1))).toBeLessThan(1.3); // prettier-ignore
  expect(time(new Float64Array(10))).toBe(1);
});

describe("event study", () => {
  const rows = new Float64Array(200).fill(10);
  /** Level 2 a row, and a shift before strip 100 whose excess halves with every strip. */
  const decay = Float64Array.from({ length: 200 }, (_, i) => 10 * (2 + (i < 100 ? 0 : 2 ** -(i - 100))));

  test("adds up what is lost beyond the level before", () => {
    const { cost, rows: played, back } = eventCost(decay, rows, { from: 100, since: 0, until: 200 });
    expect(cost).toBeCloseTo(20, 9);
    expect(played).toBeLessThan(1000);
    expect(back).toBe(true);
  });

  test("ends with the next shift, which is said", () => {
    expect(eventCost(decay, rows, { from: 100, since: 0, until: 102 })).toEqual({
      cost: 15,
      rows: 20,
      back: false,
    });
  });

  test("what lies before the shift before is no level", () => {
    const raised = decay.map((loss, i) => (i < 90 ? 1000 : loss));
    const event = { from: 100, since: 90, until: 200 };
    expect(eventCost(raised, rows, event).cost).toBeCloseTo(20, 9);
  });

  test("a learner that never lost more costs nothing", () => {
    expect(eventCost(rows, rows, { from: 100, since: 0, until: 200 })).toEqual({
      cost: 0,
      rows: 0,
      back: true,
    });
  });
});
