import { meanBound, secondMoment } from "../../certificate/estimated.ts";
import { hindsight } from "../../comparators/comparator.ts";
import type { Estimator } from "../../estimators/estimator.ts";
import { gaussianPolicy } from "../../estimators/gaussian-policy.ts";
import { onePoint } from "../../estimators/one-point.ts";
import { twoPoint } from "../../estimators/two-point.ts";
import type { Estimate } from "../../result.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { orthogonal } from "../../streams/adversaries.ts";
import { ogd } from "../../updates/ogd.ts";
import { aware } from "../../updates/steps.ts";
import { square } from "../../vectors.ts";
import { estimate } from "../formulas/exponent.ts";
import type { Lab } from "../lab.ts";

/** Mean regret over its bound, of one estimator at one latency. */
export interface Share {
  readonly estimator: string;
  readonly latency: number;
  readonly share: Estimate;
}

/** Distance of the weights that decide from the learner's; standard deviation of the outputs. */
const REACH = 0.4;

const ESTIMATORS: readonly (readonly [string, Estimator])[] = [
  ["Gaussian", gaussianPolicy({ sigma: REACH })],
  ["one-point", onePoint({ delta: REACH })],
  ["two-point", twoPoint({ delta: REACH })],
];

/**
 * Learners that are told the loss of what they played only, on gradients of length 1 in three dimensions, held for `latency` rounds each, at latencies 1
 * and `latency`: regret against the best weights in the ball that the learner's are kept in, which no draw moves.
 */
export async function perturbedShares(
  lab: Lab,
  {
    rounds,
    latency,
    replicates,
    seed,
  }: {
    readonly rounds: number;
    readonly latency: number;
    readonly replicates: number;
    readonly seed: number;
  },
): Promise<readonly Share[]> {
  const stream = orthogonal(latency);
  const schedules = [pipelined(1), pipelined(latency)];
  const found: Share[] = [];
  for (const [name, estimator] of ESTIMATORS) {
    const perturbation = estimator.perturbation!;
    const radius = perturbation.of === "weights" ? 1 - REACH : 1;
    // the loss is <w, x>, at most the norm of the weights
    const local = { features: stream.features, length2: 1, gradient2: 1, excess2: square(radius) };
    const estimated = { second: secondMoment(perturbation, local), gradient: 1 };
    const checkpoints = await lab.replicates({
      ...{ rounds, replicates, seed, stream, schedules, estimator },
      update: ogd({ step: aware(), radius: 1 }),
      comparator: hindsight({ radius }),
    });
    checkpoints.at(-1)!.runs.forEach(({ regrets, stepSize }, i) => {
      const staleness = schedules[i]!.staleness(rounds)!;
      const bound = meanBound(estimated, stepSize, radius, rounds, staleness);
      const share = estimate([...regrets!].map((regret) => regret / bound));
      found.push({ estimator: name, latency: [1, latency][i]!, share });
    });
  }
  return found;
}
