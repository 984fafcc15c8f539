import { ProbabilityLoss } from "./loss";
import { ONE } from "../math/constants";
import { softplus, tail } from "../math/logistic";

/**
 * Log loss of the probability 1 / (1 + exp(-z)) in nats: log(1 + exp(z)) - y z for an outcome y in [0, 1].
 * Written with |z|, which neither overflows nor cancels.
 */
@final
export class LogisticLoss implements ProbabilityLoss {
  /** The smaller probability, 1 / (1 + exp |z|). */
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return tail(z);
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    return f64x2.add(f64x2.sub(f64x2.pmax(z, f64x2.splat(0)), f64x2.mul(y, z)), softplus(z));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    return f64x2.sub(p, y);
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return f64x2.mul(p, f64x2.sub(v128.load(ONE), p));
  }
}
