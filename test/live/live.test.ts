import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doublyRobust } from "../../src/estimators/doubly-robust.ts";
import { fullInformation } from "../../src/estimators/full-information.ts";
import { implicitExploration } from "../../src/estimators/implicit-exploration.ts";
import { reinforce } from "../../src/estimators/reinforce.ts";
import { exploration } from "../../src/exploration.ts";
import { world } from "../../src/live/world.ts";
import { hedge } from "../../src/models/hedge.ts";
import { softmax } from "../../src/models/softmax.ts";
import { swap } from "../../src/models/swap.ts";
import { replicate } from "../../src/replicate.ts";
import type { LearnerResult, SimulationCheckpoint } from "../../src/result.ts";
import { growing } from "../../src/schedules/growing.ts";
import { deployments } from "../../src/schedules/deployments.ts";
import { periodic } from "../../src/schedules/periodic.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { simulate, type SimulateOptions } from "../../src/simulate.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant, root } from "../../src/updates/steps.ts";
import { irreversible, repairable } from "../../src/worlds/catalogue/breakable.ts";
import { catastrophe } from "../../src/worlds/catalogue/catastrophe.ts";
import { tinyPieces } from "../../src/worlds/catalogue/tiny-pieces.ts";
import { horizonStakes } from "../../src/worlds/horizon.ts";
import { withOptimalPolicy } from "../../src/worlds/optimal.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";

/** Worlds, live in the kernels: regret that telescopes, stakes that are met, and the same bits however they are played. */

async function every(options: SimulateOptions): Promise<SimulationCheckpoint[]> {
  const all: SimulationCheckpoint[] = [];
  for await (const checkpoint of simulate(options)) all.push(checkpoint);
  return all;
}

const last = async (options: SimulateOptions): Promise<readonly LearnerResult[]> =>
  (await every(options)).at(-1)!.runs;

const deployed = () =>
  deployments(function* () {
    for (let round = 90; ; round += 90) yield { round, learned: round - 30 };
  });

const LEARNERS: readonly Pick<SimulateOptions, "model" | "estimator" | "exploration">[] = [
  { model: hedge(), estimator: fullInformation() },
  { model: hedge(), estimator: implicitExploration({ gamma: 0.05, highest: 2 }) },
  { model: softmax(), estimator: doublyRobust(), exploration: exploration({ gamma: 0.2 }) },
  { model: softmax(), estimator: reinforce({ baseline: "optimal" }) },
];

test("regret is the sum of gaps less luck at every checkpoint, in any world, for any learner", async () => {
  const setting = fc.record({
    states: fc.integer({ min: 1, max: 9 }),
    actions: fc.integer({ min: 2, max: 5 }),
    branching: fc.integer({ min: 1, max: 9 }),
    policy: fc.constantFrom("stochastic", "deterministic"),
    seed: fc.integer({ min: 0, max: 1e6 }),
    learner: fc.constantFrom(...LEARNERS),
  });
  await fc.assert(
    fc.asyncProperty(setting, async ({ states, actions, branching, policy, seed, learner }) => {
      const mdp = randomMdp({ states, actions, branching: Math.min(branching, states), policy, seed });
      const stream = world(mdp);
      const found = await every({
        ...learner,
        ...{ rounds: 700, stream, seed },
        update: ogd({ step: constant(0.3, 0.01) }),
        schedules: [pipelined(3), periodic(20, 5), growing(0.5), deployed()],
      });
      for (const { runs, rounds } of found)
        for (const { world: life, regret, deployed } of runs) {
          const { realised, gaps, martingale, rhoPath, rhoReachable, rhoAll } = life!;
          const scale = Math.max(Math.abs(gaps), Math.abs(martingale), rhoAll);
          expect(Math.abs(realised - (gaps - martingale))).toBeLessThanOrEqual(1e-12 * scale);
          expect(rhoPath).toBeLessThanOrEqual(rhoReachable);
          expect(rhoReachable).toBeLessThanOrEqual(rhoAll);
          // what was expected before actions were drawn, against what was drawn: Hoeffding and Azuma, at 10^-9
          const drawn = gaps - (deployed?.regret ?? regret!);
          expect(Math.abs(drawn)).toBeLessThanOrEqual(rhoAll * Math.sqrt(rounds * 10.8) + 1e-9);
        }
    }),
    { numRuns: 40 },
  );
});

describe("the same bits", () => {
  const options = {
    rounds: 1500,
    stream: world(randomMdp({ states: 6, actions: 3 }), { perceived: { threshold: 0.2 } }),
    model: softmax(),
    estimator: doublyRobust(),
    schedules: [pipelined(1), pipelined(400)],
    update: ogd({ step: constant(0.1, 0.02, 0.5) }),
    stakes: 1,
  } satisfies SimulateOptions;

  test.each([8, 56, 4096])("for any block, %i rounds", async (blockSize) => {
    expect(await every({ ...options, blockSize })).toEqual(await every(options));
  });

  test("for any panel mates, in f64 and f32", async () => {
    for (const precision of ["f64", "f32"] as const) {
      const all = await last({ ...options, precision });
      for (const [i, step] of [0.1, 0.02, 0.5].entries()) {
        const alone = await last({ ...options, precision, update: ogd({ step }) });
        expect(alone).toEqual([all[i], all[3 + i]]);
      }
    }
  });

  test("for replicates side by side or one after the other", async () => {
    const update = ogd({ step: constant(0.1) });
    for await (const { runs, done } of replicate({ ...options, update, replicates: 5 })) {
      if (!done) continue;
      for (let r = 0; r < 5; r++) {
        const alone = await last({ ...options, update, replicate: r });
        expect(runs.map(({ regrets }) => regrets![r])).toEqual(alone.map(({ regret }) => regret));
      }
    }
  });
});

test("luck has mean 0, and is no more than a martingale may be", async () => {
  const of = { rounds: 200, replicates: 300, stream: world(randomMdp({ states: 5, actions: 3, seed: 9 })) };
  for await (const { runs } of replicate(of)) {
    const { martingale, realised, gaps } = runs[0]!.world!;
    expect(Math.abs(martingale.mean)).toBeLessThanOrEqual(4 * martingale.standardError!);
    expect(realised.mean).toBeCloseTo(gaps.mean - martingale.mean, 9);
  }
});

describe("Hedge's bound", () => {
  test("holds in worlds, for every schedule", async () => {
    const stream = world(withOptimalPolicy(randomMdp({ states: 4, actions: 3, seed: 3 })));
    const runs = await last({
      ...{ rounds: 20_000, stream, model: hedge(), estimator: fullInformation() },
      schedules: [pipelined(1), pipelined(30), periodic(50)],
    });
    for (const { certificate, regret, world: life } of runs) {
      expect(regret).toBeGreaterThan(0);
      expect(certificate!.holds).toBe(true);
      expect(certificate!.apriori!.gradient).toBe(life!.rhoPath / 2);
    }
  });

  test("is that of what was told, where it was not the truth; the two regrets differ by at most what was not seen", async () => {
    const threshold = 0.5;
    const stream = world(withOptimalPolicy(randomMdp({ states: 4, actions: 3, seed: 3 })), {
      perceived: { threshold },
    });
    const learner = { rounds: 5000, stream, estimator: fullInformation() };
    const [plain, fixedPoint] = [
      await last({ ...learner, model: hedge() }),
      await last({ ...learner, model: swap() }),
    ];
    for (const { certificate, regret, rounds, world: life } of [...plain, ...fixedPoint]) {
      expect(certificate!.bound).toBeNull();
      expect(certificate!.notCovered).toMatch(/not the true ones/);
      const { regret: perceived, seeming, bound, range } = life!.perceived!;
      expect(perceived).toBeLessThanOrEqual(bound!);
      expect(seeming).toBeLessThanOrEqual(bound!);
      expect(range).toBeLessThanOrEqual(life!.rhoPath);
      expect(regret!).toBeGreaterThan(perceived);
      expect(regret! - perceived).toBeLessThanOrEqual(threshold * rounds);
    }
  });

  test("has a counterpart for swap regret, in the states that the policy brings about", async () => {
    const stream = world(withOptimalPolicy(randomMdp({ states: 4, actions: 3, seed: 3 })));
    for (const { transformed, regret } of await last({
      ...{ rounds: 5000, stream, model: swap(), estimator: fullInformation(), transformed: true },
      ...{ schedules: [pipelined(1), pipelined(20)], update: ogd({ step: constant(0.05, 0.5) }) },
    })) {
      expect(transformed!.holds).toBe(true);
      expect(transformed!.swapRegret).toBeGreaterThanOrEqual(regret! - 1e-9);
      expect(transformed!.swapRegret).toBeLessThanOrEqual(transformed!.swapBound!);
    }
  });

  test("grows by 2 ρ a round in which the training signal is tampered with", async () => {
    const mdp = withOptimalPolicy(randomMdp({ states: 4, actions: 3, seed: 3 }));
    const learner = { rounds: 5000, model: hedge(), estimator: fullInformation() };
    for (const rounds of [50, 2000]) {
      const stream = world(mdp, { tampering: { from: 500, rounds } });
      const [{ regret, world: life }] = (await last({ ...learner, stream })) as [LearnerResult];
      expect(regret).toBeLessThanOrEqual(life!.perceived!.bound! + 2 * life!.rhoReachable * rounds);
      expect(regret! - life!.perceived!.regret).toBeGreaterThan(0);
    }
  });
});

test("to see everything, and to be tampered with in no round, is to be told the truth", async () => {
  const mdp = randomMdp({ states: 3, actions: 2 });
  const of = (told: Parameters<typeof world>[1]) => last({ rounds: 500, stream: world(mdp, told) });
  expect(await of({ perceived: { threshold: 0 } })).toEqual(await of({}));
  expect(await of({ tampering: { from: 5, rounds: 0 } })).toEqual(await of({}));
});

describe("small worlds whose answers are known", () => {
  const learner = { model: hedge(), estimator: fullInformation() };

  test("irreversible: what breaks in round s costs T - s, and the stakes are those of the horizon", async () => {
    const [rounds, cost] = [1000, 0.5];
    const { mdp, stakes } = irreversible(cost);
    for (let seed = 1; seed <= 6; seed++) {
      const [run] = await last({ rounds, stream: world(mdp), update: ogd({ step: 1e-9 }), seed, ...learner });
      const { reward, realised, martingale, rhoPath, rhoAll } = run!.world!;
      expect(realised).toBe(-reward);
      expect(martingale).toBe(0);
      expect(rhoAll).toBe(horizonStakes(mdp, rounds).all);
      expect([rhoPath, rhoAll]).toEqual([stakes(rounds), stakes(rounds)]);
    }
  });

  test("repairable and catastrophe: the stakes met are c/q and H", async () => {
    const [repaired] = await last({
      ...{ rounds: 500, stream: world(repairable({ repair: 0.25, cost: 3 }).mdp) },
      ...learner,
    });
    expect(repaired!.world!.rhoPath).toBeCloseTo(12, 9);
    const { mdp } = catastrophe(7);
    const [rare] = await last({ rounds: 500, stream: world(mdp), ...learner });
    expect(rare!.world!.rhoPath).toBe(7);
    // each catastrophe costs H
    expect(rare!.world!.realised / 7).toBe(Math.round(rare!.world!.realised / 7));
  });

  test("tiny pieces: where nobody looks the world drifts as far as it goes", async () => {
    const [cost, limit] = [0.01, 25];
    const { mdp, overseen } = tinyPieces({ cost, limit });
    const blind = overseen(0.2);
    const stream = world(mdp, { perceived: { utilities: blind.perceived(0.2) } });
    const [run] = await last({ rounds: 5000, stream, update: ogd({ step: 1000 }), ...learner });
    const { state, realised } = run!.world!;
    expect(Math.abs(Number(state))).toBe(blind.stall);
    // each state is learned in one visit
    expect(Math.abs(realised - blind.regret(5000))).toBeLessThan(cost * blind.stall * 200);
  });
});

describe("stakes that are stated", () => {
  const options = {
    stream: world(repairable({ repair: 0.5 }).mdp),
    rounds: 3000,
    schedules: [pipelined(50)],
  };
  // intact 2, broken 1
  const found = async (stakes: number, more: Partial<SimulateOptions> = {}) =>
    (await last({ ...options, stakes, ...more })).map(({ meaning }) => meaning!.exceeded ?? null);

  test("are held against all actions in the states met, for any block", async () => {
    expect(await found(2.001)).toEqual([null]);
    const [exceeded] = await found(1.5);
    expect(exceeded!.round).toBe(1);
    expect(exceeded!.difference).toBeCloseTo(2, 12);
    expect(exceeded!.outputs.map(({ of, state, action }) => [of, state, action])).toEqual([
      ["action", "intact", "break"],
      ["action", "intact", "care"],
    ]);
    for (const blockSize of [8, 800]) expect(await found(1.5, { blockSize })).toEqual([exceeded]);
  });

  test("may be exceeded later, and by each learner in its own round", async () => {
    const stream = world(tinyPieces({ cost: 0.1, limit: 10 }).mdp);
    const both = await found(0.55, {
      stream,
      update: ogd({ step: root(1e-6, 1e-3) }),
      schedules: [pipelined(1)],
    });
    for (const exceeded of both) {
      expect(exceeded!.round).toBeGreaterThan(1);
      expect(Math.abs(Number(exceeded!.outputs[0].state))).toBe(3);
    }
  });
});

describe("bad input", () => {
  const mdp = randomMdp({ states: 2, actions: 2 });
  const cases: readonly [() => unknown, RegExp][] = [
    [
      () => world(randomMdp({ states: 2, actions: 1 })),
      /^world: mdp: expected from 2 to 1024 actions, got 1$/,
    ],
    [() => world(mdp, { perceived: { threshold: -1 } }), /^world: perceived: threshold: .* >= 0, got -1$/],
    [
      () => world(mdp, { perceived: { utilities: [[1, 2]] } }),
      /^world: perceived: utilities: expected 2 rows/,
    ],
    [
      () => world(mdp, { perceived: { utilities: [[1], [2]] } }),
      /utilities\[0\]: expected 2 actions, got 1$/,
    ],
    [
      () => world(mdp, { tampering: { from: 0 } }),
      /^world: tampering: from: expected an integer >= 1, got 0$/,
    ],
    [() => world({ ...mdp, transitions: [] }), /^world, transitions: expected an array/],
  ];
  test.each(cases)("%#", (make, message) => expect(make).toThrow(message));

  const stream = world(mdp);
  const options: readonly [Partial<SimulateOptions>, RegExp][] = [
    [{ comparator: { name: "untrained" } }, /comparator: expected aligned\(\) in a world/],
    [{ relaxed: true }, /stream: worlds are played by a build of the kernels of their own/],
  ];
  test.each(options)("%#", async (more, message) => {
    await expect(every({ rounds: 10, stream, ...more })).rejects.toThrow(message);
  });
});
