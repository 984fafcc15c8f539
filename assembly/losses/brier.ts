import { ProbabilityLoss } from "./loss";
import { half, one } from "../math/constants";
import { logistic, tail } from "../math/logistic";

/**
 * Half the squared error of the probability p = 1 / (1 + exp(-z)), (p - y)²/2. Not convex in z: no regret theorem covers it.
 * Brier (1950), "Verification of forecasts expressed in terms of probability", Mon. Weather Rev. 78(1), 1-3.
 */
@final
export class Brier<T extends number> implements ProbabilityLoss {
  /** The smaller probability, 1 / (1 + exp |z|). */
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return tail<T>(z);
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    const r = v128.sub<T>(logistic<T>(z, shared), y);
    return v128.mul<T>(half<T>(), v128.mul<T>(r, r));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    return v128.mul<T>(v128.sub<T>(p, y), v128.mul<T>(p, v128.sub<T>(one<T>(), p)));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    const q = v128.sub<T>(one<T>(), p),
      variance = v128.mul<T>(p, q);
    return v128.mul<T>(variance, v128.add<T>(variance, v128.mul<T>(v128.sub<T>(p, y), v128.sub<T>(q, p))));
  }
}
