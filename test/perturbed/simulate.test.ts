import { describe, expect, test } from "vitest";
import { meanBound } from "../../src/certificate/estimated.ts";
import {
  aligned,
  aware,
  choices,
  gaussian,
  gaussianPolicy,
  hindsight,
  logLoss,
  ogd,
  onePoint,
  orthogonal,
  pipelined,
  replicate,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
  twoPoint,
} from "../../src/index.ts";
import { PERTURBED_ENGINES } from "../play-rows.ts";

/** Learners that perturb what they play, through the public interface. */

const VALUES = gaussian({ features: 4, outcomes: "values" });

async function last(
  options: Omit<SimulateOptions, "rounds"> & { rounds?: number },
): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  const engine = PERTURBED_ENGINES[options.precision ?? "f64"];
  for await (checkpoint of simulate({ rounds: 4000, engine, ...options }));
  return checkpoint!;
}

describe("what perturbing costs", () => {
  test("outputs: σ²/2 a round for squared loss, whatever the learner", async () => {
    const [rounds, sigma] = [20_000, 0.5];
    const { runs } = await last({
      ...{
        rounds,
        stream: VALUES,
        estimator: gaussianPolicy({ sigma }),
        schedules: [pipelined(1), pipelined(40)],
      },
    });
    // all share the draws, and n² has the variance 2
    const error = (sigma ** 2 / 2) * Math.sqrt(2 * rounds);
    for (const { deployed, regret, meanLoss, playedLoss } of runs) {
      expect(deployed!.cost).toBeCloseTo(runs[0]!.deployed!.cost, 8);
      expect(Math.abs(deployed!.cost - (rounds * sigma ** 2) / 2)).toBeLessThan(4 * error);
      expect(deployed!.regret).toBe(regret! + deployed!.cost);
      expect(deployed!.meanLoss * rounds).toBeCloseTo(meanLoss * rounds + deployed!.cost, 8);
      // what was played differs from that by a martingale: σ n times the residual, whose second moment is twice the mean loss
      const drift = Math.abs(playedLoss! - deployed!.meanLoss) * Math.sqrt(rounds);
      expect(drift).toBeLessThan(4 * sigma * Math.sqrt(2 * meanLoss));
      expect(drift).toBeGreaterThan(0);
    }
  });

  test("weights: δ²/2 a round, since <u, x>² has the mean 1; two points play both signs", async () => {
    const [rounds, delta] = [20_000, 0.3];
    const { runs } = await last({ rounds, stream: VALUES, estimator: twoPoint({ delta }) });
    const [{ deployed, playedLoss }] = runs as [(typeof runs)[0]];
    expect(Math.abs(deployed!.cost - (rounds * delta ** 2) / 2)).toBeLessThan(
      4 * (delta ** 2 / 2) * Math.sqrt(2 * rounds),
    );
    expect(playedLoss).toBeCloseTo(deployed!.meanLoss, 12);
  });

  test("nothing where losses are linear", async () => {
    for (const estimator of [
      gaussianPolicy({ sigma: 1 }),
      onePoint({ delta: 0.5 }),
      twoPoint({ delta: 0.5 }),
    ]) {
      const { runs } = await last({
        stream: orthogonal(5),
        estimator,
        update: ogd({ step: aware(), radius: 1 }),
      });
      expect(Math.abs(runs[0]!.deployed!.cost)).toBeLessThan(1e-12 * 4000);
    }
  });
});

test("no bound is claimed for a run, and the estimator is named", async () => {
  for (const estimator of [
    gaussianPolicy({ sigma: 1 }),
    onePoint({ delta: 0.5 }),
    twoPoint({ delta: 0.5 }),
  ]) {
    const { runs, estimator: named } = await last({ stream: VALUES, estimator });
    expect(named).toEqual({ label: estimator.label, biased: false });
    const { bound, holds, notCovered, apriori } = runs[0]!.certificate!;
    expect({ bound, holds, apriori }).toEqual({ bound: null, holds: null, apriori: null });
    expect(notCovered).toContain(estimator.label);
    expect(runs[0]!.meaning!.meaningful).toBeNull();
  }
});

test("weights stay in a ball that leaves room for the perturbation", async () => {
  for (const estimator of [onePoint({ delta: 0.25 }), twoPoint({ delta: 0.25 })]) {
    const update = ogd({ step: 0.05, radius: 1 });
    const { runs } = await last({ stream: orthogonal(1), rounds: 20_000, update, estimator });
    // gradients of length 1: no round gains or loses more than the norm of the weights
    const most = Math.max(runs[0]!.maxGap, -runs[0]!.minGap);
    expect(most).toBeLessThanOrEqual(0.75 * (1 + 1e-12));
    expect(most).toBeGreaterThan(0.7);
  }
});

describe("step sizes are tuned for the second moment of the estimates", () => {
  const T = 4000;
  const stepOf = async (options: Omit<SimulateOptions, "rounds">) =>
    (await last({ ...options, rounds: T })).runs.map(({ stepSize }) => stepSize);

  test("utilities", async () => {
    const stream = orthogonal(3);
    const schedules = [pipelined(1), pipelined(30)];
    const delta = 0.2;
    const [one, late] = await stepOf({ stream, schedules, estimator: onePoint({ delta }) });
    const second = (3 / delta) ** 2 * (1 + delta ** 2 / 3);
    expect(one! * Math.sqrt(second * T)).toBeCloseTo(1, 12);
    const staleness = pipelined(30).staleness(T)!;
    expect(late! * Math.sqrt(second * T + 2 * Math.sqrt(second) * staleness)).toBeCloseTo(1, 12);
    // it is the least of the bound
    const bound = (step: number) => meanBound({ second, gradient: 1 }, step, 1, T, staleness);
    expect(bound(late!)).toBeLessThan(Math.min(bound(late! * 1.01), bound(late! / 1.01)));
    const [two] = await stepOf({ stream, estimator: twoPoint({ delta }) });
    expect(two! * Math.sqrt(3 * T)).toBeCloseTo(1, 12);
    const [gauss] = await stepOf({ stream, estimator: gaussianPolicy({ sigma: 0.5 }) });
    expect(gauss! * Math.sqrt((1 / 0.25 + 3) * T)).toBeCloseTo(1, 12);
  });

  test("values: half the square of a residual of variance 2, of d = 4 features", async () => {
    const [step] = await stepOf({ stream: VALUES, estimator: onePoint({ delta: 0.5, baseline: 3 }) });
    const excess2 = 0.75 * 4 - 2 * 3 * 1 + 9;
    expect(step! * Math.sqrt((64 * excess2 + 4 * 8) * T)).toBeCloseTo(1, 12);
  });
});

test("mean regret is within its bound, with latency, against the best decision of the ball", async () => {
  const [rounds, delta, sigma] = [2000, 0.4, 0.8];
  const latency = 10;
  for (const [estimator, radius, second] of [
    [onePoint({ delta }), 1 - delta, (3 / delta) ** 2 * ((1 - delta) ** 2 + delta ** 2 / 3)],
    [twoPoint({ delta }), 1 - delta, 3],
    [gaussianPolicy({ sigma }), 1, 1 / sigma ** 2 + 3],
  ] as const) {
    let found;
    for await (const { runs } of replicate({
      ...{ replicates: 48, rounds, stream: orthogonal(latency), estimator },
      schedules: [pipelined(1), pipelined(latency)],
      update: ogd({ step: aware(), radius: 1 }),
      comparator: hindsight({ radius }),
    }))
      found = runs;
    for (const { regret, stepSize, schedule } of found!) {
      const staleness = pipelined(schedule === "pipelined(1)" ? 1 : latency).staleness(rounds)!;
      const bound = meanBound({ second, gradient: 1 }, stepSize, radius, rounds, staleness);
      expect(regret!.mean - 4 * regret!.standardError!).toBeLessThan(bound);
      expect(regret!.mean).toBeGreaterThan(0.1 * bound);
    }
  }
});

test("replicates report what was played", async () => {
  for await (const { runs, done } of replicate({
    ...{ replicates: 3, rounds: 200, stream: VALUES, estimator: gaussianPolicy({ sigma: 0.3 }) },
  }))
    if (done) {
      expect(runs[0]!.playedLoss!.mean).toBeGreaterThan(0);
      expect(runs[0]!.deployedRegret!.mean).toBeGreaterThan(runs[0]!.regret!.mean);
      expect(runs[0]!.notCovered).toContain("mean regret");
    }
});

describe("bad input", () => {
  test.each([
    [
      "sigma",
      () => gaussianPolicy({ sigma: 0 }),
      "gaussianPolicy: sigma: expected a finite number > 0, got 0",
    ],
    ["delta", () => onePoint({ delta: NaN }), "onePoint: delta: expected a finite number > 0, got NaN"],
    ["delta of two", () => twoPoint({ delta: -1 }), "twoPoint: delta: expected a finite number > 0, got -1"],
    [
      "a baseline",
      () => onePoint({ delta: 1, baseline: "optimal" as "mean" }),
      'onePoint: baseline: expected a number or "mean", got "optimal"',
    ],
    [
      "no number for a baseline",
      () => gaussianPolicy({ sigma: 1, baseline: Infinity }),
      "gaussianPolicy: baseline: expected a finite number, got Infinity",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });

  const estimator = onePoint({ delta: 0.5 });
  test.each<[string, Omit<SimulateOptions, "rounds">, string]>([
    [
      "fresh gradients",
      { stream: VALUES, estimator, update: ogd({ step: 0.1, gradient: "fresh" }) },
      "simulate: update: expected stale gradients for the one-point estimate (delta 0.5, baseline 0), which is told the loss of what was played, got fresh ones",
    ],
    [
      "a penalty",
      { stream: VALUES, estimator, update: ogd({ step: 0.1, l2: 0.1 }) },
      "simulate: update: expected no penalty for the one-point estimate (delta 0.5, baseline 0), got l2 0.1",
    ],
    [
      "a ball without room",
      { stream: VALUES, estimator, update: ogd({ step: 0.1, radius: 0.5 }) },
      "simulate: update: expected a ball of a radius above delta, 0.5, got 0.5",
    ],
    [
      "choices",
      { stream: choices({ features: 2, actions: 2 }), estimator },
      "simulate: estimator: the one-point estimate (delta 0.5, baseline 0) is for scores, got the stream",
    ],
  ])("%s", async (_, options, message) => {
    await expect(last(options)).rejects.toThrow(message);
  });

  test("kernels built for something else", async () => {
    await expect(last({ stream: VALUES, engine: PERTURBED_ENGINES.f64 })).rejects.toThrow(
      "engine: expected kernels built for models, got some for perturbed outputs",
    );
  });
});

test("classes and other comparators", async () => {
  const { runs, comparator } = await last({
    ...{ rounds: 3000, stream: gaussian({ features: 3, noise: 0.1 }), loss: logLoss() },
    ...{ estimator: twoPoint({ delta: 0.2 }), comparator: hindsight({ radius: 3 }) },
  });
  expect(comparator.hindsight!.converged).toBe(true);
  const best = runs[0]!.regret!;
  const against = (
    await last({
      ...{ rounds: 3000, stream: gaussian({ features: 3, noise: 0.1 }) },
      ...{ estimator: twoPoint({ delta: 0.2 }), comparator: aligned() },
    })
  ).runs[0]!;
  // the same learner; the best model of the rounds saves more than the aligned one
  expect(against.meanLoss).toBe(runs[0]!.meanLoss);
  expect(best).toBeGreaterThan(against.regret!);
});
