import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan.ts";
import { bestPeriod } from "../../src/planner/retraining.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { Dice } from "../dice.ts";
import { jumps, responseSquares } from "./closed-form.ts";
import { planned } from "./logs.ts";

/** Whole plans of logs whose best periods are known: section 7 of the setting. */

describe("(i) a model that is refit on its last block", () => {
  // deployed every p rows with a step of 1/p, descent on a parabola is the mean of the last p outcomes
  const [T, shifts, size, noise, cost] = [200_000, 40, 1, 0.5, 2];
  const prefix = 20_000;
  const excess = async (p: number): Promise<number> => {
    // one shift in each fortieth, at phases of the block that are spread evenly
    const width = T / shifts;
    const at = Array.from({ length: shifts }, (_, i) => {
      const start = prefix + i * width + Math.floor(width / 2);
      return start - (start % p) + Math.floor(((i + 0.5) * p) / shifts);
    });
    const seed = 11;
    const { points } = await plan(
      planned(jumps(prefix + T, at, { size, noise, seed }), "regression", {
        update: ogd({ step: constant(1 / p), gradient: "stale" }),
        periods: [p],
        prefix: prefix / (prefix + T),
        job: 0,
      }),
    );
    const dice = new Dice(seed);
    let unavoidable = 0;
    for (let s = 0; s < prefix + T; s++) {
      const off = noise * dice.normal();
      if (s >= prefix) unavoidable += (off * off) / 2;
    }
    return T * points[0]!.suffixLoss!.value - unavoidable;
  };
  const closed = (p: number): number =>
    shifts * (size ** 2 / 2) * ((p + 1) / 2 + ((p - 1) * (2 * p - 1)) / (6 * p)) + ((noise ** 2 / 2) * T) / p;

  test("what it loses, and the period that is best", async () => {
    const periods = [10, 50, 160, 500];
    const found = new Map<number, number>();
    for (const p of periods) found.set(p, await excess(p));
    // noise in the products of errors and outcomes: a standard deviation of sqrt(2 closed) noise
    for (const p of periods)
      expect(Math.abs(found.get(p)! - closed(p))).toBeLessThan(4 * noise * Math.sqrt(2 * closed(p)));
    expect(closed(10)).toBeCloseTo(2667, 0);
    expect(closed(50)).toBeCloseTo(1333.33, 0);
    expect(bestPeriod({ loss: (p) => found.get(p)! / T, cost, periods }).period).toBe(160);
  });
});

describe("(ii) delayed descent, its step size chosen", () => {
  const [size, every, rows, prefix, cost] = [2, 2000, 40_000, 4000, 1];
  const at = Array.from({ length: rows / every }, (_, i) => every / 2 + every * i);
  // of longer ones a trace is left when the next shift comes
  const latencies = [2, 3, 4, 6, 8, 11, 16, 23, 32];
  const steps = Array.from({ length: 48 }, (_, i) => 0.4 * 0.89 ** i);
  const result = plan(
    planned(jumps(rows, at, { size }), "regression", {
      update: ogd({ step: constant(...steps), gradient: "stale" }),
      latencies,
    }),
  );

  test("losses and costs of shifts are exact", async () => {
    const { points, suffix, shifts } = await result;
    const count = (rows - prefix) / every;
    expect(shifts!.list).toHaveLength(count);
    points.forEach(({ label, stepSize, suffixLoss }, i) => {
      const perShift = (size ** 2 / 2) * responseSquares(stepSize, label - 1);
      expect(Math.abs((suffix * suffixLoss!.value) / (count * perShift) - 1)).toBeLessThan(1e-12);
      for (const { costs } of shifts!.list) {
        expect(costs[i]!.back).toBe(true);
        expect(Math.abs(costs[i]!.cost! / perShift - 1)).toBeLessThan(1e-8);
      }
      // the least of S, as far as the grid of steps has it
      if (label > 3) expect(Math.abs(stepSize * (label - 0.5) - 0.739)).toBeLessThan(0.08);
    });
  });

  test("the best latency for a cost is next to that of the formula", async () => {
    const { points } = await result;
    const loss = (k: number): number => points.find(({ label }) => label === k)!.suffixLoss!.value;
    const { period } = bestPeriod({ loss, cost, periods: latencies });
    const formula = Math.sqrt((cost * every) / (0.766 * size ** 2));
    const place = latencies.findIndex((k) => k > formula);
    expect([latencies[place - 1], latencies[place]]).toContain(period);
    expect(formula).toBeGreaterThan(16);
  });
});
