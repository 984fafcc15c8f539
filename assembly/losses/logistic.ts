import { ProbabilityLoss } from "./loss";
import { one } from "../math/constants";
import { softplus, tail } from "../math/logistic";

/**
 * Log loss of the probability 1 / (1 + exp(-z)) in nats: log(1 + exp(z)) - y z for an outcome y in [0, 1].
 * Written with |z|, which neither overflows nor cancels.
 */
@final
export class LogisticLoss<T extends number> implements ProbabilityLoss {
  /** The smaller probability, 1 / (1 + exp |z|). */
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return tail<T>(z);
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    return v128.add<T>(v128.sub<T>(v128.pmax<T>(z, v128.splat<T>(<T>0)), v128.mul<T>(y, z)), softplus<T>(z));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    return v128.sub<T>(p, y);
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return v128.mul<T>(p, v128.sub<T>(one<T>(), p));
  }
}
