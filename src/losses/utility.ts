import type { Loss } from "./loss.ts";

/** The score itself: each row is the gradient of a linear loss, minus the utility of each coordinate of the decision. */
export function utility(): Loss {
  return {
    name: "linear",
    label: "linear loss",
    parameters: [],
    model: "linear",
    convex: true,
    lipschitz: 1,
    task: "utilities",
    threshold: 0,
    hindsight: "linear",
  };
}
