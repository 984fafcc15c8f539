/** a b + c for vectors of T, rounded twice: no host fuses it, so that all agree. */
// @ts-ignore: decorator
@inline
export function muladd<T extends number = f64>(a: v128, b: v128, c: v128): v128 {
  return v128.add<T>(v128.mul<T>(a, b), c);
}
