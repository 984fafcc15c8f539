import type { Model } from "./model.ts";

/**
 * A policy over the actions of a stream: action a with probability exp(<w_a, x>) / Σ exp(<w_b, x>). Not concave in the weights: no
 * regret theorem covers it (docs/rounds.md, 3).
 */
export function softmax(): Model {
  return { name: "softmax", loss: "expected" };
}
