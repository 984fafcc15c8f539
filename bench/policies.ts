import {
  choices,
  constant,
  contexts,
  doublyRobust,
  type Estimator,
  exploration,
  fullInformation,
  hedge,
  implicitExploration,
  importanceWeighting,
  ogd,
  reinforce,
  simulate,
  type SimulateOptions,
  softmax,
} from "../src/index.ts";
import { argument } from "./arguments.ts";
import { describe, machine } from "./machine.ts";
import { table } from "./table.ts";
import { cpuSecondsOf } from "./timing.ts";

/**
 * What does an estimator cost? A panel of eight policies over four actions, its stream included, for each policy and estimator; in turn, in one
 * process; the least of all turns, and its ratio to REINFORCE with a constant baseline. `--rounds N`, `--features N`, `--repeat N`.
 */

const ROUNDS = argument("--rounds", 2e5);
const FEATURES = argument("--features", 16);
const REPEAT = argument("--repeat", 7);
const STEPS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

const EIGHT_CONTEXTS = Array.from({ length: 8 }, (_, i) => [0.1, 0.4, 0.7, 0.9].map((u) => (u + i / 8) % 1));
const ESTIMATORS: readonly Estimator[] = [
  reinforce({ baseline: 0.5 }),
  reinforce({ baseline: "mean" }),
  reinforce({ baseline: "optimal" }),
  importanceWeighting(),
  implicitExploration({ gamma: 0.05 }),
  doublyRobust(),
  fullInformation(),
];

type Run = Omit<SimulateOptions, "rounds" | "update">;

function runs(): [string, Run][] {
  const linear = choices({ features: FEATURES, actions: 4 });
  const tabular = contexts({ utilities: EIGHT_CONTEXTS, noise: "bernoulli" });
  const each = (name: string, of: Run, estimators: readonly Estimator[]): [string, Run][] => [
    ...estimators.map((estimator): [string, Run] => [`${name}, ${estimator.label}`, { ...of, estimator }]),
    [
      `${name}, ${estimators[0]!.label}, exploring`,
      { ...of, estimator: estimators[0]!, exploration: exploration({ gamma: 0.1 }) },
    ],
  ];
  return [
    ...each(`softmax, ${FEATURES} features`, { stream: linear, model: softmax() }, ESTIMATORS),
    ...each("softmax, 8 contexts", { stream: tabular, model: softmax() }, ESTIMATORS),
    ...each("Hedge, 8 contexts", { stream: tabular, model: hedge() }, ESTIMATORS.slice(3)),
  ];
}

const all = runs();
const least = all.map(() => Infinity);
// the first turn warms up
for (let turn = 0; turn <= REPEAT; turn++)
  for (const [i, [, run]] of all.entries()) {
    const update = ogd({ step: constant(...STEPS) });
    const seconds = await cpuSecondsOf(async () => {
      for await (const { done } of simulate({ rounds: ROUNDS, update, ...run })) void done;
    });
    if (turn > 0) least[i] = Math.min(least[i]!, seconds);
  }
console.log(`${describe(machine())}; eight policies, 4 actions, ${ROUNDS} rounds\n`);
const nanoseconds = (seconds: number) => (seconds * 1e9) / ROUNDS;
console.log(
  table(
    ["policy and estimator", "ns a round", "ratio"],
    all.map(([name], i) => [name, nanoseconds(least[i]!).toFixed(0), (least[i]! / least[0]!).toFixed(2)]),
  ),
);
