import { meanOf } from "../estimators/means";
import { Float } from "../variant";
import { Perturbation } from "./perturbation";

/**
 * One-point estimate: w + δ u is played, u uniform on the unit sphere in d dimensions, and (d/δ) (l - b) u estimates the gradient of the mean of l
 * over the ball of radius δ about w. Unbiased for that mean, whatever b is.
 * Flaxman, Kalai and McMahan (2005), "Online convex optimization in the bandit setting: gradient descent without a gradient", SODA.
 */
@final
export class OnePoint implements Perturbation {
  /** δ, in the unit of the weights; > 0. */
  delta: f64;
  /** b, in the unit of the loss; unless it is learned. */
  baseline: f64;
  /** 1 where b is the mean of the losses learned, 0 where it is given. */
  learns: f64;

  // @ts-ignore: decorator
  @inline
  reach(): f64 {
    return this.delta;
  }

  // @ts-ignore: decorator
  @inline
  scale(d: i32): f64 {
    return <f64>d / this.delta;
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
    return v128.sub<Float>(plus, base);
  }
}
