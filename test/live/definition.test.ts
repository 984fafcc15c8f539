import { describe, expect, test } from "vitest";
import { fullInformation } from "../../src/estimators/full-information.ts";
import { importanceWeighting } from "../../src/estimators/importance-weighting.ts";
import { reinforce } from "../../src/estimators/reinforce.ts";
import { exploration } from "../../src/exploration.ts";
import type { Perceived, Tampering } from "../../src/live/told.ts";
import { world } from "../../src/live/world.ts";
import { hedge } from "../../src/models/hedge.ts";
import { softmax } from "../../src/models/softmax.ts";
import { swap } from "../../src/models/swap.ts";
import type { LearnerResult } from "../../src/result.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { simulate } from "../../src/simulate.ts";
import { ogd } from "../../src/updates/ogd.ts";
import { constant } from "../../src/updates/steps.ts";
import { irreversible } from "../../src/worlds/catalogue/breakable.ts";
import { tinyPieces } from "../../src/worlds/catalogue/tiny-pieces.ts";
import type { Mdp } from "../../src/worlds/mdp.ts";
import { randomMdp } from "../../src/worlds/random-mdp.ts";
import { uniform } from "../philox.ts";
import { type Estimating, playPolicy } from "../policies/definition.ts";
import { PlainLife, type PlainSetting } from "./plain-life.ts";

/** What the kernels play in a world is what the definition says, learner by learner. */

const ROUNDS = 600;
const [seed, replicate] = [42n, 3];

const random: Mdp = { ...randomMdp({ states: 5, actions: 3, branching: 3 }), start: [0.2, 0.3, 0.1, 0.4, 0] };
const pieces = tinyPieces({ cost: 0.1, limit: 6 });
const seen = pieces.overseen(0.35).perceived(0.2);

interface Told {
  readonly perceived?: Perceived;
  readonly tampering?: Tampering;
}

const truth: PlainSetting["tells"] = (utilities) => utilities;

const cases: readonly {
  readonly name: string;
  readonly mdp: Mdp;
  readonly told?: Told;
  readonly tells?: PlainSetting["tells"];
}[] = [
  { name: "a random world", mdp: random },
  { name: "an irreversible one", mdp: { ...irreversible(0.01).mdp, start: [0.9, 0.1] } },
  {
    name: "one in which small differences are not seen",
    mdp: random,
    told: { perceived: { threshold: 0.4 } },
    tells: (utilities) => {
      const best = Math.max(...utilities);
      return utilities.map((u) => (best - u < 0.4 ? best : u));
    },
  },
  {
    name: "one that looks different",
    mdp: pieces.mdp,
    told: { perceived: { utilities: seen } },
    tells: (_, __, state) => seen[state]!,
  },
  {
    name: "one that is tampered with",
    mdp: irreversible(1).mdp,
    told: {
      tampering: {
        from: 100,
        rounds: 50,
        utilities: [
          [0, 7],
          [3, 0],
        ],
      },
    },
    tells: (utilities, round, state) =>
      round >= 99 && round < 149
        ? [
            [0, 7],
            [3, 0],
          ][state]!
        : utilities,
  },
  {
    name: "one in which the opposite is told in the end",
    mdp: random,
    told: { perceived: { threshold: 0.1 }, tampering: { from: 400 } },
    // the mirror of what they are worth: the gain of M*, which all values here are told in
    tells: (utilities, round) => {
      const best = Math.max(...utilities);
      return utilities.map((u) => (round >= 399 ? 2 * GAIN - u : best - u < 0.1 ? best : u));
    },
  },
];
const GAIN = world(random).world!.gain;

const learners = [
  { model: "hedge", estimator: fullInformation(), kind: { kind: "full" }, explores: 0 },
  {
    model: "hedge",
    estimator: importanceWeighting(),
    kind: { kind: "weighted", baseline: 0 },
    explores: 0.3,
  },
  {
    model: "softmax",
    estimator: reinforce({ baseline: "mean" }),
    kind: { kind: "reinforce", baseline: "mean" },
    explores: 0.1,
  },
  { model: "swap", estimator: fullInformation(), kind: { kind: "full" }, explores: 0 },
] as const satisfies readonly { model: string; kind: Estimating; estimator: unknown; explores: number }[];

describe.each(cases)("$name", ({ mdp, told = {}, tells = truth }) => {
  test.each(learners)("$model, $kind.kind", async ({ model, estimator, kind, explores }) => {
    const steps = [0.02, 0.1];
    const latency = [1, 30];
    const stream = world(mdp, told);
    const results: LearnerResult[] = [];
    for await (const { done, runs } of simulate({
      rounds: ROUNDS,
      stream,
      model: { hedge, softmax, swap }[model](),
      estimator,
      transformed: true,
      update: ogd({ step: constant(...steps) }),
      schedules: latency.map((k) => pipelined(k)),
      ...(explores > 0 && { exploration: exploration({ gamma: explores }) }),
      seed,
      replicate,
    }))
      if (done) results.push(...runs);
    const draw = uniform({ seed, replicate }, 1, 0, 0);
    let total = 0;
    const first = mdp.start.findIndex((p) => draw < (total += p));
    latency.forEach((k, i) =>
      steps.forEach((step, j) => {
        const life = new PlainLife({ mdp, rounds: ROUNDS, first, tells });
        const sums = playPolicy({
          ...{ rounds: ROUNDS, seed, replicate, stream, aligned: [], model, estimator: kind, step, life },
          ...{
            rule: "constant",
            radius: Infinity,
            explores: () => explores,
            seen: (s) => Math.max(0, s - k),
          },
        });
        const found = results[i * steps.length + j]!;
        const own = found.world!;
        const close = (a: number, b: number) =>
          expect(Math.abs(a - b)).toBeLessThan(1e-10 * (1 + Math.abs(b)));
        expect(own.state).toBe(mdp.names.states[life.state]);
        close(own.reward, life.reward);
        close(own.gaps, life.gaps);
        close(own.martingale, life.martingale);
        close(own.rhoPath, life.rho);
        close(own.realised, life.worth(first, ROUNDS) - life.worth(life.state, 0) - life.reward);
        close(found.meanLoss * ROUNDS, sums.loss);
        close(found.regret!, sums.loss - sums.aligned);
        const gains = sums.swaps.flat().map((of) => Math.max(...of));
        close(
          found.transformed!.swapRegret!,
          gains.reduce((sum, gain) => sum + gain, 0),
        );
        close(found.transformed!.internalRegret!, Math.max(...gains));
        if (explores > 0) close(found.deployed!.cost, sums.deployed - sums.loss);
        expect(own.perceived === null).toBe(tells === truth);
        if (own.perceived) {
          close(own.perceived.regret, life.perceived);
          close(own.perceived.seeming, life.seeming);
        }
      }),
    );
  });
});
