import { ProbabilityLoss } from "./loss";
import { ONE } from "../math/constants";
import { logistic, tail } from "../math/logistic";

/**
 * Half the squared error of the probability p = 1 / (1 + exp(-z)), (p - y)²/2. Not convex in z: no regret theorem covers it.
 * Brier (1950), "Verification of forecasts expressed in terms of probability", Mon. Weather Rev. 78(1), 1-3.
 */
@final
export class Brier implements ProbabilityLoss {
  /** The smaller probability, 1 / (1 + exp |z|). */
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return tail(z);
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    const r = f64x2.sub(logistic(z, shared), y);
    return f64x2.mul(f64x2.splat(0.5), f64x2.mul(r, r));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    return f64x2.mul(f64x2.sub(p, y), f64x2.mul(p, f64x2.sub(v128.load(ONE), p)));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    const q = f64x2.sub(v128.load(ONE), p),
      variance = f64x2.mul(p, q);
    return f64x2.mul(variance, f64x2.add(variance, f64x2.mul(f64x2.sub(p, y), f64x2.sub(q, p))));
  }
}
