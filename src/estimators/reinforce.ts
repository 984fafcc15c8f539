import { realNumber } from "../check.ts";
import type { Estimator } from "./estimator.ts";

/**
 * (U - b) times the gradient of the log probability of the action chosen: an unbiased estimate of the gradient of the expected
 * utility, whatever b is. Williams (1992), Machine Learning 8.
 *
 * @param baseline b, in the unit of the utility; what utilities are compared with. Default 0.5, the middle of `choices`.
 */
export function reinforce({ baseline = 0.5 }: { readonly baseline?: number } = {}): Estimator {
  realNumber("reinforce: baseline", baseline);
  return { name: "reinforce", label: `REINFORCE (baseline ${baseline})`, parameters: [baseline] };
}
