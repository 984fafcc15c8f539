import { realNumber } from "../check.ts";
import type { Estimator } from "./estimator.ts";

/**
 * The utility of the action taken over the probability q it was drawn with, 0 for the others: an unbiased estimate of all utilities, with
 * variance (U_a - b)² (1/q_a - 1). Horvitz and Thompson (1952), J. Am. Stat. Assoc. 47.
 *
 * @param baseline b, in the unit of the utility: b + (U - b)/q for the action taken, b for the others. Default 0.
 */
export function importanceWeighting({ baseline = 0 }: { readonly baseline?: number } = {}): Estimator {
  realNumber("importanceWeighting: baseline", baseline);
  return {
    name: "weighted",
    label: `importance weighting (baseline ${baseline})`,
    parameters: [baseline],
    alongLog: false,
    biased: false,
    memory: null,
  };
}
