import { beforeAll, describe, expect, test } from "vitest";
import { openLogged } from "../../src/logged/rows.ts";
import { type LoggedPlanOptions, plan } from "../../src/plan.ts";
import type { Interval, PlanResult } from "../../src/planner/result.ts";
import { definitionOf } from "../../src/report/definitions.ts";
import { withoutLearning } from "../../src/report/kinds/logged-plan.ts";
import { significant } from "../../src/report/numbers.ts";
import { planText } from "../../src/report/plan.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { Dice } from "../dice.ts";
import { learnedPolicy, type Taken } from "../logged/definition.ts";
import { row, source } from "../rows.ts";

/** Plans from logs of actions that are made up, so that what policies would have earned is known. */

const ACTIONS = ["a", "b", "c"];
const STEP = 0.3;

/** Chance of a reward: which action is the good one moves on every `every` rows, and with x. */
function chance(action: number, x: number, s: number, every: number): number {
  return action === (x + Math.floor(s / every)) % 3 ? 0.8 : 0.2;
}

function draw(rows: number, every: number, seed: number, propensities: readonly number[] = [0.5, 0.3, 0.2]) {
  const dice = new Dice(seed);
  return Array.from({ length: rows }, (_, s): Taken => {
    const x = dice.uniform() < 0.5 ? 0 : 1;
    const u = dice.uniform();
    const [first = 0, second = 0] = propensities;
    const action = u < first ? 0 : u < first + second ? 1 : 2;
    const reward = dice.uniform() < chance(action, x, s, every) ? 1 : 0;
    return { row: row([x], action), reward, propensity: propensities[action]! };
  });
}

function planned(log: readonly Taken[], own: Partial<LoggedPlanOptions> = {}): LoggedPlanOptions {
  const rows = log.map(({ row: { dense, outcome }, reward, propensity }) =>
    row([reward, propensity, ...dense], outcome),
  );
  return {
    log: { rows: source(rows, { task: "multiclass", classes: ACTIONS, chunk: 777 }) },
    scale: "none",
    update: ogd({ step: constant(STEP), gradient: "stale" }),
    job: 0,
    ...own,
  };
}

const contains = ({ low, high }: Interval, x: number): boolean => low <= x && x <= high;
const width = ({ low, high }: Interval): number => high - low;

describe("a world that drifts, where waiting costs", () => {
  const EVERY = 3000;
  const PREFIX = 4000;
  const log = draw(12_000, EVERY, 1);
  const latencies = [1, 30, 1000];
  const prefix = PREFIX / log.length;
  let result: PlanResult;
  beforeAll(async () => {
    result = await plan(planned(log, { latencies, prefix, policies: ["uniform", { always: "a" }] }));
  });

  /** What the policies deployed round by round really earn after the prefix, by the chances that the log was drawn with. */
  function truth(schedule: { readonly k: number } | { readonly period: number }): number {
    const played = learnedPolicy(log, 3, { ...schedule, eta: STEP, baseline: 0, fresh: false });
    const worth = played.map((p, s) =>
      p.reduce((sum, share, a) => sum + share * chance(a, log[s]!.row.dense[0]!, s, EVERY), 0),
    );
    return worth.slice(PREFIX).reduce((a, b) => a + b, 0) / (log.length - PREFIX);
  }
  const truths = latencies.map((k) => truth({ k }));

  test("intervals hold what the schedules really earn, and what they earn less than the best", () => {
    result.points.forEach(({ suffixLoss, increase, schedule }, i) => {
      expect(contains(suffixLoss!, -truths[i]!), schedule).toBe(true);
      if (i !== result.best)
        expect(contains(increase!, truths[result.best]! - truths[i]!), schedule).toBe(true);
    });
  });

  test("the same rows and actions: a difference is known better than what it is the difference of", () => {
    const [first, second] = result.points;
    expect(result.best).toBe(0);
    const unpaired = Math.hypot(width(first!.suffixLoss!), width(second!.suffixLoss!));
    expect(width(second!.increase!)).toBeLessThan(unpaired / 5);
    expect(second!.increase!.low).toBeGreaterThan(0);
  });

  test("the mean is that of the doubly robust terms after the prefix; the others stand beside it", () => {
    for (const { suffixLoss, estimates } of result.points) {
      expect(suffixLoss!.value).toBeCloseTo(-estimates!.doublyRobust.value, 12);
      expect(estimates!.rounds).toBe(8000);
    }
    expect(result.shifts).toBeNull();
    const { policies, recommended, actions } = result.logged!;
    expect(policies.map(({ policy }) => policy)).toEqual(["the log itself", "uniform", "always a"]);
    expect(recommended).toBe(result.best);
    const rest = log.slice(PREFIX);
    expect(policies[0]!.value!.value).toBeCloseTo(
      rest.reduce((sum, { reward }) => sum + reward, 0) / rest.length,
      12,
    );
    expect(contains(policies[1]!.value!, 0.4)).toBe(true);
    expect(policies[1]!.advantage!.value).toBeCloseTo(
      -result.points[recommended]!.suffixLoss!.value - policies[1]!.value!.value,
      12,
    );
    expect(actions.reduce((sum, { taken }) => sum + taken, 0)).toBe(12_000);
  });

  test("its page shows what policies earn, and defines a reward as one", () => {
    const { tables = [] } = withoutLearning(result);
    const [shown, defined] = tables;
    expect(shown!.rows.map(([policy]) => policy)).toEqual(["the log itself", "uniform", "always a"]);
    const { value, low, high } = result.logged!.policies[1]!.value!;
    expect(shown!.rows[1]![1]).toBe(
      `${significant(value, 4)} [${significant(low, 4)}, ${significant(high, 4)}]`,
    );
    expect(defined!.folded).toBe(true);
    const reward = defined!.rows.find(([path]) => path === "reward")!;
    expect([reward[2], reward.at(-2)]).toEqual([value, definitionOf("reward")!.means]);
    expect(JSON.stringify(tables)).not.toContain(definitionOf("value")!.means);
    const taken = tables.at(-1)!;
    expect([taken.name, taken.folded]).toEqual(["actions", false]);
    const actions = Array.from({ length: 11 }, (_, i) => ({ name: String(i), taken: 1 }));
    const many = withoutLearning({ ...result, logged: { ...result.logged!, actions } });
    expect(many.tables!.at(-1)!.folded).toBe(true);
  });

  test("the same bits whatever the block", async () => {
    const again = await plan(
      planned(log, { latencies, prefix, policies: ["uniform", { always: "a" }], blockSize: 11 }),
    );
    expect(JSON.stringify(again)).toBe(JSON.stringify(result));
  });

  test("the period that is best for its cost, by what schedules really earn", async () => {
    const periods = [1, 30, 700];
    const of = (retrainCost: number) => plan(planned(log, { periods, prefix, retrainCost }));
    const earned = new Map(periods.map((period) => [period, truth({ period })]));
    for (const [cost, period] of [
      [0, 1],
      [0.1, 30],
      [500, 700],
    ] as const) {
      const { retraining, points } = await of(cost);
      const [best] = periods.toSorted((p, q) => cost / p - earned.get(p)! - cost / q + earned.get(q)!);
      expect(best).toBe(period);
      expect(points[retraining!.chosen]!.label).toBe(period);
      expect(points[retraining!.chosen]!.retraining!.total.value).toBeCloseTo(
        points[retraining!.chosen]!.suffixLoss!.value + cost / period,
        12,
      );
    }
  });
});

test("a fixed job makes fewer updates, and earns less where all count", async () => {
  const { points } = await plan(planned(draw(4000, 4000, 3), { periods: [1, 100], job: 1 }));
  expect(points[1]!.compute!.fixedJob!.updates).toBe(39);
  expect(points[1]!.compute!.fixedJob!.increase.value).toBeGreaterThan(0.01);
});

describe("pitfalls", () => {
  const ids = ({ pitfalls }: PlanResult) => pitfalls.map(({ id }) => id);

  test("what applies to a log of actions, and what does not", async () => {
    const result = await plan(planned(draw(3000, 3000, 5), { periods: [1, 30] }));
    expect(ids(result)).toEqual(expect.arrayContaining(["exogenous", "stakes-unseen", "one-step-size"]));
    for (const absent of ["seasonal", "hindsight", "small-sample", "propensities"] as const)
      expect(ids(result)).not.toContain(absent);
  });

  test("nothing is claimed where the log hardly ever does what the policies would", async () => {
    const result = await plan(planned(draw(600, 600, 7, [0.98, 0.01, 0.01]), { periods: [1, 30] }));
    expect(ids(result)).toContain("small-sample");
    expect(result.points.map(({ thin }) => thin)).toContain(true);
    expect(result.retraining!.indifferent).toHaveLength(2);
    expect(result.retraining!.breakEven).toEqual([]);
    const dear = await plan(
      planned(draw(600, 600, 7, [0.98, 0.01, 0.01]), { periods: [1, 30], retrainCost: 100 }),
    );
    expect(dear.points[dear.retraining!.chosen]).toMatchObject({ label: 30, thin: true });
    expect(ids(dear)).not.toContain("edge-of-periods");
    expect(planText(result, 100)).toMatch(/^No advice: the log does too little of what policies under/);
  });

  test("propensities that cannot be right", async () => {
    const log = draw(3000, 3000, 9).map((one) => ({ ...one, propensity: one.propensity * 0.7 }));
    const result = await plan(planned(log, { periods: [1, 30] }));
    const { numbers } = result.pitfalls.find(({ id }) => id === "propensities")!;
    expect(numbers["meanWeight"]).toBeGreaterThan(1.2);
  });

  test("a log that earns more than the learner", async () => {
    const noise = draw(3000, 3000, 11).map((one) => ({ ...one, reward: one.row.outcome === 0 ? 1 : 0 }));
    const result = await plan(
      planned(noise, { periods: [300], policies: [{ always: "a" }], update: ogd({ step: constant(1e-4) }) }),
    );
    const { sentence, numbers } = result.pitfalls.find(({ id }) => id === "baseline-better")!;
    expect(sentence).toMatch(/^Without any learning, always a \(1\), the log itself \(0\.\d+\) earns more/);
    expect(numbers["known"]).toBe(2);
  });

  test("a policy that never retrains is held against what is left after retraining", async () => {
    const of = (retrainCost: number) =>
      plan(planned(draw(3000, 3000, 5), { periods: [30], policies: ["uniform"], retrainCost }));
    const [free, dear] = [await of(0.001), await of(30)];
    expect(ids(free)).not.toContain("baseline-better");
    expect(planText(free, 400)).not.toContain("not learning");
    const { sentence, numbers } = dear.pitfalls.find(({ id }) => id === "baseline-better")!;
    expect(sentence).toContain("earns more than periodic(30) after retraining (-0.");
    expect(numbers["learner"]).toBe(-dear.points[0]!.retraining!.total.value);
    expect(numbers["known"]).toBe(2);
    const text = planText(dear, 400);
    expect(text).toMatch(/^[^\n]*; not learning \((uniform|the log itself), 0\.\d+\) earns more\./);
    const { advantage } = dear.logged!.policies[1]!;
    expect(text).toMatch(new RegExp(`\\nuniform .* ${significant(advantage!.value - 1, 3)} \\[`));
  });
});

describe("stakes", () => {
  const log = draw(2000, 2000, 13);

  test("S1 is arithmetic; without a bound nothing can be low-stakes", async () => {
    const low = await plan(planned(log, { periods: [1, 10], stakes: 1, value: 0.6 }));
    const point = low.points[1]!;
    expect(point.meaning).toMatchObject({ s2: null, s3: null, meaningful: null, stakesFrom: "stated" });
    expect(point.meaning!.s1).toBeCloseTo(point.latency / (0.6 * 2000), 15);
    expect(low.verdict).toBeNull();
    const high = await plan(planned(log, { periods: [1, 10], stakes: 1e4, value: 0.6 }));
    expect(high.verdict!.word).toBe("NOT LOW-STAKES");
  });

  test.each([
    [
      { stakes: 1 },
      "plan: value: expected a number beside stakes, got none: a log of actions does not say it",
    ],
    [
      { value: 1 },
      "plan: stakes: expected a number beside value, got none: a log of actions does not say it",
    ],
    [{ policies: [{ always: "d" }] }, 'plan: policies: no support: action "d" was never taken'],
    [{ update: ogd({ step: constant(0.1), l2: 1 }) }, "plan: update: expected no penalty"],
    [{ periods: [0] }, "plan: periods[0]: expected an integer from 1"],
    [{ log: {} as never }, "plan: log: expected what openLogged"],
  ] as const)("refuses %j", async (own, message) => {
    await expect(plan(planned(log, own))).rejects.toThrow(message);
  });
});

test.each([
  ["a.csv", "a,r,p\nx,1,0.5\ny,0,0\n", 'a.csv, row 2, column "p": expected a propensity > 0 and <= 1'],
  ["a.csv", "a,r,p\nx,1,0.5\ny,0,1.5\n", 'a.csv, row 2, column "p": expected a propensity > 0 and <= 1'],
  ["a.csv", "a,r,p\nx,1,0.5\ny,0,\n", 'a.csv, row 2, column "p": expected a number, got an empty cell'],
  [
    "a.vw",
    "1:1:0.5 | a\n2:1:0 | b\n",
    "a.vw, row 2: expected action:cost:probability once, the probability above 0",
  ],
  [
    "a.vw",
    "1:1:0.5 2 | a\n2:1:0.5 | a\n3:1:0.5 | a\n",
    "a.vw, row 1: expected a label of one action or of all 3",
  ],
  ["a.vw", "1 | a\n-1 | a\n", "a.vw: expected labels action:cost:probability, got numbers"],
])("refused without support or propensity: %s, %j", async (name, text, message) => {
  const columns = name === "a.csv" ? { action: "a", reward: "r", propensity: "p" } : {};
  const attempt = async () =>
    plan({ log: await openLogged(new TextEncoder().encode(text), { name, ...columns }), periods: [1] });
  await expect(attempt()).rejects.toThrow(message);
});
