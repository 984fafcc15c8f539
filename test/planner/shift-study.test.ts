import { describe, expect, test } from "vitest";
import { plan, type PlanOptions } from "../../src/plan.ts";
import type { PlanResult } from "../../src/planner/result.ts";
import { planText } from "../../src/report/plan.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { Dice } from "../dice.ts";
import { row, type Row } from "../rows.ts";
import { jumps, responseSquares } from "./closed-form.ts";
import { planned } from "./logs.ts";

const pitfall = ({ pitfalls }: PlanResult) => pitfalls.find(({ id }) => id === "shifts-unseen");
const text = (result: PlanResult): string => planText(result, 2000);

/** A plan with a verdict, for stakes that are small. */
function judged(rows: readonly Row[], own: Partial<PlanOptions>): Promise<PlanResult> {
  return plan(
    planned(rows, "regression", {
      comparator: { name: "untrained" },
      stakes: 1e-3,
      value: 1,
      job: 0,
      ...own,
    }),
  );
}

describe("a log that becomes harder, with the same best model throughout", () => {
  // the noise doubles in the middle: the loss goes from 0.5 to 2, and stays
  const dice = new Dice(1);
  const rows = Array.from({ length: 8000 }, (_, s) => {
    const x = dice.normal();
    return row([x], 2 * x + (s < 4000 ? 1 : 2) * dice.normal());
  });
  const result = judged(rows, {
    periods: [1, 10],
    update: ogd({ step: constant(0.01), gradient: "stale" }),
  });

  test("its rise is found, but is no cost of adapting", async () => {
    const { shifts, points } = await result;
    expect(shifts!.list).toHaveLength(1);
    const { row: at, size, costs } = shifts!.list[0]!;
    expect(Math.abs(at - 4000)).toBeLessThan(50);
    expect(size).toBeGreaterThan(1);
    expect(costs).toHaveLength(points.length);
    for (const { cost, back } of costs) {
      expect(back).toBe(false);
      // 1.5 a row over 4,000 rows would be 6,000
      expect(Math.abs(cost!)).toBeLessThan(60);
    }
    shifts!.share.forEach((share) => expect(Math.abs(share!)).toBeLessThan(0.01));
  });

  test("and no verdict follows from it; the table says so", async () => {
    const { verdict, undecided } = await result;
    // adapting alone would have said NOT LOW-STAKES
    expect(verdict).toBeNull();
    expect(undecided).toMatch(/^the stakes are only known to be at least /);
    expect(text(await result)).toMatch(
      /\n *[34],\d{3} +\d,\d{3} +periodic\(1\) +1\.\d+ +-?[\d.]+\*\n\*: the loss did not come back;/,
    );
  });
});

describe("shifts that are soon adapted to", () => {
  const at = Array.from({ length: 10 }, (_, i) => 500 + 1000 * i);

  test.each([
    [4, 0.1],
    [16, 0.03],
  ])("latency %i, step %f: every one is found, and its cost is the closed form", async (latency, step) => {
    const update = ogd({ step: constant(step), gradient: "stale" });
    const result = await judged(jumps(10_000, at, { size: 2 }), { latencies: [latency], update, value: 0.1 });
    const { list, meanCost, rate, shortest, share } = result.shifts!;
    expect(list).toHaveLength(9);
    const exact = 2 * responseSquares(step, latency - 1);
    list.forEach(({ row, costs }, i) => {
      expect(at[i + 1]! + 1 - row).toBeGreaterThanOrEqual(0);
      expect(at[i + 1]! + 1 - row).toBeLessThan(9);
      expect(costs[0]!.back).toBe(true);
      expect(costs[0]!.cost! / exact).toBeCloseTo(1, 8);
    });
    expect(meanCost[0]! / exact).toBeCloseTo(1, 8);
    expect(rate).toBe(9 / 9000);
    expect(shortest).toBeLessThanOrEqual(5 * 9);
    expect(share[0]).toBeCloseTo((9 * exact) / 9000 / 0.1, 8);
    expect(result.verdict!.reasons.join()).toMatch(/adapting to shifts costs/);
    expect(pitfall(result)).toBeUndefined();
  });

  test("those too short to be seen are not taken for none: the plan says so, and what they may cost", async () => {
    // each within a strip of ten rows, as rare events would be
    const rows = jumps(10_000, at, { size: 2, noise: 1 });
    const update = ogd({ step: constant(0.5), gradient: "stale" });
    const result = await judged(rows, { latencies: [1], update, value: 100, epsilon: 0.001 });
    const { list, shortest } = result.shifts!;
    expect(list).toEqual([]);
    expect(shortest).toBeGreaterThan(9);
    expect(text(result)).toContain(
      `No shift was found. What is over in less than ${shortest} rows is never seen; longer ones may be lost in noise.`,
    );
    const { numbers, sentence } = pitfall(result)!;
    expect(numbers["part"]).toBeCloseTo(0.1 / result.points[0]!.suffixLoss!.value, 12);
    expect(sentence).toContain(`made up in less than ${shortest} rows cost nothing, since they are not seen`);
  });

  test("among few rows none is claimed to be absent", async () => {
    const result = await judged(jumps(100, at, { size: 2, noise: 1 }), { latencies: [1], prefix: 0.6 });
    expect(result.bootstrap.strips).toBeLessThan(result.bootstrap.fewest);
    expect(text(result)).toContain("\nToo few rows to look for shifts.\n");
    expect(text(result)).not.toContain("No shift was found");
  });

  test("a learner that diverged neither shows shifts nor has costs", async () => {
    const update = ogd({ step: constant(0.1), gradient: "stale" });
    const latencies = [1, 200];
    const result = await judged(jumps(10_000, at, { size: 2 }), { latencies, update, value: 0.1 });
    expect(result.points[1]!.diverged).not.toBeNull();
    expect(result.shifts!.list).toHaveLength(9);
    for (const { by, costs } of result.shifts!.list)
      expect([by, costs[0]!.back, costs[1]!.cost]).toEqual([0, true, null]);
    expect([result.shifts!.meanCost[1], result.shifts!.share[1]]).toEqual([null, null]);
    expect(text(result)).not.toContain("NaN");
  });

  test("nothing is said where they could not change the verdict, or there is none", async () => {
    const rows = jumps(4000, [], { size: 2, noise: 1 });
    const update = ogd({ step: constant(0.1), gradient: "stale" });
    expect(pitfall(await judged(rows, { latencies: [1], update, value: 100 }))).toBeUndefined();
    expect(pitfall(await judged(rows, { latencies: [1], update, stakes: 1e6 }))).toBeUndefined();
    const none = await plan(planned(rows, "regression", { latencies: [1], update }));
    expect(none.verdict).toBeNull();
    expect(pitfall(none)).toBeUndefined();
  });
});

test("logs whose rows are in no order have hardly ever a shift, whatever their tails", async () => {
  let alarms = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const dice = new Dice(seed);
    const rows = Array.from({ length: 1100 }, () => {
      const x = dice.normal();
      return row([x], x + Math.exp(dice.normal()));
    });
    const update = ogd({ step: constant(0.01), gradient: "fresh" });
    const { shifts } = await judged(rows, { latencies: [1], update });
    alarms += Math.min(1, shifts!.list.length);
  }
  expect(alarms).toBeLessThanOrEqual(1);
});
