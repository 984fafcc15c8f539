import { realNumber } from "../check.ts";
import type { Loss } from "./loss.ts";

/**
 * Parabola for residuals up to `delta`, line beyond it. Huber (1964), Ann. Math. Statist. 35(1).
 *
 * @param delta in the unit of the outcome; > 0.
 */
export function huber(delta: number = 1): Loss {
  realNumber("huber: delta", delta, { least: 0, open: true });
  return {
    name: "huber",
    label: `Huber loss (delta ${delta})`,
    parameters: [delta],
    model: "linear",
    convex: true,
    lipschitz: delta,
    task: "regression",
    threshold: 0.5,
    hindsight: "newton",
  };
}
