import { ScoreLoss, residual } from "./loss";
import { ONE } from "../math/constants";

/** Half the squared residual, (z - y)²/2. */
@final
export class Squared implements ScoreLoss {
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    const r = residual(z, y);
    return f64x2.mul(f64x2.splat(0.5), f64x2.mul(r, r));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    return residual(p, y);
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return v128.load(ONE);
  }
}
