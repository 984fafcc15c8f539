import { realNumber } from "../check.ts";
import type { Loss } from "./loss.ts";

/**
 * Tilted absolute residual: regression on a quantile. Koenker and Bassett (1978), Econometrica 46(1).
 *
 * @param quantile in (0, 1).
 */
export function pinball(quantile: number = 0.5): Loss {
  realNumber("pinball: quantile", quantile, { least: 0, most: 1, open: true });
  return {
    name: "pinball",
    label: `pinball loss (quantile ${quantile})`,
    parameters: [quantile],
    model: "linear",
    convex: true,
    lipschitz: Math.max(quantile, 1 - quantile),
    task: "regression",
    threshold: 0.5,
    hindsight: "none",
  };
}
