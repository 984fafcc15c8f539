import type { Loss } from "./loss.ts";

/** What a policy is judged by: minus its expected utility, Σ p_a E[U_a | x]. It learns from the utilities of its own actions. */
export function expected(): Loss {
  return {
    name: "expected",
    label: "expected loss of a softmax policy",
    parameters: [],
    model: "softmax",
    convex: false,
    lipschitz: Infinity,
    task: "choices",
    threshold: 0,
    hindsight: "none",
  };
}
