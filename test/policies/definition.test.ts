import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aligned,
  choices,
  contexts,
  doublyRobust,
  type Estimator,
  exploration,
  fullInformation,
  growing,
  hedge,
  hindsight,
  implicitExploration,
  importanceWeighting,
  ogd,
  periodic,
  phases,
  pipelined,
  reinforce,
  type Schedule,
  simulate,
  type SimulateOptions,
  type SimulationCheckpoint,
  softmax,
  swap,
} from "../../src/index.ts";
import { POLICY_ENGINES } from "../play-rows.ts";
import { type Estimating, playPolicy, type PolicySetting } from "./definition.ts";

/** What the kernels do is the definition, for every policy, estimator, stream, schedule and step size, with and without exploration. */

const ROUNDS = 120;

async function last(options: SimulateOptions): Promise<SimulationCheckpoint> {
  let checkpoint: SimulationCheckpoint | undefined;
  for await (checkpoint of simulate({ engine: POLICY_ENGINES.f64, ...options }));
  return checkpoint!;
}

const SCHEDULES: readonly (readonly [Schedule, PolicySetting["seen"]])[] = [
  [pipelined(1), (s) => s - 1],
  [pipelined(7), (s) => Math.max(0, s - 7)],
  [periodic(10, 3), (s) => Math.max(0, 10 * Math.floor((s - 1 - 3) / 10))],
  [growing(0.5), (s) => s - Math.ceil(Math.sqrt(s))],
];

/** An estimator as the definition knows it, for A actions, and as the library makes it. */
function made(estimator: Estimating): Estimator {
  switch (estimator.kind) {
    case "full":
      return fullInformation();
    case "weighted":
      return importanceWeighting(estimator);
    case "implicit":
      return implicitExploration(estimator);
    case "robust":
      return doublyRobust(estimator);
    case "reinforce":
      return reinforce(estimator);
  }
}

const estimating = (actions: number): fc.Arbitrary<Estimating> =>
  fc.constantFrom<Estimating>(
    { kind: "full" },
    { kind: "weighted", baseline: 0 },
    { kind: "weighted", baseline: 0.4 },
    { kind: "implicit", gamma: 0.1, highest: 1.5 },
    { kind: "robust", model: "means" },
    { kind: "robust", model: Array.from({ length: actions }, (_, a) => Math.sin(a)) },
    { kind: "reinforce", baseline: 0.5 },
    { kind: "reinforce", baseline: "mean" },
    { kind: "reinforce", baseline: "optimal" },
  );

const table = (actions: number, rows: number) =>
  fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: actions, maxLength: actions }), {
    minLength: rows,
    maxLength: rows,
  });

const scenario = fc.integer({ min: 2, max: 6 }).chain((actions) =>
  fc.record({
    actions: fc.constant(actions),
    seed: fc.bigInt(0n, 2n ** 64n - 1n),
    replicate: fc.integer({ min: 0, max: 3 }),
    source: fc.constantFrom("choices", "contexts", "phases"),
    size: fc.integer({ min: 1, max: 5 }).chain((rows) => table(actions, rows)),
    noise: fc.constantFrom<"none" | "bernoulli" | number>("none", "bernoulli", 0.3),
    length: fc.integer({ min: 1, max: 20 }),
    model: fc.constantFrom("softmax", "hedge", "swap"),
    estimator: estimating(actions),
    explores: fc.constantFrom<readonly ["constant" | "root", number] | null>(
      null,
      ["constant", 0.2],
      ["constant", 1],
      ["root", 3],
    ),
    step: fc.constantFrom(0.01, 0.3),
    rule: fc.constantFrom("constant", "root", "adagrad"),
    radius: fc.constantFrom(Infinity, 0.5, 3),
    schedule: fc.constantFrom(...SCHEDULES),
    block: fc.constantFrom(1, 3, 64),
  }),
);

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function streamOf({ source, actions, size: utilities, noise, length }: Scenario, model: readonly number[]) {
  const uneven = utilities.map((_, i) => (i + 1) / ((utilities.length * (utilities.length + 1)) / 2));
  if (source === "choices") return choices({ features: 3, actions, aligned: model });
  if (source === "contexts") return contexts({ utilities, noise, probabilities: uneven });
  return phases({ utilities, noise, length, once: utilities.length >> 1 });
}

test("random runs agree with the definition", async () => {
  const natural = { hedge: 0, swap: 0 };
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const { actions, schedule, explores, block, seed, replicate, rule, step } = given;
      const model = Array.from({ length: 3 * actions }, (_, i) => 2 * Math.sin(1 + 3 * i));
      const stream = streamOf(given, model);
      const plain = given.source === "choices" || given.estimator.kind === "reinforce";
      const name = plain ? "softmax" : given.model;
      if (name !== "softmax") natural[name]++;
      const radius = name !== "softmax" ? Infinity : given.radius;
      const expected = playPolicy({
        ...given,
        ...{ rounds: ROUNDS, stream, aligned: model, radius, seen: schedule[1] },
        model: name,
        explores: (s) => {
          if (explores === null) return 0;
          return explores[0] === "constant" ? explores[1] : Math.min(1, explores[1] / Math.sqrt(s));
        },
      });
      const { runs, comparator } = await last({
        ...{ rounds: ROUNDS, stream, seed, replicate, blockSize: block },
        model: { softmax, hedge, swap }[name](),
        transformed: true,
        estimator: made(given.estimator),
        ...(explores && { exploration: exploration({ rule: explores[0], gamma: explores[1] }) }),
        update: ogd({ step: { rule, sizes: [step] }, radius }),
        schedules: [schedule[0]],
        comparator: given.source === "phases" ? hindsight() : aligned(),
      });
      const best = expected.gained.reduce((sum, row) => sum + Math.max(...row), 0);
      const reference = given.source === "phases" ? expected.untrained - best : expected.aligned;
      const [run] = runs;
      expect(run!.meanLoss * ROUNDS).toBeCloseTo(expected.loss, 9);
      expect(run!.meanUtility! * ROUNDS).toBeCloseTo(expected.utility, 8);
      expect(run!.regret).toBeCloseTo(expected.loss - reference, 9);
      expect(comparator.meanLoss * ROUNDS).toBeCloseTo(reference, 9);
      expect(comparator.untrainedMeanLoss * ROUNDS).toBeCloseTo(expected.untrained, 9);
      const swaps = expected.swaps.flat().map((row) => Math.max(...row));
      expect(run!.transformed!.swapRegret).toBeCloseTo(
        swaps.reduce((sum, v) => sum + v),
        9,
      );
      expect(run!.transformed!.internalRegret).toBeCloseTo(Math.max(...swaps), 9);
      if (explores === null) expect(run!.deployed).toBeUndefined();
      else {
        expect(run!.deployed!.cost).toBeCloseTo(expected.deployed - expected.loss, 9);
        expect(run!.deployed!.regret).toBeCloseTo(expected.deployed - reference, 9);
        expect(run!.deployed!.meanLoss * ROUNDS).toBeCloseTo(expected.deployed, 9);
      }
    }),
    { numRuns: 300, seed: 11 },
  );
  expect(natural.hedge).toBeGreaterThan(30);
  expect(natural.swap).toBeGreaterThan(30);
});
