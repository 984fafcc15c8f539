import { ScoreLoss, residual } from "./loss";
import { ONE } from "../math/constants";

/** Absolute residual, |z - y|; its minimiser is a median. Slope 0 at the kink. */
@final
export class Absolute implements ScoreLoss {
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    return f64x2.abs(residual(z, y));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    const one = v128.load(ONE),
      zero = f64x2.splat(0),
      r = residual(p, y);
    return f64x2.sub(v128.and(one, f64x2.gt(r, zero)), v128.and(one, f64x2.lt(r, zero)));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return f64x2.splat(0);
  }
}
