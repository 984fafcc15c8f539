import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { fixed, hindsight, untrained } from "../src/comparators/comparator.ts";
import { readAccounts } from "../src/engine/accounts.ts";
import { drive } from "../src/engine/drive.ts";
import { Session } from "../src/engine/session.ts";
import { SideBySide } from "../src/engine/side-by-side.ts";
import { doublyRobust } from "../src/estimators/doubly-robust.ts";
import { fullInformation } from "../src/estimators/full-information.ts";
import { gaussianPolicy } from "../src/estimators/gaussian-policy.ts";
import { onePoint } from "../src/estimators/one-point.ts";
import { reinforce } from "../src/estimators/reinforce.ts";
import { twoPoint } from "../src/estimators/two-point.ts";
import { exploration } from "../src/exploration.ts";
import { huber } from "../src/losses/huber.ts";
import { hedge } from "../src/models/hedge.ts";
import { growing } from "../src/schedules/growing.ts";
import { periodic } from "../src/schedules/periodic.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import type { SimulateOptions } from "../src/simulate.ts";
import { planOf } from "../src/simulate/plan.ts";
import { playHere } from "../src/simulate/here.ts";
import { feedOf, type Play, playOf, sessionOf, type Standing } from "../src/simulate/play.ts";
import { blockRademacher, orthogonal, squareWave } from "../src/streams/adversaries.ts";
import { choices } from "../src/streams/choices.ts";
import { contexts } from "../src/streams/contexts.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { adagrad, constant, root } from "../src/updates/steps.ts";
import { LANES, type Precision } from "../src/wasm/variants.ts";

/** Replicates that share a panel, each on rows of its own, are to the bit what each of them is alone. */

const ROUNDS = 2600;
const FIRST = 5;
/** Latencies shorter than most blocks, and longer than all of them. */
const SCHEDULES = [pipelined(1), pipelined(16), pipelined(2000), periodic(60, 9), growing(0.6)];
/** Of a single simulation; side by side they have an eighth of it. */
const BLOCKS = [1, 7, 1000].map((block) => block * LANES.f64);

function playsOf(options: Omit<SimulateOptions, "rounds">): Play {
  return playOf(planOf("test", { rounds: ROUNDS, schedules: SCHEDULES, replicate: FIRST, ...options }));
}

async function alone(of: Play, n: number): Promise<Standing[][]> {
  const all: Standing[][] = [];
  for (let i = 0; i < n; i++) {
    all.push([]);
    for await (const [standing] of playHere({ ...of, replicate: of.replicate + i }, {}))
      all[i]!.push(standing!);
  }
  return all;
}

async function together(of: Play, n: number): Promise<Standing[][]> {
  const all: Standing[][] = Array.from({ length: n }, () => []);
  for await (const standings of playHere({ ...of, replicates: n }, {}))
    standings.forEach((standing, i) => all[i]!.push(standing));
  return all;
}

/** The same bits, -0 told from 0. Not toEqual: a report of thousands of lines helps nobody. */
function expectSame(
  all: readonly Standing[][],
  expected: readonly Standing[][],
  what: string = "bits",
): void {
  expect(isDeepStrictEqual(all, expected), what).toBe(true);
}

/** Every number of every stop, for a full panel at each block size, and for one with lanes to spare. */
async function sameAsAlone(options: Omit<SimulateOptions, "rounds">): Promise<void> {
  const of = playsOf(options);
  const lanes = LANES[of.precision];
  const expected = await alone(of, lanes);
  expect(expected[0]!.length).toBeGreaterThan(10);
  expect(isDeepStrictEqual(expected[0], expected[1])).toBe(false);
  for (const blockSize of BLOCKS)
    expectSame(await together({ ...of, blockSize }, lanes), expected, `blocks of ${blockSize}`);
  expectSame(await together(of, 3), expected.slice(0, 3));
}

describe("replicates in lanes are those played alone", () => {
  test.each([
    ["gaussian classes", gaussian({ features: 5 })],
    ["gaussian values", gaussian({ features: 4, outcomes: "values", noise: 0.5 })],
    ["one feature", gaussian({ features: 1, noise: 0.2 })],
    ["a random walk", gaussian({ features: 3, drift: { walk: 0.02 } })],
    [
      "shifts",
      gaussian({ features: 3, outcomes: "values", drift: { shifts: [2, 47, 1000], shiftRate: 0.01 } }),
    ],
  ])("%s: stale and fresh, ball, penalty, all rules of step sizes", async (_, stream) => {
    await sameAsAlone({ stream, update: ogd({ step: constant(0.01, 0.003), gradient: "stale" }) });
    await sameAsAlone({ stream, update: ogd({ step: root(0.1), gradient: "fresh", radius: 0.8 }) });
    await sameAsAlone({ stream, update: ogd({ step: adagrad(0.5), gradient: "stale", l2: 0.01 }) });
  });

  test.each([
    ["classes", gaussian({ features: 5 })],
    ["values", gaussian({ features: 4, outcomes: "values", noise: 0.5 })],
  ])("the same in f32: %s", async (_, stream) => {
    const precision = "f32";
    await sameAsAlone({ precision, stream, update: ogd({ step: constant(0.01, 0.003), gradient: "stale" }) });
    await sameAsAlone({
      precision,
      stream,
      update: ogd({ step: root(0.1), gradient: "fresh", radius: 0.8 }),
    });
    await sameAsAlone({
      precision,
      stream,
      update: ogd({ step: adagrad(0.5), gradient: "stale", l2: 0.01 }),
    });
  });

  test.each(["f64", "f32"] as const)("policies, in %s", async (precision) => {
    const stream = choices({ features: 5, actions: 3 });
    await sameAsAlone({ precision, stream, update: ogd({ step: constant(0.1, 0.03) }) });
    await sameAsAlone({ precision, stream, update: ogd({ step: root(1), radius: 0.8 }) });
    const best = choices({ features: 2, actions: 2, chooses: "best" });
    await sameAsAlone({ precision, stream: best, update: ogd({ step: adagrad(0.5), radius: 30 }) });
  });

  test.each(["f64", "f32"] as const)(
    "policies in contexts, and what estimators learn, in %s",
    async (precision) => {
      const utilities = [
        [0.1, 0.5, 0.9],
        [0.8, 0.3, 0.2],
        [0.4, 0.6, 0.5],
      ];
      const stream = contexts({ utilities, noise: "bernoulli" });
      const explores = { exploration: exploration({ gamma: 0.5, rule: "root" }) };
      const hedged = { precision, stream, model: hedge() };
      await sameAsAlone({ ...hedged, update: ogd({ step: constant(0.1, 0.03) }), comparator: hindsight() });
      await sameAsAlone({
        ...hedged,
        estimator: doublyRobust(),
        update: ogd({ step: adagrad(1) }),
        ...explores,
      });
      await sameAsAlone({
        ...hedged,
        estimator: fullInformation(),
        update: ogd({ step: 0.1 }),
        stream: contexts({ utilities, noise: 1 }),
      });
      const learned = { precision, stream, estimator: reinforce({ baseline: "optimal" }) };
      await sameAsAlone({ ...learned, update: ogd({ step: root(1), radius: 0.8 }) });
      const features = choices({ features: 3, actions: 4 });
      await sameAsAlone({ ...learned, stream: features, update: ogd({ step: 0.1 }), ...explores });
    },
  );

  test.each(["f64", "f32"] as const)("learners that perturb what they play, in %s", async (precision) => {
    const stream = gaussian({ features: 5, outcomes: "values" });
    const update = ogd({ step: constant(0.0005, 0.0001) });
    await sameAsAlone({
      precision,
      stream,
      update,
      estimator: gaussianPolicy({ sigma: 0.5, baseline: "mean" }),
    });
    await sameAsAlone({
      ...{ precision, stream, estimator: onePoint({ delta: 0.5 }) },
      update: ogd({ step: root(0.001), radius: 0.6 }),
    });
    const classes = gaussian({ features: 3, drift: { walk: 0.001 } });
    await sameAsAlone({ precision, stream: classes, update, estimator: twoPoint({ delta: 0.1 }) });
  });

  test.each([
    ["blockRademacher", blockRademacher(30)],
    ["squareWave", squareWave(11)],
    ["orthogonal", orthogonal(13)],
  ])("%s, against the best fixed decision", async (_, stream) => {
    const of = playsOf({ stream, update: ogd({ step: constant(0.02, 1), radius: 1 }) });
    expectSame(await together(of, LANES.f64), await alone(of, LANES.f64));
  });

  test("against models that are no stream's own", async () => {
    const stream = gaussian({ features: 4, outcomes: "values" });
    const update = ogd({ step: 0.02, gradient: "fresh" });
    await sameAsAlone({ stream, update, comparator: hindsight({ radius: 0.5 }) });
    await sameAsAlone({ stream, update, comparator: untrained() });
    await sameAsAlone({ stream, update, comparator: fixed([0, 0.5, 0, -0.5, 1]) });
  });

  test("against the best one by further passes", async () => {
    const update = ogd({ step: 0.02 });
    const logistic = playsOf({
      stream: gaussian({ features: 4, noise: 0.1 }),
      update,
      comparator: hindsight({ radius: 5 }),
    });
    expectSame(await together(logistic, 3), await alone(logistic, 3));
    const bent = playsOf({
      stream: gaussian({ features: 4, outcomes: "values" }),
      loss: huber(0.8),
      update,
      comparator: hindsight(),
    });
    expectSame(await together(bent, 2), await alone(bent, 2));
  });

  test("learners that diverge, each at its own round", async () => {
    const of = playsOf({
      stream: gaussian({ features: 3, outcomes: "values" }),
      update: ogd({ step: constant(0.01, 1.2) }),
      schedules: [pipelined(1), pipelined(16)],
    });
    const expected = await alone(of, LANES.f64);
    const diverged = expected.map((standings) => standings.at(-1)!.panels[0]!.phases[1]!.diverged);
    expect(new Set(diverged).size).toBeGreaterThan(2);
    expectSame(await together(of, LANES.f64), expected);
  });
});

test("an abort leaves every replicate at the same round", async () => {
  const of = { ...playsOf({ stream: gaussian({ features: 3 }), update: ogd({ step: 0.03 }) }), rounds: 1e9 };
  const stop = new AbortController();
  let last: readonly Standing[] = [];
  for await (const standings of playHere({ ...of, replicates: 4 }, { signal: stop.signal })) {
    last = standings;
    if (standings[0]!.rounds > 1000) stop.abort();
  }
  expect(last.map(({ interrupted, last: end }) => [interrupted, end])).toEqual(Array(4).fill([true, true]));
  const { rounds } = last[0]!;
  expect(rounds).toBeGreaterThan(1000);
  expect(last.every((standing) => standing.rounds === rounds)).toBe(true);
});

describe.each(["f64", "f32"] as const)("%s weights", (precision: Precision) => {
  const STREAM = gaussian({ features: 5, drift: { walk: 0.01 } });
  const setup = (options: Partial<SimulateOptions>) => {
    const of = playsOf({ stream: STREAM, update: ogd({ step: 0.03 }), ...options });
    const options64 = sessionOf({ ...of, blockSize: 100 });
    return { of, options: { ...options64, shape: { ...options64.shape, precision } } };
  };

  test.each([
    ["plain", ogd({ step: 0.03 })],
    ["fresh, in a ball", ogd({ step: root(0.5), radius: 0.9, gradient: "fresh" })],
    ["with a penalty", ogd({ step: adagrad(0.5), l2: 0.02 })],
  ])("a full panel, its weights and accounts: %s", async (_, update) => {
    const { of, options } = setup({ update, schedules: [pipelined(40)] });
    const rules = of.panels[0]!;
    const all = await SideBySide.open(options, LANES[precision]);
    const feeds = all.streams.map((stream, i) => feedOf(stream, { ...of, replicate: i, blockSize: 100 }));
    const panel = all.addPanel(rules, rules.steps[0]!);
    const fill = (from: number, most: number) => {
      feeds.forEach((feed) => void feed.fill(from, most));
      return most;
    };
    for await (const { last } of drive(all, fill, [ROUNDS], {})) expect(last).toBe(true);
    const together = readAccounts(all.learners, panel, ROUNDS, 0);

    for (let i = 0; i < LANES[precision]; i++) {
      const session = await Session.open(options);
      const { fill } = feedOf(session, { ...of, replicate: i, blockSize: 100 });
      const own = session.addPanel(rules);
      for await (const { last } of drive(session, fill, [ROUNDS], {})) expect(last).toBe(true);
      const accounts = readAccounts(session, own, ROUNDS, 0);
      expect(together.phases[i]).toEqual(accounts.phases[0]);
      expect(together.traces[i]).toEqual(accounts.traces[0]);
      expect(panel.weights(i)).toEqual(own.weights(0));
    }
  });
});
