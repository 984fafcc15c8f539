import type { Model } from "./model.ts";

/**
 * A policy over the actions of a stream: action a with probability exp(z_a) / Σ exp(z_b), with scores z_a = <w_a, x> of the features, or a
 * score of its own for each action in each of finitely many contexts. Not concave in the weights: no regret theorem covers it
 * (docs/rounds.md, 3).
 */
export function softmax(): Model {
  return { name: "softmax", loss: "expected" };
}
