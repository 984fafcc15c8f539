import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  constant,
  evaluate,
  type EvaluateOptions,
  type EvaluationCheckpoint,
  ogd,
  openLogged,
  periodic,
  pipelined,
} from "../../src/index.ts";
import { evaluationText } from "../../src/report/evaluate.ts";
import { lowstakes, lowstakesJson } from "../command.ts";
import { Dice } from "../dice.ts";
import { row, source } from "../rows.ts";
import { estimates, learnedPolicy, type Taken } from "./definition.ts";

/** What a log says of policies: against its definition, against the truth, and where there is no support. */
const dice = new Dice(7);
const ACTIONS = ["left", "middle", "right"];
/** E[reward] = 1 - (action - x)²/4 with noise; the logging policy prefers the first action. */
const PROPENSITIES = [0.6, 0.3, 0.1];
const truth = (action: number, x: number): number => 1 - (action - x) ** 2 / 4;

function draw(rows: number): Taken[] {
  return Array.from({ length: rows }, () => {
    const x = dice.normal();
    const u = dice.uniform();
    const action = u < 0.6 ? 0 : u < 0.9 ? 1 : 2;
    const reward = truth(action, x) + 0.5 * dice.normal();
    return { row: row([x], action), reward, propensity: PROPENSITIES[action]! };
  });
}

const LOG = draw(500);

/** The log as `openLogged` makes it: reward and propensity first. */
const logged = (log: readonly Taken[], chunk = 1000) => ({
  rows: source(
    log.map(({ row: { dense, outcome }, reward, propensity }) =>
      row([reward, propensity, ...dense], outcome),
    ),
    { task: "multiclass", classes: ACTIONS, chunk },
  ),
});

async function last(options: EvaluateOptions): Promise<EvaluationCheckpoint> {
  let checkpoint: EvaluationCheckpoint | undefined;
  for await (checkpoint of evaluate(options));
  return checkpoint!;
}

test("learners learn rows as their feedback arrives: the same delay in every row is a latency", async () => {
  const { rows } = logged(LOG);
  const delayed = {
    ...rows,
    async *blocks() {
      for await (const block of rows.blocks())
        yield { ...block, delay: new Float64Array(block.rows).fill(20) };
    },
  };
  const of = async (log: EvaluateOptions["log"], k: number) => {
    const checkpoint = await last({ log, schedules: [pipelined(k)], update: ogd({ step: constant(0.1) }) });
    return JSON.stringify(checkpoint).replaceAll(/pipelined\(\d+\)|"label":\d+/g, "");
  };
  const [own, stated, none] = [await of({ rows: delayed }, 1), await of({ rows }, 20), await of({ rows }, 1)];
  expect(own).toBe(stated);
  expect(own).not.toBe(none);
});

test("rows whose feedback never comes are counted, where somebody learns", async () => {
  const { rows } = logged(LOG);
  const never = {
    ...rows,
    async *blocks() {
      for await (const block of rows.blocks())
        yield {
          ...block,
          delay: Float64Array.from({ length: block.rows }, (_, i) => (i === 1 ? Infinity : 0)),
        };
    },
  };
  const checkpoint = await last({ log: { rows: never } });
  let blocks = 0;
  for await (const block of rows.blocks()) if (block.rows > 1) blocks++;
  expect(checkpoint.passedOver).toBe(blocks);
  expect(evaluationText(checkpoint, 100)).toMatch(/ whose feedback never comes w(as|ere) judged/);
});

function expectAlike(got: object, wanted: object): void {
  for (const [key, value] of Object.entries(wanted)) {
    const mine = (got as Record<string, unknown>)[key];
    if (typeof value === "object") expectAlike(mine as object, value as object);
    else expect(mine, key).toBeCloseTo(value as number, 9);
  }
}

test("fixed policies are estimated as defined", async () => {
  const always = ACTIONS.map((name) => ({ always: name }));
  const policies = ["uniform" as const, ...always, ...always, ...always];
  const { policies: got, logged: mean, actions } = await last({ log: logged(LOG), learn: false, policies });
  expectAlike(
    got[0]!,
    estimates(
      LOG,
      3,
      LOG.map(() => [1 / 3, 1 / 3, 1 / 3]),
    ),
  );
  for (let i = 1; i < got.length; i++) {
    const action = (i - 1) % 3;
    expect(got[i]!.policy).toBe(`always ${ACTIONS[action]}`);
    expectAlike(
      got[i]!,
      estimates(
        LOG,
        3,
        LOG.map(() => [0, 1, 2].map((a) => Number(a === action))),
      ),
    );
  }
  expect(mean.value).toBeCloseTo(LOG.reduce((sum, { reward }) => sum + reward, 0) / LOG.length, 12);
  expect(actions.map(({ taken }) => taken)).toEqual(
    [0, 1, 2].map((a) => LOG.filter(({ row: { outcome } }) => outcome === a).length),
  );
});

test.each([true, false])("policies that learn do as defined; fresh: %s", async (fresh) => {
  const { runs } = await last({
    log: logged(LOG),
    scale: "none",
    baseline: 0.3,
    schedules: [pipelined(1), pipelined(40)],
    update: ogd({ step: constant(0.02, 0.1), gradient: fresh ? "fresh" : "stale" }),
  });
  expect(runs).toHaveLength(4);
  for (const run of runs) {
    const played = learnedPolicy(LOG, 3, { k: run.latency, eta: run.stepSize, baseline: 0.3, fresh });
    expectAlike(run, estimates(LOG, 3, played));
  }
});

test("neither the block nor how the log is cut changes a bit", async () => {
  const options = { schedules: [pipelined(1), periodic(30)], update: ogd({ step: constant(0.1) }) };
  const whole = await last({ ...options, log: logged(LOG) });
  for (const [blockSize, chunk] of [
    [1, 1000],
    [13, 7],
  ] as const)
    expect(await last({ ...options, log: logged(LOG, chunk), blockSize })).toEqual(whole);
});

test("intervals cover the truth, doubly robust ones are shorter than those of IPS, and learning pays", async () => {
  const log = draw(20_000);
  const { policies, runs, chosen } = await last({
    log: logged(log),
    policies: ["uniform", { always: "right" }],
  });
  const expected = (action: number) => 1 - (action ** 2 + 1) / 4;
  const truths = [(expected(0) + expected(1) + expected(2)) / 3, expected(2)];
  policies.forEach((policy, i) => {
    for (const { value, standardError } of [policy.ips, policy.selfNormalised, policy.doublyRobust])
      expect(Math.abs(value - truths[i]!)).toBeLessThan(4 * standardError);
    expect(Math.abs(policy.meanWeight.value - 1)).toBeLessThan(4 * policy.meanWeight.standardError);
  });
  expect(policies[0]!.doublyRobust.standardError).toBeLessThan(policies[0]!.ips.standardError);
  // the best policy knows x; every fixed action has at most 3/4
  expect(runs[chosen[0]!]!.suffix.doublyRobust.interval[0]).toBeGreaterThan(0.75);
});

const BYTES = (text: string) => new TextEncoder().encode(text);
const COLUMNS = { action: "a", reward: "r", propensity: "p" };

describe("no support, and other bad input", () => {
  test.each([
    [
      "a,r,p\nx,1,0.5\ny,0,0\n",
      'data, row 2, column "p": expected a propensity > 0 and <= 1 of the action that was taken, got 0; what was never done has no support',
    ],
    [
      "a,r,p\nx,1,0.5\ny,0,1.5\n",
      'data, row 2, column "p": expected a propensity > 0 and <= 1 of the action that was taken, got 1.5',
    ],
    ["a,r,p\nx,1,0.5\ny,0,\n", 'data, row 2, column "p": expected a number, got an empty cell'],
    ["a,r,p\nx,1,0.5\ny,bad,0.5\n", 'data, column "r": expected a number in every row, got text'],
    ["a,r,p\nx,1,0.5\nx,1,0.5\n", "expected at least two classes of the target, got one"],
    ["a,r,p\nx,1e80,0.5\ny,1,0.5\n", 'data, row 1, column "r": expected a reward within ±1e70, got 1e+80'],
  ])("%#", async (text, message) => {
    const attempt = async () => last({ log: await openLogged(BYTES(text), COLUMNS) });
    await expect(attempt()).rejects.toThrow(message);
  });

  test("a policy that does what was never done", async () => {
    await expect(last({ log: logged(LOG), policies: [{ always: "up" }] })).rejects.toThrow(
      'evaluate: policies: no support: action "up" was never taken in the log, so nothing is known of it (left, middle, right)',
    );
  });

  test("flags that are missing", () => {
    const { code, err } = lowstakes("evaluate", "log.csv", "--action", "a", "--reward", "r");
    expect({ code, err }).toEqual({
      code: 2,
      err: "lowstakes: --propensity: expected the name of a column, got none\n",
    });
  });
});

const WOMEN = "../shared/data/obd-random-women/women.csv";
test.skipIf(!existsSync(WOMEN))("10,000 recommendations made at random, through the command line", () => {
  const columns = ["--action", "item_id", "--reward", "click", "--propensity", "propensity_score"];
  const result = lowstakesJson<EvaluationCheckpoint>("evaluate", WOMEN, ...columns, "--no-learn");
  const [uniform] = result.policies;
  expect(uniform!.ips.value.toFixed(6)).toBe("0.004600");
  expect(uniform!.effectiveSample).toBeCloseTo(10_000, 6);
  expect(result.actions).toHaveLength(46);
});
