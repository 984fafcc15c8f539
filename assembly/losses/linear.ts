import { ScoreLoss } from "./loss";

/**
 * The score itself: features are the gradient of the round's loss, minus the utility of each coordinate of the decision
 * w. Online linear optimisation; the outcome plays no part.
 */
@final
export class LinearLoss<T extends number> implements ScoreLoss {
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
    return v128.add<T>(v128.splat<T>(<T>1), v128.sub<T>(p, p));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return v128.splat<T>(<T>0);
  }
}
