import type { Estimate } from "../result.ts";
import { sum } from "../sum.ts";
import { square } from "../vectors.ts";

/** Means and their standard errors, from compensated sums. */

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const centre = mean(values);
  const spread = sum(values.map((value) => square(value - centre)));
  return { mean: centre, standardError: n > 1 ? Math.sqrt(spread / (n - 1) / n) : null };
}
