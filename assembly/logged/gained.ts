import { Label } from "../classes/label";

/**
 * Minus the probability of the action taken: weighted by (reward - baseline)/propensity, minus what a policy would have gained, by importance
 * weighting. Its slopes are those of ../estimators/reinforce.ts with the action of the log.
 */
@final
export class Gained implements Label {
  // @ts-ignore: decorator
  @inline
  value(p: v128): v128 {
    return f64x2.neg(p);
  }

  // @ts-ignore: decorator
  @inline
  factor(p: v128): v128 {
    return p;
  }
}
