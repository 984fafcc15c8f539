import { unlessFaint } from "../math/tiny";

/**
 * What a round costs as a function of the score z = <w, x> and the outcome y, and how the cost moves with z.
 * Lane by lane, in the float type that a loss is a class of; y is the same in all lanes of a learner's panel.
 */
export interface Loss {
  /** What value, slope and the model's output have in common, computed once. */
  shared(z: v128): v128;
  /** Cost of score z when the outcome was y. */
  value(z: v128, y: v128, shared: v128): v128;
  /** Derivative of `value` in z, as a function of the model's output p of that score; any subgradient at a kink. */
  slope(p: v128, y: v128): v128;
  /** Derivative of `slope` in z where there is one, else 0. Used to find the best fixed model, never to learn. */
  curvature(p: v128, y: v128): v128;
}

/** z - y; too small to matter, it is 0. */
// @ts-ignore: decorator
@inline
export function residual<T extends number>(z: v128, y: v128): v128 {
  return unlessFaint<T>(v128.sub<T>(z, y));
}

/** A loss of the score itself, which is also the output; nothing is shared. */
export interface ScoreLoss extends Loss {}

/** A loss of the output p = 1 / (1 + exp(-z)); `shared` is the smaller of p and 1 - p. */
export interface ProbabilityLoss extends Loss {}
