import { describe, expect, test } from "vitest";
import { linear } from "../../src/models/linear.ts";
import { pinball } from "../../src/losses/pinball.ts";
import { plan, type PlanOptions } from "../../src/plan.ts";
import { pitfallsOf } from "../../src/planner/pitfalls.ts";
import { apart } from "../../src/planner/pitfalls/words.ts";
import { planText } from "../../src/report/plan.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { Dice } from "../dice.ts";
import { samplePlan } from "./sample-plan.ts";
import { around } from "./sample-points.ts";
import { row } from "../rows.ts";
import { chosen, daily, ids, jump, planOf, planned, sentence, turning } from "./logs.ts";

describe("rules without learning", () => {
  /** Classes that stay for some 20 rows, which no feature tells. */
  const dice = new Dice(21);
  let last = 0;
  const sticky = Array.from({ length: 3000 }, () =>
    row([dice.normal()], (last = dice.uniform() < 0.05 ? 1 - last : last)),
  );

  test("need no training: they know what feedback there is, whatever the periods", async () => {
    const prompt = await planOf(sticky, { periods: [1] });
    const held = await planOf(sticky, { periods: [100, 300], training: 50 });
    expect(held.baseline).toEqual(prompt.baseline);
    expect(prompt.baseline).toEqual({ latency: 1, ...prompt.points[0]!.baseline });
    expect(held.points[0]!.baseline!.persistenceErrors).toBeGreaterThan(
      5 * held.baseline!.persistenceErrors!,
    );
    expect(sentence(held, "baseline-better")).toMatch(
      /^Without any learning, at latency 1, the last class seen makes fewer errors \([\d.]+% against [\d.]+%\).* than the learner under periodic\(100, 50\)/,
    );
    const late = await planOf(sticky, { periods: [100], feedbackDelay: 4 });
    expect(late.baseline!.latency).toBe(4);
    expect(late.baseline!.persistenceErrors).toBe(
      (await planOf(sticky, { latencies: [4] })).points[0]!.baseline!.persistenceErrors,
    );
  });

  test("never retrain: the class frequency is held against what is lost with retraining", async () => {
    const rows = turning(3000, 0, 5);
    const [free, dear] = [
      await planOf(rows, { periods: [30], retrainCost: 0.01 }),
      await planOf(rows, { periods: [30], retrainCost: 60 }),
    ];
    expect(ids(free)).not.toContain("baseline-better");
    const total = dear.points[0]!.retraining!.total.value;
    expect(dear.pitfalls.find(({ id }) => id === "baseline-better")!.numbers).toMatchObject({
      rule: dear.baseline!.frequencyLoss,
      learner: total,
    });
    expect(sentence(dear, "baseline-better")).toMatch(
      /the frequency of the classes, which never retrains, has/,
    );
    expect(planText(dear, 400)).toMatch(/; not learning \(the class frequency, 0\.69\d*\) costs less\./);
  });

  test("of amounts that print alike the difference is shown", () => {
    expect(apart(0.50001, 0.6, 0.1)).toBe("0.5");
    expect(apart(0.500012, 0.500011, 0.000001)).toBe("0.5, by 0.000001");
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
      ...{ ...sample, verdict: null },
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
    expect(retraining!.envelope.map(({ point }) => point)).not.toContain(2);
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
