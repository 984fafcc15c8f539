import type { Loss } from "./loss.ts";

/**
 * What a policy is judged by: minus its expected utility, Σ p_a E[U_a | x]. It learns from the utilities of its own actions. Linear in the
 * probabilities, which is what Hedge moves; not convex in the weights of a softmax policy.
 */
export function expected(model: "softmax" | "hedge" = "softmax"): Loss {
  return {
    name: "expected",
    label: model === "hedge" ? "expected loss of Hedge" : "expected loss of a softmax policy",
    parameters: [],
    model,
    convex: model === "hedge",
    lipschitz: Infinity,
    task: "choices",
    threshold: 0,
    hindsight: "none",
  };
}
