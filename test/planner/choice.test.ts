import { describe, expect, test } from "vitest";
import { Choice } from "../../src/planner/choice.ts";
import { planText } from "../../src/report/plan.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { chosen, ids, planOf, sentence, turning } from "./logs.ts";

describe("rows that choose", () => {
  test("the later half; later still where a schedule waits longer, but at least a quarter", () => {
    expect([new Choice(1000, 10).from, new Choice(1000, 600).from, new Choice(1000, 999).from]).toEqual([
      500, 600, 750,
    ]);
    expect(new Choice(1, 0).from).toBe(0);
  });

  test("a mean of what was added behind them, or of all rows where they did not begin", () => {
    const choice = new Choice(10, 0);
    expect(choice.mean(0)).toBeNaN();
    choice.add(4, Float64Array.of(8, 0));
    expect([choice.rows, choice.mean(0)]).toEqual([4, 2]);
    choice.add(5, Float64Array.of(10, 0.5));
    choice.add(10, Float64Array.of(20, 1));
    expect([choice.rows, choice.mean(0)]).toEqual([5, 10.5 / 5]);
  });

  test("cold starts do not shorten periods where nothing changes, and the rows that follow agree", async () => {
    for (const seed of [1, 2, 3]) {
      const result = await planOf(turning(20_000, 0, seed), { periods: [30, 100, 300], retrainCost: 0.5 });
      const tried = result.points.flatMap(({ surface, label }) => surface.map((one) => ({ ...one, label })));
      const whole = tried.reduce((a, b) =>
        b.prefixLoss + 0.5 / b.label < a.prefixLoss + 0.5 / a.label ? b : a,
      );
      expect(whole.label).toBeLessThan(300);
      expect(chosen(result)).toBe(300);
      const { total } = result.points[result.retraining!.chosen]!.retraining!;
      expect(total.value).toBeLessThan(whole.suffixLoss! + 0.5 / whole.label);
    }
  });

  test("a loss that fell is that of a learner still learning, or of easier rows", async () => {
    const update = ogd({ step: constant(0.003), gradient: "fresh" });
    const result = await planOf(turning(4000, 0, 13), { periods: [1, 10], update });
    expect(sentence(result, "prefix-unlike-suffix")).toMatch(
      /fell from 0\.\d+ to 0\.\d+: it was still learning, or the rows were easier/,
    );
    expect(sentence(result, "prefix-unlike-suffix")).not.toContain("chooses better");
  });
});

describe("periods", () => {
  const rows = turning(3000, 0.002, 3);

  test("one that never deploys a model is not chosen", async () => {
    const result = await planOf(rows, { periods: [1, 1_000_000], retrainCost: 5 });
    expect(chosen(result)).toBe(1);
    expect(result.points.map(({ idle }) => idle)).toEqual([undefined, true]);
    expect(result.retraining).toMatchObject({
      hindsight: 0,
      indifferent: [0],
      envelope: [{ point: 0, from: null }],
      breakEven: [],
    });
    expect(sentence(result, "no-model")).toMatch(
      /^No model was deployed on the prefix of 300 rows under periodic\(1000000\)/,
    );
    expect(planText(await planOf(rows, { periods: [500, 1_000_000] }), 200)).toMatch(
      /^No advice: no model was deployed/,
    );
    // nor was a step size, which all tie
    const update = ogd({ step: constant(0.01, 0.1, 1), gradient: "fresh" });
    const none = ids(await planOf(rows, { periods: [500, 1_000_000], update }));
    expect(none).toContain("no-model");
    for (const absent of ["edge-of-grid", "hindsight"] as const) expect(none).not.toContain(absent);
  });

  test("the longest and the shortest tried are said to be", async () => {
    const long = await planOf(rows, { periods: [1, 10], retrainCost: 1000 });
    expect(long.pitfalls.find(({ id }) => id === "edge-of-periods")!.numbers).toEqual({
      period: 10,
      perDecision: 100,
    });
    expect(planText(long, 200)).toMatch(
      /^At 1,?000 a retraining, retrain every 10 rows, the longest tried: /,
    );
    expect(sentence(await planOf(rows, { periods: [10, 100] }), "edge-of-periods")).toMatch(
      /^The shortest period tried, 10,/,
    );
    const within = await planOf(rows, { periods: [1, 100] });
    expect(ids(within)).not.toContain("edge-of-periods");
    expect(planText(within, 200)).not.toContain("the longest tried");
  });

  test("a single one has its cost too", async () => {
    const short = turning(250, 0, 4);
    const result = await planOf(short, { retrainCost: 0.5 });
    const [point] = result.points;
    expect(point!.retraining!.total.value).toBe(point!.suffixLoss!.value + 0.5);
    expect(planText(result, 200)).toMatch(
      /^At 0\.5 a retraining, retrain every row: [\d.]+ a decision in all; only period 1 fits the prefix; not learning/,
    );
    expect(planText(result, 200)).not.toContain("95% interval");
    expect((await planOf(short, {})).retraining).toBeNull();
  });

  test("those that cost less on the rows that follow are said first", async () => {
    const moved = [...turning(1000, 0, 5), ...turning(4000, 0.02, 6)];
    const result = await planOf(moved, { periods: [1, 3, 100], retrainCost: 0.3, prefix: 0.2 });
    expect(planText(result, 300)).toMatch(
      /^At 0\.3 a retraining, retrain every 100 rows, the longest tried: .*; on the rows that follow, periods 1 \(0\.\d+\) and 3 \(0\.\d+\) cost less;/,
    );
  });

  test.each([
    [
      { latencies: [1, 10], retrainCost: 5 },
      "plan: retrainCost: expected periods beside it, got latencies alone",
    ],
    [{ latencies: [1, 10], job: 5 }, "plan: job: expected periods beside it, got latencies alone"],
    [
      { training: 2 ** 31 - 1 },
      "plan: training: expected fewer than 2147483647 rounds with the feedback delay",
    ],
  ])("refuses %j", async (own, message) => {
    await expect(planOf(rows, own)).rejects.toThrow(message);
  });
});
