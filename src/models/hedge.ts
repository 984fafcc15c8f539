import type { Model } from "./model.ts";

/**
 * A policy with a distribution over the actions for each of finitely many contexts: p_a proportional to exp(z_a), and z_a follows the utility of
 * action a, z_a += eta U_a. Exponentiated gradient ascent on the simplex, and the natural gradient of softmax. Freund and Schapire (1997), J.
 * Comput. Syst. Sci. 55. Under full information it has a proved bound (docs/rounds.md, 3).
 */
export function hedge(): Model {
  return { name: "hedge", loss: "expected" };
}
