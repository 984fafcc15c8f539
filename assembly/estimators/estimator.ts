/**
 * Estimators of the gradient of the expected utility that learn from the action chosen alone: a factor times the gradient of
 * its log probability. Lane by lane, in Floats.
 */
export interface Estimator {
  /** The factor, from the utility of the action chosen and its probability under the policy. */
  factor(utility: v128, probability: v128): v128;
}
