import type * as Package from "../src/index.ts";

/** Runs that threads can share, as the text of every checkpoint: no bit may depend on how many share it. */
export type Api = typeof Package;

/** Every number of every checkpoint, written so that no bit is lost. */
export async function textOf(checkpoints: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const checkpoint of checkpoints) {
    text += `${JSON.stringify(checkpoint, (_, value: unknown) => (value instanceof Float64Array ? [...value] : value))}\n`;
  }
  return text;
}

export const CASES: readonly {
  readonly name: string;
  readonly run: (api: Api, workers: number) => AsyncGenerator<unknown>;
}[] = [
  {
    name: "a grid of schedules against an aligned model that drifts",
    run: ({ simulate, gaussian, pipelined, periodic, growing, ogd, constant }, workers) =>
      simulate({
        rounds: 6000,
        stream: gaussian({ features: 3, drift: { walk: 0.002, shiftRate: 0.001, shifts: [2000] } }),
        schedules: [pipelined(1), periodic(70, 9), growing(0.5), pipelined(3000)],
        update: ogd({ step: constant(0.01, 0.1), radius: 2 }),
        workers,
      }),
  },
  {
    name: "one schedule with more step sizes than a panel takes",
    run: ({ simulate, gaussian, pipelined, ogd, root }, workers) =>
      simulate({
        rounds: 3000,
        stream: gaussian({ features: 2, outcomes: "values" }),
        schedules: [pipelined(20)],
        update: ogd({ step: root(...Array.from({ length: 21 }, (_, i) => (i + 1) / 100)) }),
        workers,
      }),
  },
  {
    name: "a sequence of deployments among other schedules",
    run: ({ simulate, gaussian, pipelined, deployments, ogd }, workers) =>
      simulate({
        rounds: 4000,
        stream: gaussian({ features: 4 }),
        schedules: [
          pipelined(5),
          deployments(function* () {
            for (let round = 100; ; round += 100) yield { round, learned: round - 30 };
          }),
          pipelined(9),
        ],
        update: ogd({ step: 0.05, gradient: "fresh" }),
        workers,
      }),
  },
  {
    name: "a world, each learner in a state of its own",
    run: ({ simulate, world, randomMdp, pipelined, hedge, fullInformation }, workers) =>
      simulate({
        rounds: 3000,
        stream: world(randomMdp({ states: 4, actions: 3 }), { perceived: { threshold: 0.1 } }),
        model: hedge(),
        estimator: fullInformation(),
        schedules: [pipelined(1), pipelined(40), pipelined(7)],
        stakes: 0.5,
        workers,
      }),
  },
  {
    name: "replicates of a world",
    run: ({ replicate, world, repairable, pipelined }, workers) =>
      replicate({
        replicates: 11,
        rounds: 500,
        stream: world(repairable({ repair: 0.2 }).mdp),
        schedules: [pipelined(1), pipelined(9)],
        workers,
      }),
  },
  {
    name: "policies in f32, in a ball that some leave",
    run: ({ replicate, choices, pipelined, ogd, root }, workers) =>
      replicate({
        replicates: 6,
        rounds: 2000,
        precision: "f32",
        stream: choices({ features: 3, actions: 3 }),
        schedules: [pipelined(1), pipelined(40)],
        update: ogd({ step: root(3, 0.3), radius: 0.7 }),
        workers,
      }),
  },
  {
    name: "policies in contexts, under exploration, against the best actions in hindsight",
    run: (
      { simulate, contexts, exploration, hedge, doublyRobust, hindsight, pipelined, periodic },
      workers,
    ) =>
      simulate({
        rounds: 5000,
        stream: contexts({
          utilities: [
            [0.1, 0.9, 0.4],
            [0.6, 0.2, 0.5],
          ],
          noise: "bernoulli",
        }),
        model: hedge(),
        estimator: doublyRobust(),
        exploration: exploration({ gamma: 1, rule: "root" }),
        comparator: hindsight(),
        schedules: [pipelined(1), pipelined(40), periodic(9)],
        workers,
      }),
  },
  {
    name: "learners that perturb their weights",
    run: ({ replicate, gaussian, onePoint, pipelined, constant, ogd }, workers) =>
      replicate({
        replicates: 3,
        rounds: 1500,
        stream: gaussian({ features: 3, outcomes: "values" }),
        estimator: onePoint({ delta: 0.4, baseline: "mean" }),
        update: ogd({ step: constant(0.001, 0.0002), radius: 2 }),
        schedules: [pipelined(1), pipelined(30)],
        workers,
      }),
  },
  {
    name: "policies and descent against the best transformed model",
    run: ({ simulateAll, contexts, rotating, swap, fullInformation, pipelined, ogd }, workers) =>
      simulateAll(
        [
          {
            ...{ rounds: 2000, transformed: true, model: swap(), estimator: fullInformation() },
            stream: contexts({
              utilities: [
                [0.1, 0.9, 0.4],
                [0.6, 0.2, 0.5],
              ],
            }),
            schedules: [pipelined(1), pipelined(20)],
          },
          {
            ...{ rounds: 3000, transformed: true, stream: rotating(0.01) },
            schedules: [pipelined(1), pipelined(30)],
            update: ogd({ step: 0.01, radius: 1 }),
          },
        ],
        { workers },
      ),
  },
  {
    name: "the best model in hindsight, by further passes",
    run: ({ simulate, gaussian, pipelined, hindsight }, workers) =>
      simulate({
        rounds: 2000,
        stream: gaussian({ features: 3, noise: 0.2 }),
        schedules: [pipelined(1), pipelined(10), pipelined(100)],
        comparator: hindsight({ radius: 4 }),
        workers,
      }),
  },
  {
    name: "replicates",
    run: ({ replicate, gaussian, pipelined }, workers) =>
      replicate({
        replicates: 5,
        rounds: 1500,
        stream: gaussian({ features: 3, drift: { walk: 0.01 } }),
        schedules: [pipelined(1), pipelined(30)],
        workers,
      }),
  },
  {
    name: "replicates of an adversary against the best fixed decision, fewer than threads",
    run: ({ replicate, blockRademacher, pipelined, constant, ogd }, workers) =>
      replicate({
        replicates: 2,
        rounds: 2048,
        stream: blockRademacher(8),
        schedules: [pipelined(8), pipelined(16)],
        update: ogd({ step: constant(0.01, 0.1), radius: 1 }),
        workers,
      }),
  },
  {
    name: "a list of simulations",
    run: ({ simulateAll, gaussian, squareWave, orthogonal, pipelined, ogd }, workers) =>
      simulateAll(
        [
          { rounds: 3000, stream: gaussian({ features: 2 }), seed: 5n },
          { rounds: 1000, stream: squareWave(5), schedules: [pipelined(5)], update: ogd({ step: 0.01 }) },
          {
            rounds: 2000,
            stream: orthogonal(3),
            schedules: [pipelined(3), pipelined(4)],
            update: ogd({ step: 0.02, radius: 1 }),
          },
        ],
        { workers },
      ),
  },
];
