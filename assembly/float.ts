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

/** One f64, as a Float, in all lanes of a vector. */
// @ts-ignore: decorator
@inline
export function spreadWide(at: usize): v128 {
  return SINGLE ? f32x4.splat(<f32>load<f64>(at)) : v128.load64_splat(at);
}

/** The Floats at offset v of what lanes see of an f64 that goes with a row: `shared`, or each lane's own at `at`. */
// @ts-ignore: decorator
@inline
export function eachWide(shared: v128, at: usize, v: usize): v128 {
  return OWN_ROWS ? narrowed(at + wideOffset(v)) : shared;
}

/** Writes the Float vector x as f64: the lanes of 16 bytes of Floats to 16 or 32 bytes. */
// @ts-ignore: decorator
@inline
export function widen(at: usize, x: v128): void {
  if (SINGLE) {
    v128.store(at, f64x2.promote_low_f32x4(x));
    v128.store(at, f64x2.promote_low_f32x4(v128.shuffle<u64>(x, x, 1, 1)), 16);
  } else v128.store(at, x);
}

/** The Float vector of the lanes at `at`, (lanes,) f64. */
// @ts-ignore: decorator
@inline
export function narrowed(at: usize): v128 {
  if (!SINGLE) return v128.load(at);
  const low = f32x4.demote_f64x2_zero(v128.load(at)),
    high = f32x4.demote_f64x2_zero(v128.load(at, 16));
  return v128.shuffle<u64>(low, high, 0, 2);
}

/** Offset into a vector of f64, (lanes,), of the lanes at offset v of a vector of Floats. */
// @ts-ignore: decorator
@inline
export function wideOffset(v: usize): usize {
  return SINGLE ? 2 * v : v;
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
  if (SINGLE)
    for (const pairs = out + ((<usize>(n & ~1)) << 2); out < pairs; x += 16, out += 8, n -= 2)
      v128.store64_lane(out, f32x4.demote_f64x2_zero(v128.load(x)), 0);
  for (const end = out + <usize>n * sizeof<Float>(); out < end; x += 8, out += sizeof<Float>())
    store<Float>(out, <Float>load<f64>(x));
}
