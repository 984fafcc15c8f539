import type { Loss } from "./loss.ts";

/** Minus the reward that a policy would have gained, by importance weighting: how policies learn from a log of actions. */
export function gained(): Loss {
  return {
    name: "gained",
    label: "minus the importance-weighted reward",
    parameters: [],
    model: "softmax",
    convex: false,
    lipschitz: Infinity,
    task: "labels",
    threshold: 0,
    hindsight: "none",
  };
}
