import { describe, expect, test } from "vitest";
import { linear } from "../../src/models/linear.ts";
import { pinball } from "../../src/losses/pinball.ts";
import { plan, type PlanOptions } from "../../src/plan.ts";
import { Choice } from "../../src/planner/choice.ts";
import { pitfallsOf } from "../../src/planner/pitfalls.ts";
import type { PitfallId, PlanResult } from "../../src/planner/result.ts";
import { planText } from "../../src/report/plan.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { Dice } from "../dice.ts";
import { samplePlan } from "../report/plan-result.ts";
import { around } from "../report/plan-points.ts";
import { row, type Row } from "../rows.ts";
import { daily, jump, planned, turning } from "./logs.ts";

const ids = ({ pitfalls }: Pick<PlanResult, "pitfalls">): PitfallId[] => pitfalls.map(({ id }) => id);
const sentence = ({ pitfalls }: PlanResult, id: PitfallId): string =>
  pitfalls.find((one) => one.id === id)!.sentence;
const chosen = ({ points, retraining }: PlanResult): number => points[retraining!.chosen]!.label;
const of = (rows: readonly Row[], own: Partial<PlanOptions>) =>
  plan(planned(rows, "classification", { job: 0, ...own }));

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

  test("cold starts do not shorten periods where nothing changes", async () => {
    for (const seed of [11, 12]) {
      const result = await of(turning(20_000, 0, seed), { periods: [100, 1000], retrainCost: 0.5 });
      const whole = result.points.map(({ prefixLoss, label }) => prefixLoss + 0.5 / label);
      const shorter = result.points[whole.indexOf(Math.min(...whole))]!;
      expect(chosen(result)).toBeGreaterThan(shorter.label);
      expect(result.points[result.retraining!.chosen]!.retraining!.total.value).toBeLessThan(
        shorter.retraining!.total.value,
      );
    }
  });

  test("a learner that is still learning is said to be", async () => {
    const update = ogd({ step: constant(0.003), gradient: "fresh" });
    const result = await of(turning(4000, 0, 13), { periods: [1, 10], update });
    expect(sentence(result, "prefix-unlike-suffix")).toMatch(
      /fell from 0\.\d+ to 0\.\d+: the learner was still learning/,
    );
    expect(sentence(result, "prefix-unlike-suffix")).not.toContain("chooses better");
  });
});

describe("periods", () => {
  const rows = turning(3000, 0.002, 3);

  test("one that never deploys a model is not chosen", async () => {
    const result = await of(rows, { periods: [1, 1_000_000], retrainCost: 5 });
    expect(chosen(result)).toBe(1);
    expect(result.points.map(({ idle }) => idle)).toEqual([undefined, true]);
    expect(result.retraining).toMatchObject({ hindsight: 0, indifferent: [0], breakEven: [] });
    expect(sentence(result, "no-model")).toMatch(
      /^No model was deployed on the prefix of 300 rows under periodic\(1000000\)/,
    );
    expect(planText(await of(rows, { periods: [500, 1_000_000] }), 200)).toMatch(
      /^No advice: no model was deployed/,
    );
  });

  test("the longest and the shortest tried are said to be", async () => {
    const long = await of(rows, { periods: [1, 10], retrainCost: 1000 });
    expect(long.pitfalls.find(({ id }) => id === "edge-of-periods")!.numbers).toEqual({
      period: 10,
      perDecision: 100,
    });
    expect(sentence(await of(rows, { periods: [10, 100] }), "edge-of-periods")).toMatch(
      /^The shortest period tried, 10,/,
    );
    expect(ids(await of(rows, { periods: [1, 100] }))).not.toContain("edge-of-periods");
  });

  test("a single one has its cost too", async () => {
    const short = turning(250, 0, 4);
    const result = await of(short, { retrainCost: 0.5 });
    const [point] = result.points;
    expect(point!.retraining!.total.value).toBe(point!.suffixLoss!.value + 0.5);
    expect(planText(result, 200)).toMatch(
      /^At 0\.5 a retraining, retrain every row: [\d.]+ a decision in all; only period 1 fits the prefix\./,
    );
    expect(planText(result, 200)).not.toContain("95% interval");
    expect((await of(short, {})).retraining).toBeNull();
  });

  test("those that cost less on the rows that follow are said first", async () => {
    const moved = [...turning(1000, 0, 5), ...turning(4000, 0.02, 6)];
    const result = await of(moved, { periods: [1, 3, 100], retrainCost: 0.3, prefix: 0.2 });
    expect(planText(result, 300)).toMatch(
      /^At 0\.3 a retraining, retrain every 100 rows: .*; on the rows that follow, periods 1 \(0\.\d+\) and 3 \(0\.\d+\) cost less\./,
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
    await expect(of(rows, own)).rejects.toThrow(message);
  });
});

describe("rules without learning", () => {
  /** Classes that stay for some 20 rows, which no feature tells. */
  const dice = new Dice(21);
  let last = 0;
  const sticky = Array.from({ length: 3000 }, () =>
    row([dice.normal()], (last = dice.uniform() < 0.05 ? 1 - last : last)),
  );

  test("need no training: they know what feedback there is, whatever the periods", async () => {
    const prompt = await of(sticky, { periods: [1] });
    const held = await of(sticky, { periods: [100, 300], training: 50 });
    expect(held.baseline).toEqual(prompt.baseline);
    expect(prompt.baseline).toEqual({ latency: 1, ...prompt.points[0]!.baseline });
    expect(held.points[0]!.baseline!.persistenceErrors).toBeGreaterThan(
      5 * held.baseline!.persistenceErrors!,
    );
    expect(sentence(held, "baseline-better")).toMatch(
      /^Without any learning, at latency 1, the last class seen makes fewer errors \([\d.]+% against [\d.]+%\).* than the learner under periodic\(100, 50\)/,
    );
    const late = await of(sticky, { periods: [100], feedbackDelay: 4 });
    expect(late.baseline!.latency).toBe(4);
    expect(late.baseline!.persistenceErrors).toBe(
      (await of(sticky, { latencies: [4] })).baseline!.persistenceErrors,
    );
  });

  test("are held only against learners that go for the same", async () => {
    const noise = Array.from({ length: 3000 }, () => row([dice.normal()], dice.normal()));
    const losing = async (own: Partial<PlanOptions>) =>
      ids(await plan(planned(noise, "regression", { periods: [1], job: 0, ...own }))).includes(
        "baseline-better",
      );
    expect(await losing({ loss: pinball(0.9) })).toBe(false);
    const wild = ogd({ step: constant(0.5), gradient: "fresh" });
    expect(await losing({ model: linear(), update: wild })).toBe(true);
  });
});

test("waiting longer costs less: by the difference of the two, not by what each gives up against a third", async () => {
  const result = await plan(
    planned(daily(4000, 1), "classification", {
      latencies: [1, 12, 24],
      update: ogd({ step: constant(0.3), gradient: "fresh" }),
    }),
  );
  const [first, second, third] = result.points;
  expect(first!.waiting).toBeNull();
  expect(third!.waiting!.value).toBeCloseTo(third!.suffixLoss!.value - second!.suffixLoss!.value, 12);
  const sample = samplePlan();
  const falls = (waiting: number) =>
    pitfallsOf({
      ...sample,
      points: sample.points.map((point, i) => ({
        ...point,
        increase: i === 0 ? null : around(0.1, 0.09),
        ...(i === 2 && { waiting: around(waiting, 0.01) }),
      })),
    });
  expect(ids({ pitfalls: falls(-0.02) })).toContain("not-monotone");
  expect(ids({ pitfalls: falls(-0.005) })).not.toContain("not-monotone");
});

describe("learners that diverged later on", () => {
  const of = (periods: readonly number[], retrainCost: number) =>
    plan(
      planned(jump(3000, 1000, 100), "regression", {
        ...{ periods, retrainCost, stakes: 1000, value: 1e6, comparator: { name: "untrained" } },
        update: ogd({ step: constant(0.2), gradient: "stale" }),
      }),
    );

  test("nothing is reasoned from them", async () => {
    const { points, retraining, shifts } = await of([2, 5, 50], 0);
    expect(points.map(({ diverged }) => diverged === null)).toEqual([true, true, false]);
    expect(points[2]!.increase!.value).toBeNaN();
    expect(retraining!.indifferent).not.toContain(2);
    expect(retraining!.breakEven.map(({ longer }) => longer)).toEqual([1]);
    expect(points[2]!.compute!.fixedJob!.increase.value).toBeNaN();
    expect(points[2]!.verdict).toBeNull();
    expect(shifts!.watched).toBe(0);
  });

  test("one that is recommended gets no verdict, and shifts are those of another", async () => {
    const result = await of([2, 5, 50], 1);
    expect(chosen(result)).toBe(50);
    expect(result).toMatchObject({ verdict: null, undecided: "the learner diverged" });
    expect(result.shifts!.watched).toBe(0);
    const text = planText(result, 120);
    expect(text).toMatch(/^No advice: .* diverged/);
    expect(text).not.toMatch(/e\+\d\d/);
    expect((await of([50, 60], 0)).shifts).toBeNull();
  });
});
