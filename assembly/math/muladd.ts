/** a b + c, rounded twice: no host fuses it, so that all agree. */
// @ts-ignore: decorator
@inline
export function muladd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}
