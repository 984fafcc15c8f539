import { ScoreLoss, residual } from "./loss";

/**
 * Tilted absolute residual whose minimiser is the q-quantile: q (y - z) below the outcome, (1 - q)(z - y) above it.
 * Koenker and Bassett (1978), "Regression Quantiles", Econometrica 46(1), 33-50. Slope 0 at the kink.
 */
@final
export class Pinball implements ScoreLoss {
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
    const r = residual(y, z);
    return f64x2.max(f64x2.mul(f64x2.splat(this.quantile), r), f64x2.mul(f64x2.splat(this.quantile - 1), r));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    const zero = f64x2.splat(0),
      r = residual(p, y),
      above = v128.and(f64x2.splat(1 - this.quantile), f64x2.gt(r, zero)),
      below = v128.and(f64x2.splat(this.quantile), f64x2.lt(r, zero));
    return f64x2.sub(above, below);
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return f64x2.splat(0);
  }
}
