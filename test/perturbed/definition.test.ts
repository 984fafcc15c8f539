import fc from "fast-check";
import { expect, test } from "vitest";
import {
  absolute,
  brier,
  type Estimator,
  gaussian,
  gaussianPolicy,
  growing,
  huber,
  logLoss,
  type Loss,
  ogd,
  onePoint,
  periodic,
  pinball,
  pipelined,
  type Schedule,
  simulate,
  squared,
  twoPoint,
} from "../../src/index.ts";
import { PERTURBED_ENGINES } from "../play-rows.ts";
import { lossFunction, schedules } from "../reference.ts";
import { type PerturbedSetting, playPerturbed } from "./definition.ts";

/** What the kernels do is the definition, for every loss, estimator, schedule and step size. */

const ROUNDS = 120;

const SCHEDULES: readonly (readonly [Schedule, PerturbedSetting["seen"]])[] = [
  [pipelined(1), schedules.pipelined(1)],
  [pipelined(7), schedules.pipelined(7)],
  [periodic(10, 3), schedules.periodic(10, 3)],
  [growing(0.5), schedules.growing(0.5)],
];

const LOSSES: readonly Loss[] = [squared(), absolute(), huber(0.7), pinball(0.3), logLoss(), brier()];

const scenario = fc.record({
  seed: fc.bigInt(0n, 2n ** 64n - 1n),
  replicate: fc.integer({ min: 0, max: 3 }),
  aligned: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
  noise: fc.constantFrom(0, 0.5),
  loss: fc.constantFrom(...LOSSES),
  estimator: fc.constantFrom("gaussian", "one-point", "two-point"),
  reach: fc.constantFrom(0.2, 0.6),
  baseline: fc.constantFrom<number | "mean">(0, 0.3, "mean"),
  step: fc.constantFrom(0.0005, 0.005),
  rule: fc.constantFrom("constant", "root", "adagrad"),
  radius: fc.constantFrom(Infinity, 0.61, 3),
  schedule: fc.constantFrom(...SCHEDULES),
  block: fc.constantFrom(1, 3, 64),
});

function made(of: Pick<PerturbedSetting, "estimator" | "reach" | "baseline">): Estimator {
  const { reach, baseline } = of;
  return {
    gaussian: () => gaussianPolicy({ sigma: reach, baseline }),
    "one-point": () => onePoint({ delta: reach, baseline }),
    "two-point": () => twoPoint({ delta: reach }),
  }[of.estimator]();
}

test("random runs agree with the definition", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const { aligned, noise, loss, schedule, rule, step, radius, seed, replicate } = given;
      const outcomes = loss.task === "classification" ? "classes" : "values";
      const expected = playPerturbed({
        ...given,
        ...{ rounds: ROUNDS, outcomes, seen: schedule[1] },
        loss: lossFunction(loss.name, loss.parameters[0]),
      });
      // a run that diverges multiplies its rounding in every round
      if (!(expected.loss < 100 * ROUNDS)) return;
      compared++;
      let run;
      for await ({
        runs: [run],
      } of simulate({
        ...{ rounds: ROUNDS, loss, seed, replicate, blockSize: given.block, engine: PERTURBED_ENGINES.f64 },
        stream: gaussian({ features: aligned.length, outcomes, noise, aligned }),
        estimator: made(given),
        update: ogd({ step: { rule, sizes: [step] }, radius }),
        schedules: [schedule[0]],
      }));
      const near = (measured: number, wanted: number) =>
        expect(Math.abs(measured - wanted)).toBeLessThan(1e-9 * (1 + Math.abs(wanted)));
      near(run!.meanLoss * ROUNDS, expected.loss);
      near(run!.playedLoss! * ROUNDS, expected.played);
      near(run!.deployed!.meanLoss * ROUNDS, expected.deployed);
      near(run!.deployed!.cost, expected.deployed - expected.loss);
      near(run!.regret!, expected.loss - expected.aligned);
      near(run!.deployed!.regret!, expected.deployed - expected.aligned);
    }),
    { numRuns: 120, seed: 12 },
  );
  expect(compared).toBeGreaterThan(100);
});
