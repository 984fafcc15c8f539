import { RELAXED } from "../variant";

/**
 * a b + c for vectors of T, rounded twice: no host fuses it, so that all agree. A build for relaxed SIMD leaves it to the host whether
 * it rounds once.
 */
// @ts-ignore: decorator
@inline
export function muladd<T extends number = f64>(a: v128, b: v128, c: v128): v128 {
  return RELAXED ? v128.relaxed_madd<T>(a, b, c) : v128.add<T>(v128.mul<T>(a, b), c);
}
