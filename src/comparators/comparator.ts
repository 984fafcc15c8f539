import { realNumber } from "../check.ts";

/** What the learner's utility is measured against. */
export type Comparator =
  | { readonly name: "aligned" }
  | { readonly name: "untrained" }
  | { readonly name: "fixed"; readonly weights: Float64Array }
  | { readonly name: "hindsight"; readonly radius: number; readonly tolerance: number };

/** The aligned model M* of a simulated stream, fixed or drifting. */
export function aligned(): Comparator {
  return { name: "aligned" };
}

/** The model before any training: all weights 0. */
export function untrained(): Comparator {
  return { name: "untrained" };
}

/** A model given by its weights: intercept (0 where the model has none), then one weight a column. */
export function fixed(weights: ArrayLike<number>): Comparator {
  return {
    name: "fixed",
    weights: Float64Array.from(weights, (w, j) => realNumber(`fixed: weights[${j}]`, w)),
  };
}

/**
 * The best fixed model in the ball |u| <= radius, chosen with the whole stream in view. Exact in one pass for linear and
 * squared losses; for other smooth convex losses by Newton's method, one pass over the stream an iteration, until the
 * duality gap <grad, u> + radius |grad| is at most `tolerance` a decision.
 *
 * @param radius > 0, default 1 for linear losses (a ball is needed there) and 100 else.
 * @param tolerance > 0, in units of loss a decision, default 1e-9.
 */
export function hindsight({
  radius,
  tolerance = 1e-9,
}: { readonly radius?: number; readonly tolerance?: number } = {}): Comparator {
  if (radius !== undefined) realNumber("hindsight: radius", radius, { least: 0, open: true });
  realNumber("hindsight: tolerance", tolerance, { least: 0, open: true });
  return { name: "hindsight", radius: radius ?? NaN, tolerance };
}
