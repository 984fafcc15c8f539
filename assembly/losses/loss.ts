/**
 * What a round costs as a function of the score z = <w, x> and the outcome y, and how the cost moves with z.
 * Lane by lane; y is the same in all lanes of a learner's panel.
 */
export interface Loss {
  /** What value, slope and the model's output have in common, computed once. */
  shared(z: v128): v128;
  /** Cost of score z when the outcome was y. */
  value(z: v128, y: v128, shared: v128): v128;
  /** Derivative of `value` in z; any subgradient at a kink. */
  slope(z: v128, y: v128, shared: v128): v128;
  /** Derivative of `slope` in z where there is one, else 0. Used to find the best fixed model, never to learn. */
  curvature(z: v128, y: v128, shared: v128): v128;
}

/** A loss of the score itself; nothing is shared. */
export interface ScoreLoss extends Loss {}

/** A loss of the probability 1 / (1 + exp(-z)); `shared` is exp(-|z|). */
export interface ProbabilityLoss extends Loss {}
