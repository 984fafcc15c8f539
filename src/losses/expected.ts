import type { Loss } from "./loss.ts";

/**
 * What a policy is judged by: minus its expected utility, Σ p_a E[U_a | x]. It learns from the utilities of its own actions. Linear in the
 * probabilities, which is what Hedge and its copies move; not convex in the weights of a softmax policy.
 */
export function expected(model: keyof typeof LABELS = "softmax"): Loss {
  return {
    name: "expected",
    label: LABELS[model],
    parameters: [],
    model,
    convex: model !== "softmax",
    lipschitz: Infinity,
    task: "choices",
    threshold: 0,
    hindsight: "none",
  };
}

const LABELS = {
  softmax: "expected loss of a softmax policy",
  hedge: "expected loss of Hedge",
  swap: "expected loss of a swap policy",
} as const;
