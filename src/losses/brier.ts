import type { Loss } from "./loss.ts";

/** Half the squared error of a probability, (p - y)²/2. Not convex in the weights: no regret theorem covers it. */
export function brier(): Loss {
  return {
    name: "brier",
    label: "Brier loss",
    parameters: [],
    model: "logistic",
    convex: false,
    lipschitz: 0.15,
    task: "classification",
    threshold: 0,
    hindsight: "none",
  };
}
