import { realNumber } from "../check.ts";
import type { Estimator } from "./estimator.ts";
import { baselineOf, onePointParameters, type Perturbation } from "./perturbation.ts";

/**
 * One-point estimate: the weights w + delta u decide, u uniform on the unit sphere; the learner is told the loss l of that alone, and
 * (d/delta) (l - b) u estimates the gradient of the mean loss in the ball of radius delta about w. In a ball of radius R the
 * learner keeps w in the one of radius R - delta, so that what decides is in the ball. Flaxman, Kalai and McMahan (2005), SODA.
 *
 * @param delta > 0, in the unit of the weights; below the radius of the ball, where there is one.
 * @param baseline b, in the unit of the loss: a number, or the "mean" of the losses learned before, 0 before any. Changes the variance of the
 *   estimate, not its mean. Default 0.
 */
export function onePoint({
  delta,
  baseline = 0,
}: {
  readonly delta: number;
  readonly baseline?: number | "mean";
}): Estimator {
  realNumber("onePoint: delta", delta, { least: 0, open: true });
  baselineOf("onePoint", baseline);
  const perturbation: Perturbation = { of: "weights", reach: delta, points: 1, baseline };
  return {
    name: "one_point",
    label: `one-point estimate (delta ${delta}, baseline ${baseline})`,
    parameters: onePointParameters(perturbation),
    alongLog: false,
    biased: false,
    memory: baseline === "mean" ? { of: "all", start: 0 } : null,
    perturbation,
  };
}
