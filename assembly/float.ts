import { VECTOR } from "./layout";
import { WIDE } from "./table";
import { Float, OWN_ROWS } from "./variant";

/**
 * The float type of the build. Weights in f32 carry beside them what they cannot hold (Kahan 1965, "Further remarks on reducing
 * truncation errors", Commun. ACM 8(1)): a learner takes up to 10^12 steps that are small against its weights. Steps are added to
 * what is carried, and every fourth item folds that into the weights, which saves a third of the additions.
 *
 * Two kinds of vectors have one value a lane: Float vectors of VECTOR bytes, and f64 vectors of WIDE bytes. What belongs to a row is one
 * value for all lanes, or such a vector where rows are their own; `spread`, `each` and `beside` read the one like the other.
 */

/** Whether the build is for f32. */
export const SINGLE: bool = sizeof<Float>() == 4;

/** Bytes of the weights of one column: (lanes,) Float, and in f32 (lanes,) Float of what rounding lost. */
export const ROW: usize = SINGLE ? 128 : 64;

/** Whether the item in this slot of the ring folds. The ring has at least four slots, so that this depends on the item alone. */
// @ts-ignore: decorator
@inline
export function folds(slot: i32): bool {
  return (slot & 3) == 3;
}

/** Bytes of one feature of a row: a Float that all lanes share, or (lanes,) Float. */
export const FEATURE: usize = OWN_ROWS ? VECTOR : sizeof<Float>();
/** Bytes of one f64 that goes with a row, like its outcome: shared by all lanes, or (lanes,). */
export const BESIDE: usize = OWN_ROWS ? WIDE : 8;

/** Where a column of such f64, at `column`, begins for lanes v / 8 and v / 8 + 1. */
// @ts-ignore: decorator
@inline
export function beside(column: usize, v: usize): usize {
  return OWN_ROWS ? column + v : column;
}

/** A vector of what lanes see of a row: `shared`, or where rows are their own, what stands at `at`. */
// @ts-ignore: decorator
@inline
export function each(shared: v128, at: usize): v128 {
  return OWN_ROWS ? v128.load(at) : shared;
}

/** First vector of a feature: one Float in all lanes, or each lane's own. */
// @ts-ignore: decorator
@inline
export function spread(at: usize): v128 {
  if (OWN_ROWS) return v128.load(at);
  return SINGLE ? v128.load32_splat(at) : v128.load64_splat(at);
}

/** Lanes v / 8 and v / 8 + 1 of the Float vector at `at`, as f64. */
// @ts-ignore: decorator
@inline
export function wide(at: usize, v: usize): v128 {
  return SINGLE ? f64x2.promote_low_f32x4(v128.load64_zero(at + (v >> 1))) : v128.load(at + v);
}

/** Writes lanes v / 8 and v / 8 + 1 of the Float vector at `at`. */
// @ts-ignore: decorator
@inline
export function narrow(at: usize, v: usize, value: v128): void {
  if (SINGLE) v128.store64_lane(at + (v >> 1), f32x4.demote_f64x2_zero(value), 0);
  else v128.store(at + v, value);
}

/** out (n,) Float := x (n,) f64. */
export function narrowAll(x: usize, out: usize, n: i32): void {
  for (const end = out + <usize>n * sizeof<Float>(); out < end; x += 8, out += sizeof<Float>())
    store<Float>(out, <Float>load<f64>(x));
}
