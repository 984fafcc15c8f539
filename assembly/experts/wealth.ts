import { ScoreLoss } from "../losses/loss";
import { log } from "../math/log";

/**
 * Minus the logarithm of the forecast: what a portfolio loses whose shares are the weights and whose assets' price relatives are the
 * forecasts. The outcome is not used. Helmbold, Schapire, Singer and Warmuth (1998), "On-line portfolio selection using multiplicative
 * updates", Math. Finance 8(4).
 */
@final
export class Wealth implements ScoreLoss {
  // @ts-ignore: decorator
  @inline
  shared(z: v128): v128 {
    return z;
  }

  // @ts-ignore: decorator
  @inline
  value(z: v128, y: v128, shared: v128): v128 {
    return f64x2.neg(log(z));
  }

  // @ts-ignore: decorator
  @inline
  slope(p: v128, y: v128): v128 {
    return f64x2.div(f64x2.splat(-1), p);
  }

  // @ts-ignore: decorator
  @inline
  curvature(p: v128, y: v128): v128 {
    return f64x2.div(f64x2.splat(1), f64x2.mul(p, p));
  }
}
