import { expNegative } from "./exp";
import { ONE } from "./constants";

/** Constants live in memory: V8 rebuilds v128 constants at every use. */

const FLOOR = memory.data<f64>([-41.5, -41.5], 16);

/**
 * exp(-|z|), from which the logistic function and its logarithm follow without cancellation. Scores beyond 41.5
 * count as 41.5: exp(-41.5) is below 2^-59, so that 1 + exp(-|z|) is 1 either way, and no denormal ever arises.
 * NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function decay(z: v128): v128 {
  return expNegative(f64x2.pmax(f64x2.neg(f64x2.abs(z)), v128.load(FLOOR)));
}

/** 1 / (1 + exp(-z)), given e = exp(-|z|). */
// @ts-ignore: decorator
@inline
export function sigmoid(z: v128, e: v128): v128 {
  const one = v128.load(ONE);
  return f64x2.div(v128.bitselect(e, one, f64x2.lt(z, f64x2.splat(0))), f64x2.add(one, e));
}
