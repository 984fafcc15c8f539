import { ScoreLoss } from "./loss";

/**
 * The score itself: features are the gradient of the round's loss, minus the utility of each coordinate of the decision
 * w. Online linear optimisation; the outcome plays no part.
 */
@final
export class LinearLoss implements ScoreLoss {
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    // 1, and NaN for a score that is not a number, so that a lost learner stays lost
    return f64x2.add(f64x2.splat(1), f64x2.sub(p, p));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return f64x2.splat(0);
  }
}
