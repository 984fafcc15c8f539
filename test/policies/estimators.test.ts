import { describe, expect, test } from "vitest";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { doublyRobust } from "../../src/estimators/doubly-robust.ts";
import { fullInformation } from "../../src/estimators/full-information.ts";
import { implicitExploration } from "../../src/estimators/implicit-exploration.ts";
import { importanceWeighting } from "../../src/estimators/importance-weighting.ts";
import { reinforce } from "../../src/estimators/reinforce.ts";
import { exploration } from "../../src/exploration.ts";
import { Dice } from "../dice.ts";
import { dot } from "../reference.ts";
import { enumerate, type Enumerated } from "./enumerate.ts";

/**
 * Mean and variance of every estimator, by enumeration: the action is chosen by the draw, and each weighs as much as it is likely. Formulas
 * are those of docs/rounds.md, 1.
 */

/** The worked numbers of the literature's formulas. */
const P = [0.5, 0.3, 0.15, 0.05];
const U = [1, 0.2, -0.5, 0.7];
const MODEL = [0.8, 0.1, -0.3, 0.2];

interface Moments {
  readonly mean: readonly number[];
  /** Of each coordinate. */
  readonly variance: readonly number[];
  /** Σ E g_a². */
  readonly second: number;
  readonly q: readonly number[];
}

async function momentsOf(of: Partial<Enumerated> & { readonly estimator: Estimator }): Promise<Moments> {
  const { estimates, propensities: q } = await enumerate({ model: "hedge", p: P, utilities: U, ...of });
  const column = (a: number) => estimates.map((row) => row[a]!);
  const mean = q.map((_, a) => dot(q, column(a)));
  return {
    mean,
    variance: mean.map((m, a) =>
      dot(
        q,
        column(a).map((g) => (g - m) * (g - m)),
      ),
    ),
    second: mean.reduce(
      (sum, _, a) =>
        sum +
        dot(
          q,
          column(a).map((g) => g * g),
        ),
      0,
    ),
    q,
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0);

function expectAll(actual: readonly number[], expected: readonly number[], tolerance = 1e-14): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, a) =>
    expect(Math.abs(value - expected[a]!)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected[a]!))),
  );
}

/** The gradient of Σ p_a U_a in the scores. */
function gradient(p: readonly number[], u: readonly number[]): number[] {
  return p.map((chance, a) => chance * (u[a]! - dot(p, u)));
}

/** Probabilities and utilities of a few cases: those above, and others. */
const CASES = [
  { p: P, utilities: U },
  ...[3, 5, 9].map((actions) => {
    const dice = new Dice(actions);
    const weights = Array.from({ length: actions }, () => 0.05 + dice.uniform());
    return { p: weights.map((w) => w / total(weights)), utilities: dice.normals(actions) };
  }),
];

const EXPLORING = [null, exploration({ gamma: 0.25 })];

describe.each(CASES)("%j", ({ p, utilities }) => {
  const dice = new Dice(77);
  const model = p.map(() => dice.normal());

  test("full information is what is expected, and its gradient for softmax", async () => {
    const estimator = fullInformation();
    const known = await momentsOf({ estimator, p, utilities });
    expectAll(known.mean, utilities);
    expectAll(
      known.variance,
      p.map(() => 0),
    );
    expectAll((await momentsOf({ model: "softmax", estimator, p, utilities })).mean, gradient(p, utilities));
  });

  test.each(EXPLORING)(
    "importance weighting and doubly robust: no bias, and the variance of the formula; %j",
    async (explores) => {
      const same = (m: number) => p.map(() => m);
      for (const [estimator, m] of [
        [importanceWeighting(), same(0)],
        [importanceWeighting({ baseline: 0.7 }), same(0.7)],
        [doublyRobust({ model: -0.2 }), same(-0.2)],
        [doublyRobust({ model }), model],
        [doublyRobust(), same(0)],
      ] as const) {
        const of = { estimator, p, utilities, exploration: explores };
        const { mean, variance, q } = await momentsOf(of);
        expectAll(
          q,
          p.map((chance) => (explores ? 0.75 * chance + 0.25 / p.length : chance)),
        );
        expectAll(mean, utilities);
        // a variance is a difference of squares as large as U²/q
        expectAll(
          variance,
          utilities.map((u, a) => (u - m[a]!) ** 2 * (1 / q[a]! - 1)),
          1e-13,
        );
        expectAll((await momentsOf({ ...of, model: "softmax" })).mean, gradient(p, utilities));
      }
    },
  );

  test.each(EXPLORING)("REINFORCE: no bias, and its second moment; %j", async (explores) => {
    for (const baseline of [0, 0.3, -2]) {
      const of = { model: "softmax", estimator: reinforce({ baseline }), p, utilities } as const;
      const { mean, second, q } = await momentsOf({ ...of, exploration: explores });
      expectAll(mean, gradient(p, utilities));
      const moment = p.map((chance, y) => {
        const length = 1 - 2 * chance + dot(p, p);
        return (chance / q[y]!) ** 2 * q[y]! * (utilities[y]! - baseline) ** 2 * length;
      });
      expectAll([second], [total(moment)]);
    }
  });

  test.each(EXPLORING)("implicit exploration has the bias of its formula, upwards; %j", async (explores) => {
    const [gamma, highest] = [0.07, Math.max(...utilities)];
    const estimator = implicitExploration({ gamma, highest });
    const { mean, q } = await momentsOf({ estimator, p, utilities, exploration: explores });
    const bias = utilities.map((u, a) => ((highest - u) * gamma) / (q[a]! + gamma));
    expectAll(
      mean,
      utilities.map((u, a) => u + bias[a]!),
    );
    expect(bias.every((b) => b >= 0) && Math.max(...bias) > 0.01).toBe(true);
    expect(estimator.biased).toBe(true);
  });
});

describe("worked numbers", () => {
  test("importance weighting has second moment 13.6, doubly robust variance 5.04", async () => {
    expect((await momentsOf({ estimator: importanceWeighting() })).second).toBeCloseTo(13.6, 13);
    const { variance } = await momentsOf({ estimator: doublyRobust({ model: MODEL }) });
    expect(total(variance)).toBeCloseTo(5.04, 13);
  });

  test("random utilities add their own variance over q", async () => {
    // as likely a deviation above as below
    const [deviation, estimator] = [0.3, doublyRobust({ model: MODEL })];
    const [low, high] = await Promise.all(
      [-deviation, deviation].map((d) => momentsOf({ estimator, utilities: U.map((u) => u + d) })),
    );
    const mean = U.map((_, a) => (low!.mean[a]! + high!.mean[a]!) / 2);
    expectAll(mean, U);
    const variance = U.map(
      (_, a) =>
        (low!.variance[a]! +
          high!.variance[a]! +
          (low!.mean[a]! - mean[a]!) ** 2 +
          (high!.mean[a]! - mean[a]!) ** 2) /
        2,
    );
    const formula = U.map((u, a) => (u - MODEL[a]!) ** 2 * (1 / P[a]! - 1) + deviation ** 2 / P[a]!);
    expectAll(variance, formula, 1e-13);
  });

  /** 20 actions as frequent as they are likely. */
  const SEEN = P.flatMap((chance, a) => Array.from({ length: Math.round(20 * chance) }, () => a));

  test.each([
    ["none", 0, 0.26261],
    ["mean", "mean", 0.233802],
    ["optimal", "optimal", 0.2040717],
    ["constant, at the optimum", 0.303622, 0.2040717],
  ] as const)("REINFORCE with baseline %s", async (_, baseline, moment) => {
    const estimator = reinforce({ baseline });
    const { mean, second } = await momentsOf({ model: "softmax", estimator, before: SEEN });
    expectAll(mean, gradient(P, U));
    expect(second).toBeCloseTo(moment, 7);
  });

  test("the optimal baseline is .3036220, and no other constant has a smaller second moment", async () => {
    const lengths = P.map((chance) => 1 - 2 * chance + dot(P, P));
    const weights = P.map((chance, a) => chance * lengths[a]!);
    const best = dot(weights, U) / total(weights);
    expect(best).toBeCloseTo(0.303622, 7);
    const at = (baseline: number | "optimal", before: readonly number[] = []) =>
      momentsOf({ model: "softmax", estimator: reinforce({ baseline }), before });
    const optimal = await at("optimal", SEEN);
    expectAll([(await at(best)).second], [optimal.second]);
    for (const other of [best - 0.01, best + 0.01])
      expect((await at(other)).second).toBeGreaterThan(optimal.second + 1e-6);
  });

  test("baselines and models are what was learned, and 0 before", async () => {
    const softmax = { model: "softmax" } as const;
    const nothing = await momentsOf({ ...softmax, estimator: reinforce({ baseline: 0 }) });
    for (const baseline of ["mean", "optimal"] as const)
      expect(await momentsOf({ ...softmax, estimator: reinforce({ baseline }) })).toEqual(nothing);
    // actions 0, 2 and 2 were seen: action 1 and 3 are still taken to have utility 0
    const { variance, mean } = await momentsOf({ estimator: doublyRobust(), before: [0, 2, 2] });
    expectAll(mean, U);
    expectAll(variance, [0, U[1]! ** 2 * (1 / P[1]! - 1), 0, U[3]! ** 2 * (1 / P[3]! - 1)]);
  });

  test("under exploration the optimal baseline weighs (p/q)² too", async () => {
    const explores = exploration({ gamma: 0.4 });
    const q = P.map((chance) => 0.6 * chance + 0.1);
    // 100 actions as frequent as they are deployed
    const before = q.flatMap((chance, a) => Array.from({ length: Math.round(100 * chance) }, () => a));
    const at = (baseline: number | "optimal") =>
      momentsOf({ model: "softmax", estimator: reinforce({ baseline }), before, exploration: explores });
    const { second } = await at("optimal");
    const grid = await Promise.all(Array.from({ length: 41 }, (_, i) => at(i / 40)));
    expect(Math.min(...grid.map((moments) => moments.second))).toBeGreaterThanOrEqual(second - 1e-15);
    expect(Math.min(...grid.map((moments) => moments.second))).toBeLessThan(second + 1e-3);
  });
});

test("the same in f32, to its own precision", async () => {
  const of = { precision: "f32" } as const;
  const { mean, second } = await momentsOf({ ...of, estimator: importanceWeighting() });
  expectAll(mean, U, 1e-6);
  expect(second).toBeCloseTo(13.6, 4);
  const robust = await momentsOf({ ...of, estimator: doublyRobust({ model: MODEL }) });
  expect(total(robust.variance)).toBeCloseTo(5.04, 4);
  const seen = P.flatMap((chance, a) => Array.from({ length: Math.round(20 * chance) }, () => a));
  const optimal = reinforce({ baseline: "optimal" });
  const best = await momentsOf({ ...of, model: "softmax", estimator: optimal, before: seen });
  expect(best.second).toBeCloseTo(0.2040717, 6);
});
