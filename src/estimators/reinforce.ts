import { realNumber, shown } from "../check.ts";
import type { Estimator } from "./estimator.ts";

/**
 * (U - b) times the gradient of the log probability of the action chosen: an unbiased estimate of the gradient of the expected
 * utility, whatever b is. Williams (1992), Machine Learning 8. With exploration it is multiplied by p/q, the action's probability under
 * the policy over the one it was drawn with.
 *
 * @param baseline b, in the unit of the utility; what utilities are compared with. A number, or what was learned before: their "mean", or
 *   the "optimal" one, the mean with weights |p/q (e_Y - p)|², which makes the second moment of the estimate least (Greensmith, Bartlett and
 *   Baxter 2004, J. Mach. Learn. Res. 5); both are 0 before anything is learned. Default 0.5, the middle of `choices`.
 */
export function reinforce({
  baseline = 0.5,
}: { readonly baseline?: number | "mean" | "optimal" } = {}): Estimator {
  const shared = { label: `REINFORCE (baseline ${baseline})`, alongLog: true, biased: false };
  if (baseline === "mean" || baseline === "optimal") {
    const parameters = [Number(baseline === "optimal")];
    return { ...shared, name: "running", parameters, memory: { of: "all", start: 0 } };
  }
  if (typeof baseline !== "number")
    throw new TypeError(
      `reinforce: baseline: expected a number, "mean" or "optimal", got ${shown(baseline)}`,
    );
  realNumber("reinforce: baseline", baseline);
  return { ...shared, name: "reinforce", parameters: [baseline], memory: null };
}
