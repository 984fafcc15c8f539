import { realNumber } from "../check.ts";
import type { Estimator } from "./estimator.ts";

/**
 * Two-point estimate: the weights w + delta u and w - delta u both decide, u uniform on the unit sphere; a round costs the mean of their two losses, and
 * (d/(2 delta)) (l₊ - l₋) u estimates the gradient of the mean loss in the ball of radius delta about w, of a quadratic one that of the loss
 * itself. In a ball of radius R the learner keeps w in the one of radius R - delta. Agarwal, Dekel and Xiao (2010), COLT.
 *
 * @param delta > 0, in the unit of the weights; below the radius of the ball, where there is one.
 */
export function twoPoint({ delta }: { readonly delta: number }): Estimator {
  realNumber("twoPoint: delta", delta, { least: 0, open: true });
  return {
    name: "two_point",
    label: `two-point estimate (delta ${delta})`,
    parameters: [delta],
    alongLog: false,
    biased: false,
    memory: null,
    perturbation: { of: "weights", reach: delta, points: 2, baseline: 0 },
  };
}
