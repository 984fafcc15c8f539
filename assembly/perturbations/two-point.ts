import { half } from "../math/constants";
import { Float } from "../variant";
import { Perturbation } from "./perturbation";

/**
 * Two-point estimate: w + δ u and w - δ u are both played, u uniform on the unit sphere in d dimensions, and (d/2δ) (l₊ - l₋) u estimates the
 * gradient of the mean of l over the ball of radius δ about w; of l itself where l is quadratic. A round costs the mean of its two losses.
 * Agarwal, Dekel and Xiao (2010), "Optimal algorithms for online convex optimization with multi-point bandit feedback", COLT.
 */
@final
export class TwoPoint implements Perturbation {
  /** δ, in the unit of the weights; > 0. */
  delta: f64;

  // @ts-ignore: decorator
  @inline
  reach(): f64 {
    return this.delta;
  }

  // @ts-ignore: decorator
  @inline
  scale(d: i32): f64 {
    return (0.5 * <f64>d) / this.delta;
  }

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return false;
  }

  // @ts-ignore: decorator
  @inline
  base(panel: usize, v: usize): v128 {
    return v128.splat<Float>(0);
  }

  // @ts-ignore: decorator
  @inline
  played(plus: v128, minus: v128): v128 {
    return v128.mul<Float>(half<Float>(), v128.add<Float>(plus, minus));
  }

  // @ts-ignore: decorator
  @inline
  slope(plus: v128, minus: v128, base: v128, along: v128): v128 {
    return v128.sub<Float>(plus, minus);
  }
}
