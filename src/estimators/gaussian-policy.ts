import { realNumber } from "../check.ts";
import type { Estimator } from "./estimator.ts";
import { baselineOf, onePointParameters, type Perturbation } from "./perturbation.ts";

/**
 * Gaussian policy for a continuous output: sigma n is added to the score, n a standard normal; the learner is told the loss l of that alone, and
 * (l - b) n/sigma estimates the slope of the expected loss, n/sigma being the gradient of the log density that the output was drawn with.
 * Williams (1992), Machine Learning 8.
 *
 * @param sigma standard deviation, > 0, in the unit of the score.
 * @param baseline b, in the unit of the loss: a number, or the "mean" of the losses learned before, 0 before any. Changes the variance of the
 *   estimate, not its mean. Default 0.
 */
export function gaussianPolicy({
  sigma,
  baseline = 0,
}: {
  readonly sigma: number;
  readonly baseline?: number | "mean";
}): Estimator {
  realNumber("gaussianPolicy: sigma", sigma, { least: 0, open: true });
  baselineOf("gaussianPolicy", baseline);
  const perturbation: Perturbation = { of: "outputs", reach: sigma, points: 1, baseline };
  return {
    name: "gaussian",
    label: `Gaussian policy (sigma ${sigma}, baseline ${baseline})`,
    parameters: onePointParameters(perturbation),
    alongLog: true,
    biased: false,
    memory: baseline === "mean" ? { of: "all", start: 0 } : null,
    perturbation,
  };
}
