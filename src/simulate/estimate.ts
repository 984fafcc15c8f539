import type { Estimate } from "../result.ts";
import { square } from "../vectors.ts";

/** Means and their standard errors, from compensated sums. */

/** Neumaier (1974), "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54. */
function sum(values: readonly number[]): number {
  let [total, lost] = [0, 0];
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // what is not finite loses nothing
  return Number.isFinite(total) ? total + lost : total;
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const centre = mean(values);
  const spread = sum(values.map((value) => square(value - centre)));
  return { mean: centre, standardError: n > 1 ? Math.sqrt(spread / (n - 1) / n) : null };
}
