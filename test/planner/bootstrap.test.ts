import { describe, expect, test } from "vitest";
import { blockLength } from "../../src/planner/block-length.ts";
import { Resampler } from "../../src/planner/bootstrap.ts";
import { Dice } from "../dice.ts";

/** x_{t+1} = share x_t + normal, from its stationary distribution, about a mean. */
function autoregressive(n: number, share: number, mean: number, seed: number): Float64Array {
  const dice = new Dice(seed);
  let x = dice.normal() / Math.sqrt(1 - share ** 2);
  return Float64Array.from({ length: n }, () => {
    const now = x;
    x = share * x + dice.normal();
    return mean + now;
  });
}

const strips = (n: number, rows: number = 1): Float64Array => new Float64Array(n).fill(rows);

describe("block length", () => {
  const typical = (share: number, n: number): number => {
    const lengths = Array.from({ length: 15 }, (_, seed) => blockLength(autoregressive(n, share, 0, seed)));
    return lengths.sort((a, b) => a - b)[7]!;
  };

  test("is that of theory where theory knows it: (3/2 (2 r/(1 - r²))² n)^(1/3) for autoregression", () => {
    for (const share of [0.3, 0.5, 0.7]) {
      const exact = Math.cbrt(1.5 * ((2 * share) / (1 - share ** 2)) ** 2 * 2000);
      expect(typical(share, 2000) / exact).toBeGreaterThan(0.65);
      expect(typical(share, 2000) / exact).toBeLessThan(1.5);
    }
  });

  test("independent strips need no neighbours, and series that do not vary neither", () => {
    expect(typical(0, 2000)).toBeLessThanOrEqual(6);
    expect(blockLength(strips(100))).toBe(1);
  });

  test("is at most 3 sqrt n and n/3", () => {
    const trend = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);
    expect(blockLength(trend(2000))).toBeLessThanOrEqual(135);
    expect(blockLength(trend(30))).toBeLessThanOrEqual(10);
  });
});

describe("intervals", () => {
  const covered = (
    share: number,
    intervals: (sums: Float64Array) => { low: number; high: number },
  ): number => {
    let inside = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { low, high } = intervals(autoregressive(500, share, 3, seed));
      if (low <= 3 && 3 <= high) inside++;
    }
    return inside / 200;
  };

  test("hold the mean about as often as they say, also of series that depend on themselves", () => {
    const resampler = new Resampler(strips(500), 7n);
    for (const share of [0, 0.5, 0.7]) {
      const rate = covered(share, (sums) => resampler.mean(sums));
      expect(rate).toBeGreaterThan(0.88);
      expect(rate).toBeLessThan(0.985);
    }
  });

  test("independent draws would not: blocks are what makes them hold", () => {
    const naive = (sums: Float64Array) => {
      const mean = sums.reduce((sum, x) => sum + x, 0) / sums.length;
      const variance = sums.reduce((sum, x) => sum + (x - mean) ** 2, 0) / sums.length;
      const half = 1.96 * Math.sqrt(variance / sums.length);
      return { low: mean - half, high: mean + half };
    };
    expect(covered(0.7, naive)).toBeLessThan(0.75);
  });

  test("are functions of the seed", () => {
    const sums = autoregressive(300, 0.5, 0, 1);
    const of = (seed: bigint) => new Resampler(strips(300), seed).mean(sums);
    expect(of(5n)).toEqual(of(5n));
    expect(of(5n).low).not.toBe(of(6n).low);
    expect(of(5n).value).toBe(of(6n).value);
  });

  test("are of means a row, strips of fewer rows counting less", () => {
    const rows = strips(40, 10);
    rows[39] = 1;
    const sums = rows.map((n) => 2 * n);
    const { value, low, high } = new Resampler(rows, 0n).mean(sums, 0.5);
    for (const x of [value, low, high]) expect(x).toBeCloseTo(2.5, 12);
  });

  test("too few strips, or losses that are no numbers: no interval", () => {
    const few = new Resampler(strips(49), 0n).mean(autoregressive(49, 0, 0, 1));
    expect([few.low, few.high]).toEqual([few.value, few.value]);
    expect(new Resampler(strips(50), 0n).mean(strips(50, NaN)).low).toBeNaN();
  });
});
