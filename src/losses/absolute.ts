import type { Loss } from "./loss.ts";

/** Absolute residual, |z - y|: regression on the median. */
export function absolute(): Loss {
  return {
    name: "absolute",
    label: "absolute loss",
    parameters: [],
    model: "linear",
    convex: true,
    lipschitz: 1,
    task: "regression",
    threshold: 0.5,
    hindsight: "none",
  };
}
