import { ScoreLoss, residual } from "./loss";

/**
 * Tilted absolute residual whose minimiser is the q-quantile: q (y - z) below the outcome, (1 - q)(z - y) above it.
 * Koenker and Bassett (1978), "Regression Quantiles", Econometrica 46(1), 33-50. Slope 0 at the kink.
 */
@final
export class Pinball<T extends number> implements ScoreLoss {
  /** Quantile, in (0, 1). */
  quantile: f64;

  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    const r = residual<T>(y, z);
    return v128.max<T>(
      v128.mul<T>(v128.splat<T>(<T>this.quantile), r),
      v128.mul<T>(v128.splat<T>(<T>(this.quantile - 1)), r),
    );
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    const zero = v128.splat<T>(<T>0),
      r = residual<T>(p, y),
      above = v128.and(v128.splat<T>(<T>(1 - this.quantile)), v128.gt<T>(r, zero)),
      below = v128.and(v128.splat<T>(<T>this.quantile), v128.lt<T>(r, zero));
    return v128.sub<T>(above, below);
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return v128.splat<T>(<T>0);
  }
}
