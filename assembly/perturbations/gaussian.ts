import { meanOf } from "../estimators/means";
import { Float } from "../variant";
import { Perturbation } from "./perturbation";

/**
 * Gaussian policy for a continuous output: z + σ n is played, n a standard normal, and (l - b) n/σ estimates the slope of E l in z; n/σ is the
 * gradient of the log density that the output was drawn with. Unbiased for the expected loss, whatever b is.
 * Williams (1992), "Simple statistical gradient-following algorithms for connectionist reinforcement learning", Machine Learning 8, section 6.
 */
@final
export class Gaussian implements Perturbation {
  /** σ, in the unit of the score; > 0. */
  sigma: f64;
  /** b, in the unit of the loss; unless it is learned. */
  baseline: f64;
  /** 1 where b is the mean of the losses learned, 0 where it is given. */
  learns: f64;

  // @ts-ignore: decorator
  @inline
  reach(): f64 {
    return this.sigma;
  }

  // @ts-ignore: decorator
  @inline
  scale(d: i32): f64 {
    return 1 / this.sigma;
  }

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return this.learns != 0;
  }

  // @ts-ignore: decorator
  @inline
  base(panel: usize, v: usize): v128 {
    return this.remembers() ? meanOf(panel, 0, v) : v128.splat<Float>(<Float>this.baseline);
  }

  // @ts-ignore: decorator
  @inline
  played(plus: v128, minus: v128): v128 {
    return plus;
  }

  // @ts-ignore: decorator
  @inline
  slope(plus: v128, minus: v128, base: v128, along: v128): v128 {
    return v128.mul<Float>(v128.sub<Float>(plus, base), along);
  }
}
