import { residual, ScoreLoss } from "./loss";
import { half, one } from "../math/constants";

/**
 * Parabola near the outcome, line beyond it, so that one wild outcome moves the weights a bounded step.
 * Huber (1964), "Robust Estimation of a Location Parameter", Ann. Math. Statist. 35(1), 73-101; his k is delta.
 */
@final
export class Huber<T extends number> implements ScoreLoss {
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
    const r = v128.abs<T>(residual<T>(z, y)),
      q = v128.pmin<T>(r, v128.splat<T>(<T>this.delta));
    return v128.mul<T>(q, v128.sub<T>(r, v128.mul<T>(half<T>(), q)));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    const delta = v128.splat<T>(<T>this.delta);
    return v128.pmax<T>(v128.pmin<T>(residual<T>(p, y), delta), v128.neg<T>(delta));
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    const inside = v128.lt<T>(v128.abs<T>(residual<T>(p, y)), v128.splat<T>(<T>this.delta));
    return v128.and(one<T>(), inside);
  }
}
