import { ScoreLoss, residual } from "./loss";
import { ONE } from "../math/constants";

/**
 * Parabola near the outcome, line beyond it, so that one wild outcome moves the weights a bounded step.
 * Huber (1964), "Robust Estimation of a Location Parameter", Ann. Math. Statist. 35(1), 73-101; his k is delta.
 */
@final
export class Huber implements ScoreLoss {
  /** Residual at which the parabola becomes a line; same unit as the outcome; > 0. */
  delta: f64;

  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    const r = f64x2.abs(residual(z, y)),
      q = f64x2.pmin(r, f64x2.splat(this.delta));
    return f64x2.mul(q, f64x2.sub(r, f64x2.mul(f64x2.splat(0.5), q)));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    const delta = f64x2.splat(this.delta);
    return f64x2.pmax(f64x2.pmin(residual(p, y), delta), f64x2.neg(delta));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    const inside = f64x2.lt(f64x2.abs(f64x2.sub(p, y)), f64x2.splat(this.delta));
    return v128.and(v128.load(ONE), inside);
  }
}
