import { Float } from "../variant";
import { Estimator } from "./estimator";

/**
 * (U - b) ∇ log p, with a constant baseline b. Unbiased, whatever b is.
 * Williams (1992), "Simple statistical gradient-following algorithms for connectionist reinforcement learning", Machine Learning 8.
 */
@final
export class Reinforce implements Estimator {
  /** What utilities are compared with; in the unit of the utility. */
  baseline: f64;

  // @ts-ignore: decorator
  @inline
  factor(utility: v128, probability: v128): v128 {
    return v128.sub<Float>(utility, v128.splat<Float>(<Float>this.baseline));
  }
}
