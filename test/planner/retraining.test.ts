import { describe, expect, test } from "vitest";
import { autoPeriods, bestPeriod, breakEvenCost, lowerEnvelope } from "../../src/planner/retraining.ts";

const whole = (most: number): number[] => Array.from({ length: most }, (_, i) => i + 1);

/** Best periods whose formulas are known: section 7 of the setting. */
describe("closed forms", () => {
  test("(i) a model that is refit on its last block, between shifts", () => {
    const [T, N, size, noise, cost] = [2e5, 40, 1, 0.5, 2];
    const perShift = (p: number): number =>
      (size ** 2 / 2) * ((p + 1) / 2 + ((p - 1) * (2 * p - 1)) / (6 * p));
    const loss = (p: number): number => (N * perShift(p)) / T + noise ** 2 / 2 / p;
    const found = bestPeriod({ loss, cost, periods: whole(2000) });
    expect(found.period).toBe(160);
    expect(T * found.total).toBeCloseTo(5322.94, 2);
    expect(Math.sqrt((12 * T * (cost + noise ** 2 / 2)) / (5 * N * size ** 2))).toBeCloseTo(159.69, 2);
  });

  test.each([
    [2e5, 40, 1, 2],
    [1e6, 10, 2, 50],
    [1e5, 300, 0.5, 0.4],
  ])("(ii) tuned delayed descent: T %f, N %f, size %f, cost %f", (T, N, size, cost) => {
    const loss = (k: number): number => (N * 0.766 * size ** 2 * (k - 0.5)) / T;
    const { period } = bestPeriod({ loss, cost, periods: whole(5000) });
    expect(Math.abs(period - Math.sqrt((cost * T) / (0.766 * N * size ** 2)))).toBeLessThan(1);
  });

  test.each([
    [1e6, 0.5, 3],
    [1e8, 0.1, 2],
    [1e4, 2, 40],
  ])("(iii) the worst case: T %f, b %f, cost %f", (T, b, cost) => {
    const loss = (k: number): number => 0.3 + (b * Math.sqrt(k * T)) / T;
    const { period } = bestPeriod({ loss, cost, periods: whole(10_000) });
    expect(Math.abs(period - ((2 * cost * Math.sqrt(T)) / b) ** (2 / 3))).toBeLessThan(1);
  });
});

describe("bestPeriod", () => {
  const loss = (p: number): number => ({ 1: 0.5, 24: 0.9, 48: 0.6, 96: NaN })[p]!;

  test("curves need not be monotone, and what is not known is never best", () => {
    expect(bestPeriod({ loss, cost: 0, periods: [1, 24, 48, 96] })).toEqual({ period: 1, total: 0.5 });
    expect(bestPeriod({ loss, cost: 10, periods: [96, 48, 24, 1] }).period).toBe(48);
  });

  test.each([
    [{ cost: -1, periods: [1] }, "bestPeriod: cost: expected a finite number >= 0, got -1"],
    [{ cost: 1, periods: [] }, "bestPeriod: periods: expected at least one, got none"],
    [{ cost: 1, periods: [0] }, "bestPeriod: periods: expected a finite number > 0, got 0"],
    [{ cost: 1, periods: [96] }, "bestPeriod: loss: expected a number for some period, got none"],
  ])("refuses %j", (of, message) => {
    expect(() => bestPeriod({ loss, ...of })).toThrow(message);
  });
});

test("at the break-even cost two periods are as good as each other", () => {
  const increase = 0.02;
  for (const [p, q] of [
    [1, 3],
    [10, 20],
    [100, 1000],
  ] as const) {
    const cost = breakEvenCost(p, q, increase);
    expect(cost / p).toBeCloseTo(increase + cost / q, 12);
    if (q === 2 * p) expect(cost).toBeCloseTo(2 * p * increase, 12);
  }
});

describe("the lower envelope", () => {
  const curve = (losses: readonly number[]) =>
    losses.map((loss, i) => ({ period: [1, 3, 10, 30, 100, 300][i]!, loss }));

  test("has the period that is best at every cost, and no other", () => {
    // losses at which neighbouring break-even costs are .245, .255, -1.99, 3.69, -11
    const bent = curve([0.4, 0.563, 0.583, 0.45, 0.536, 0.462]);
    const envelope = lowerEnvelope(bent);
    expect(envelope).toEqual([0, 3, 5]);
    const from = envelope.map((i, at) => {
      if (at === 0) return 0;
      const before = bent[envelope[at - 1]!]!;
      return breakEvenCost(before.period, bent[i]!.period, bent[i]!.loss - before.loss);
    });
    expect(from.toSorted((a, b) => a - b)).toEqual(from);
    for (let cost = 0; cost < 1; cost += 0.00917) {
      const { period } = bestPeriod({
        loss: (p) => bent.find((one) => one.period === p)!.loss,
        periods: bent.map((one) => one.period),
        cost,
      });
      expect(period).toBe(bent[envelope[from.findLastIndex((least) => cost >= least)]!]!.period);
    }
  });

  test("has every period of a convex curve, the longest alone where waiting costs nothing, none without a number", () => {
    expect(lowerEnvelope(curve([0.1, 0.2, 0.3]))).toEqual([0, 1, 2]);
    expect(lowerEnvelope(curve([0.3, 0.3, 0.2, 0.2]))).toEqual([3]);
    expect(lowerEnvelope(curve([NaN, 0.1, NaN, 0.2]))).toEqual([1, 3]);
    expect(lowerEnvelope(curve([NaN]))).toEqual([]);
  });
});

test("periods are planned as far as the prefix has ten of them", () => {
  expect(autoPeriods(5)).toEqual([1]);
  expect(autoPeriods(29)).toEqual([1]);
  expect(autoPeriods(30)).toEqual([1, 3]);
  expect(autoPeriods(4531)).toEqual([1, 3, 10, 30, 100, 300]);
  expect(autoPeriods(300_000)).toEqual([1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000]);
});
