import { one } from "./constants";
import { softplusF32, tailF32 } from "./logistic-f32";
import { softplusF64, tailF64 } from "./logistic-f64";

/**
 * The logistic function and its integral for vectors of T, f64 or f32. A table serves two lanes best (logistic-f64.ts), an exponential
 * and a quotient four (logistic-f32.ts), because each lane has to be fetched from a table by itself.
 */

/** 1 / (1 + exp |z|), the smaller of the two probabilities that a score z stands for. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function tail<T extends number>(z: v128): v128 {
  return sizeof<T>() == 4 ? tailF32(z) : tailF64(z);
}

/** ln(1 + exp(-|z|)). Beside `tail` of the same scores it costs half, because the compiler sees what they share. NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function softplus<T extends number>(z: v128): v128 {
  return sizeof<T>() == 4 ? softplusF32(z) : softplusF64(z);
}

/** 1 / (1 + exp(-z)), given q = tail(z). */
// @ts-ignore: decorator
@inline
export function logistic<T extends number>(z: v128, q: v128): v128 {
  return v128.bitselect(q, v128.sub<T>(one<T>(), q), v128.lt<T>(z, v128.splat<T>(<T>0)));
}
