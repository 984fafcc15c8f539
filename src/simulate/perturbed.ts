import { type Estimated, secondMoment } from "../certificate/estimated.ts";
import type { Estimator } from "../estimators/estimator.ts";
import type { Perturbation } from "../estimators/perturbation.ts";
import type { Stream } from "../streams/stream.ts";
import type { Update } from "../updates/ogd.ts";
import { square } from "../vectors.ts";

/** What of a plan is a learner's that perturbs what it plays: whether all of it fits together, and what its steps are tuned for. */

/** Its gradients are those of what it played, when it was played. It has no penalty, and room for its perturbation in the ball. */
export function checkPerturbed(
  who: string,
  { label }: Estimator,
  { of, reach }: Perturbation,
  { gradient, l2, radius }: Update,
): void {
  if (gradient !== "stale")
    throw new RangeError(
      `${who}: update: expected stale gradients for the ${label}, which is told the loss of what was played, got ${gradient} ones`,
    );
  if (l2 !== 0) throw new RangeError(`${who}: update: expected no penalty for the ${label}, got l2 ${l2}`);
  if (of === "weights" && reach >= radius)
    throw new RangeError(`${who}: update: expected a ball of a radius above delta, ${reach}, got ${radius}`);
}

/** Radius of the ball that a learner's weights are kept in, so that what decides does not leave the one that was asked for. */
export function keptIn(radius: number, estimator: Estimator | null): number {
  const perturbation = estimator?.perturbation;
  return perturbation?.of === "weights" ? radius - perturbation.reach : radius;
}

/**
 * Nominal moments of the estimates under the stream's own loss, at the untrained model; for utilities, which are linear, bounds on them as long as
 * |w| <= R0.
 */
export function nominal(stream: Stream, perturbation: Perturbation): Estimated {
  const { features, gradient, outcomes } = stream;
  const { mean, square: loss2 } = lossOf(stream);
  const b = perturbation.baseline === "mean" ? 0 : perturbation.baseline;
  const second = secondMoment(perturbation, {
    features,
    length2: outcomes === "utilities" ? 1 : features,
    gradient2: square(gradient),
    // a baseline that helps where the weights start need not help later
    excess2: Math.max(loss2, loss2 - 2 * b * mean + square(b)),
  });
  return { second, gradient };
}

/** Mean and mean square of the untrained model's loss; of utilities at a distance R0 from it. */
function lossOf({ outcomes, features, gradient, distance }: Stream): { mean: number; square: number } {
  if (outcomes === "utilities") return { mean: 0, square: square(gradient * distance) };
  if (outcomes === "classes") return { mean: Math.LN2, square: square(Math.LN2) };
  // half the square of a normal residual, whose variance is that of the outcomes
  const variance = square(gradient) / features;
  return { mean: variance / 2, square: 0.75 * square(variance) };
}
