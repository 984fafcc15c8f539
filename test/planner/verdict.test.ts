import { expect, test } from "vitest";
import { brier } from "../../src/losses/brier.ts";
import { plan, type PlanOptions } from "../../src/plan.ts";
import { pitfallsOf } from "../../src/planner/pitfalls.ts";
import { planText } from "../../src/report/plan.ts";
import { damageOf } from "../../src/report/plan/stakes.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { samplePlan } from "./sample-plan.ts";
import { row, source } from "../rows.ts";
import { planned, turning } from "./logs.ts";

const ROWS = turning(3000, 0, 2);
const of = (own: Partial<PlanOptions>) =>
  plan(planned(ROWS, "classification", { periods: [1, 10], job: 0, ...own }));

test("stakes that were only met are a lower bound: never low-stakes, but they may say that it is not", async () => {
  const met = await of({ value: 1e4 });
  expect(met.verdict).toBeNull();
  expect(met.undecided).toMatch(/^the stakes are only known to be at least [\d.]+; state --stakes$/);
  expect(planText(met, 400)).toMatch(/^[^\n]*No verdict: the stakes are only known to be at least/);
  const dear = await of({ value: 0.01 });
  expect(dear.verdict).toMatchObject({ word: "NOT LOW-STAKES", stakesFrom: "met" });
  expect(dear.undecided).toBeNull();
});

test("stakes that were exceeded are one too: what was met counts", async () => {
  const { verdict, undecided, pitfalls } = await of({ periods: [10], stakes: 1e-4, value: 1e4 });
  expect(verdict).toBeNull();
  const met = pitfalls.find(({ id }) => id === "stakes-exceeded")!.numbers["met"]!;
  expect(met).toBeGreaterThan(1);
  expect(undecided).toBe(
    `the stakes are only known to be at least ${Number(met.toPrecision(4))}; state --stakes`,
  );
  const dear = await of({ stakes: 1e-6, value: 0.01 });
  const { meaning, latency } = dear.points[dear.verdict!.point]!;
  expect(meaning!.s1).toBeLessThan(meaning!.epsilon);
  const damage = (meaning!.metStakes! * latency) / meaning!.value;
  expect(dear.verdict!.reasons.join()).toContain(
    `damage before retraining is ${Number(damage.toPrecision(3))} of the value at stake`,
  );
});

test("the table and the headline have the same S1, of the largest stakes known", async () => {
  const dear = await of({ stakes: 1e-6, value: 0.01 });
  const text = planText(dear, 400);
  expect(text).toContain("Stakes (stated 1e-6, exceeded: the largest met counts), value at stake");
  const point = dear.points[dear.verdict!.point]!;
  expect(damageOf(point)).toBeGreaterThan(point.meaning!.epsilon);
  const damage = String(Number(damageOf(point)!.toPrecision(3)));
  expect(text).toMatch(new RegExp(`^[^\\n]*damage before retraining is ${damage} of`));
  expect(text).toMatch(new RegExp(`\\n *${point.label} +[\\d.]+ +${damage} .*NOT LOW-STAKES`));
  const stated = await of({ stakes: 100, value: 1e4 });
  expect(planText(stated, 400)).toContain("Stakes 100 (as stated)");
  await expect(of({ stakes: 0 })).rejects.toThrow("plan: stakes: expected a finite number > 0, got 0");
});

test("without a bound S1 can still say no, and where it does not the reason is said", async () => {
  const river = (stakes: number) => of({ scale: "river", stakes, value: 1 });
  expect((await river(1e5)).verdict!.word).toBe("NOT LOW-STAKES");
  expect((await river(10)).undecided).toMatch(/^there is no bound: under river scaling/);
});

test("where the comparator saves nothing, nothing is at stake", async () => {
  const update = ogd({ step: constant(0.1), gradient: "fresh" });
  const { verdict, undecided } = await of({ comparator: { name: "untrained" }, update });
  expect(verdict).toBeNull();
  expect(undecided).toBe("the comparator saves nothing, so that nothing is at stake; state --value");
});

test("stakes and values need a comparator", async () => {
  await expect(of({ loss: brier(), value: 1 })).rejects.toThrow("plan: value: expected none for Brier loss");
  const three = ROWS.map(({ dense }, i) => row(dense, i % 3));
  const rows = source(three, { task: "multiclass", classes: ["a", "b", "c"] });
  await expect(of({ rows, stakes: 1 })).rejects.toThrow("plan: stakes: expected none for several classes");
});

test("numbers are shown at their size", () => {
  const sample = samplePlan();
  const meaning = {
    ...{
      stakes: 1e8,
      stakesFrom: "stated" as const,
      value: 0.3,
      trivialValue: 1,
      s1: 2.662e17,
      s2: null,
      s3: null,
    },
    ...{ meaningful: null, epsilon: 0.05, horizon: null, postHorizon: null, metStakes: 2.662e17 },
    exceeded: { round: 7, difference: 2.662e17 } as never,
  };
  const findings = { ...sample, prefix: 1, points: sample.points.map((point) => ({ ...point, meaning })) };
  const sentences = pitfallsOf(findings).map(({ sentence }) => sentence);
  expect(sentences.join("\n")).toContain("differed by 2.662e+17 in row 7");
  expect(sentences.join("\n")).toContain("The prefix of 1 row holds");
  expect(planText({ ...findings, pitfalls: [] }, 300)).toContain("value at stake 0.3.");
});
