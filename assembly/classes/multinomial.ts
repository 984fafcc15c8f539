import { log } from "../math/log";
import { Label } from "./label";

/** Log loss of softmax in nats, -ln p_y: multinomial logistic regression. Bridle (1990), NIPS 2. Convex in the weights. */
@final
export class Multinomial implements Label {
  // @ts-ignore: decorator
  @inline
  value(p: v128): v128 {
    return f64x2.neg(log(p));
  }

  // @ts-ignore: decorator
  @inline
  factor(p: v128): v128 {
    return f64x2.splat(1);
  }
}
