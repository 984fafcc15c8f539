import { sum } from "../sum.ts";
import { singularValues } from "./singular-values.ts";

/** The best transformation of what a learner did, from the sums that the kernels keep (assembly/comparators/swaps.ts, linear-maps.ts). */

/**
 * @param gains (contexts, actions b, actions a) what taking a wherever b was taken would have gained.
 * @returns swap regret, where each b of each context has the best a for it, and internal regret, the largest single gain.
 */
export function bestSwaps(
  gains: Float64Array,
  actions: number,
): { readonly swapRegret: number; readonly internalRegret: number } {
  const best = Array.from({ length: gains.length / actions }, (_, row) =>
    Math.max(...gains.subarray(row * actions, (row + 1) * actions)),
  );
  return { swapRegret: sum(best), internalRegret: Math.max(...best) };
}

/**
 * Regret against the best linear map that lengthens nothing: <A, M> is least where A is minus the orthogonal factor of M, and is then minus the
 * sum of its singular values (von Neumann 1937).
 *
 * @param loss Σ <g, x>.
 * @param products (d, d) M = Σ g xᵀ.
 */
export function bestLinearMap(loss: number, products: Float64Array): number {
  return sum([loss, ...singularValues(products, Math.sqrt(products.length))]);
}
