import { describe, expect, test } from "vitest";
import { levelShifts } from "../../src/planner/adwin.ts";
import { findBursts } from "../../src/planner/bursts.ts";
import { noiseOf } from "../../src/planner/noise.ts";
import { findShifts } from "../../src/planner/shifts.ts";
import { bursts, levels, STEADY } from "./series.ts";

const NONE = { variance: 0, correlation: 1 };
const time = (series: Float64Array): number => noiseOf(series).correlation;
const found = (series: Float64Array) => findShifts([series], 0).list;

describe("levels that stay", () => {
  test.each(STEADY)("%s, %i strips that stay as they are: hardly ever a false alarm", (_, strips, of) => {
    let alarms = 0;
    for (let seed = 0; seed < 20; seed++) {
      expect(of(seed)).toHaveLength(strips);
      alarms += Math.min(1, found(of(seed)).length);
    }
    expect(alarms).toBeLessThanOrEqual(1);
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

  test("also among few strips", () => {
    for (let seed = 0; seed < 10; seed++)
      expect(found(levels([[60, 1], [60, 4]], seed))).toHaveLength(1); // prettier-ignore
  });

  test("the mean level, not its height above 0, is what counts", () => {
    const [low, high] = [levels([[200, 0], [200, 3]], 3), levels([[200, 1e6], [200, 1e6 + 3]], 3)]; // prettier-ignore
    expect(found(high)).toEqual(found(low));
  });

  test("no scatter: the step is exact, and rounding is no step", () => {
    const step = Float64Array.from({ length: 60 }, (_, i) => (i < 30 ? 0.1 : 0.2));
    // by five strips behind it: fewer stick out of their part by more than tails may
    expect(levelShifts(step, NONE)).toEqual([{ from: 30, found: 34 }]);
    expect(found(step)).toMatchObject([{ from: 30, found: 34, end: 30, left: null }]);
    const rounding = Float64Array.from({ length: 100 }, (_, i) => 0.1 + (i % 2) * 2 ** -55);
    expect(found(rounding)).toEqual([]);
    for (const strips of [0, 1, 3, 12]) expect(found(new Float64Array(strips))).toEqual([]);
  });
});

describe("bursts", () => {
  test("a single one is found where it sticks out for long enough", () => {
    for (let seed = 0; seed < 10; seed++) {
      const series = levels([[500, 1], [8, 7], [492, 1]], seed); // prettier-ignore
      expect(found(series).filter(({ from }) => Math.abs(from - 500) <= 1)).toHaveLength(1);
      expect(levelShifts(series, noiseOf(series)).length).toBeLessThanOrEqual(2);
    }
  });

  test("many are found though each is short, and none where they have the length of chance", () => {
    for (let seed = 0; seed < 10; seed++) {
      const shifts = found(bursts(6, 3, seed));
      expect(shifts.length).toBeGreaterThanOrEqual(17);
      for (const { from, found: at, end } of shifts) {
        expect(from % 56).toBeGreaterThanOrEqual(27);
        expect(end % 56).toBeLessThanOrEqual(32);
        expect(at).toBeLessThan(end);
      }
      expect(found(bursts(6, 1, seed))).toEqual([]);
    }
  });

  test("a strip that does not stick out parts none: it begins where it began", () => {
    for (let seed = 0; seed < 10; seed++) {
      const series = levels([[300, 1], [3, 21], [1, 1], [9, 11], [300, 1]], seed); // prettier-ignore
      const [burst, ...others] = findBursts(series).list;
      expect(others).toEqual([]);
      expect([burst!.from, burst!.end]).toEqual([300, 313]);
      // the median, which what sticks out does not move
      expect(Math.abs(burst!.level - 1)).toBeLessThan(0.2);
    }
  });

  test("of a series without noise: whatever leaves the level", () => {
    const decay = Float64Array.from({ length: 560 }, (_, i) => (i % 56 < 28 ? 0 : 10 ** -(i % 28)));
    const { list, shortest } = findBursts(decay);
    expect(list.map(({ from }) => from)).toEqual(Array.from({ length: 10 }, (_, i) => 28 + 56 * i));
    expect(list.every(({ from, end }) => end - from >= 5 && end - from < 28)).toBe(true);
    expect(shortest).toBeLessThanOrEqual(5);
  });

  test("one next to a step belongs to it", () => {
    for (const seed of [1, 2, 3]) {
      const series = levels([[300, 1], [4, 8], [300, 2.5]], seed); // prettier-ignore
      expect(levelShifts(series, noiseOf(series))).toHaveLength(1);
      expect(findBursts(series.subarray(300)).list).toHaveLength(1);
      expect(found(series)).toHaveLength(1);
    }
  });

  test("what the learner watched has adapted to at once is seen in a slower one, and is one shift", () => {
    const [quick, slow] = [bursts(6, 1, 1), bursts(6, 4, 2)];
    expect(found(quick)).toEqual([]);
    const { list } = findShifts([quick, slow, slow], 0);
    expect(list.map(({ from, by }) => [from, by])).toEqual(found(slow).map(({ from }) => [from, 1]));
    expect(list.length).toBeGreaterThanOrEqual(17);
  });

  test("fewer strips make one among more of them, and noise that is alike takes more", () => {
    const alone = (of: Float64Array): number => findBursts(of).shortest;
    expect(alone(levels([[1000, 0]], 1))).toBeLessThan(alone(levels([[60, 0]], 1)));
    expect(alone(levels([[1000, 0]], 1, 0.8))).toBeGreaterThan(2 * alone(levels([[1000, 0]], 1)));
    expect(findShifts([levels([[1000, 0]], 1)], 0).shortest).toBe(alone(levels([[1000, 0]], 1)));
    expect(findShifts([levels([[60, 0]], 1)], 0).shortest).toBe(5);
  });
});

test("correlation widens thresholds, shifts do not count as correlation", () => {
  expect(time(levels([[2000, 0]], 1))).toBeLessThan(1.3);
  expect(time(levels([[2000, 0]], 1, 0.7))).toBeGreaterThan(2);
  expect(time(levels([[1000, 0], [1000, 50]], 1))).toBeLessThan(1.3); // prettier-ignore
  expect(time(levels([[60, 0], [60, 50]], 1))).toBeLessThan(1.5); // prettier-ignore
  expect(time(levels([[100, 0]], 1, 0.8))).toBeGreaterThan(1.6);
  expect(noiseOf(levels([[100, 7]], 1)).variance).toBeGreaterThan(0.5);
  expect(time(new Float64Array(10))).toBe(1);
});
