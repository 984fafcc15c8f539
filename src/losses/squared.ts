import type { Loss } from "./loss.ts";

/** Half the squared residual, (z - y)²/2: regression on the mean. */
export function squared(): Loss {
  return {
    name: "squared",
    label: "squared loss",
    parameters: [],
    model: "linear",
    convex: true,
    lipschitz: Infinity,
    task: "regression",
    threshold: 0.5,
    hindsight: "quadratic",
  };
}
