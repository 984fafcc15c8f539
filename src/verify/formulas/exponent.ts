import type { Estimate } from "../../result.ts";
import { sum } from "../../sum.ts";
import { square } from "../../vectors.ts";
import { logarithm } from "./logarithm.ts";

/**
 * Growth exponents: the least-squares slope of log y in log x.
 *
 * @param xs at least two different numbers > 0.
 * @param ys > 0; NaN else.
 */
export function exponent(xs: readonly number[], ys: readonly number[]): number {
  const weights = slopeWeights(xs);
  return sum(ys.map((y, j) => weights[j]! * logarithm(y)));
}

/** That of a formula. */
export function exponentOf(xs: readonly number[], formula: (x: number) => number): number {
  return exponent(xs, xs.map(formula));
}

/**
 * The exponent of a mean over replicates, and its standard error by the delta method: of log mean y_r(x_j), never the mean of logs, which
 * is biased and not defined where a replicate's regret is negative. To first order the slope is the mean over replicates of
 * Σ_j c_j y_r(x_j)/mean y(x_j), which has their correlations in it: points of a path, or replicates of the same draws, are not independent.
 *
 * @param paths (replicates, points).
 */
export function exponentOfMean(xs: readonly number[], paths: readonly (readonly number[])[]): Estimate {
  const weights = slopeWeights(xs);
  const means = xs.map((_, j) => sum(paths.map((path) => path[j]!)) / paths.length);
  const { standardError } = estimate(
    paths.map((path) => sum(path.map((y, j) => (weights[j]! * y) / means[j]!))),
  );
  return { mean: exponent(xs, means), standardError };
}

/** c_j with Σ c_j log y_j the slope. */
function slopeWeights(xs: readonly number[]): number[] {
  const logs = xs.map(logarithm);
  const centre = sum(logs) / logs.length;
  const spread = sum(logs.map((x) => square(x - centre)));
  return logs.map((x) => (x - centre) / spread);
}

/** Mean and standard error of independent numbers. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = sum(values) / n;
  const squares = sum(values.map((value) => square(value - mean)));
  return { mean, standardError: n > 1 ? Math.sqrt(squares / (n * (n - 1))) : null };
}
