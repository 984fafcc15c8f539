import { narrowed, wide, wideOffset } from "../float";
import { P_MEANS } from "../layout";
import { pointer, SPAN, WIDE } from "../table";
import { Float, LANES } from "../variant";

/**
 * Running means of utilities, each a lane's own: P_MEANS (rows, 2, lanes) f64, a mean and the sum of the weights in it. What stands there before
 * the first weight is what is used until then.
 */

/** The lanes at offset v of a vector of Floats: the mean of a row. */
// @ts-ignore: decorator
@inline
export function meanOf(panel: usize, row: usize, v: usize): v128 {
  return narrowed(pointer(panel, P_MEANS) + 2 * row * WIDE + wideOffset(v));
}

/** Takes utilities with weights >= 0, (lanes,) Floats, into the first row. */
export function takeWeighted(panel: usize, weights: usize, utilities: usize): void {
  for (let v: usize = 0, at = pointer(panel, P_MEANS); v < SPAN; v += 16, at += 16) {
    const weight = wide(weights, v),
      mean = v128.load(at),
      total = f64x2.add(v128.load(at, WIDE), weight),
      change = f64x2.div(f64x2.mul(weight, f64x2.sub(wide(utilities, v), mean)), total);
    v128.store(at, total, WIDE);
    v128.store(at, f64x2.add(mean, v128.and(change, f64x2.gt(weight, f64x2.splat(0)))));
  }
}

/** Takes utilities of actions, (lanes,) Floats, each into the row of its action. */
export function takeByAction(panel: usize, actions: usize, utilities: usize): void {
  for (let lane = 0; lane < LANES; ++lane) {
    const row = <usize>laneOf(actions, lane),
      at = pointer(panel, P_MEANS) + 2 * row * WIDE + ((<usize>lane) << 3),
      times = load<f64>(at, WIDE) + 1,
      mean = load<f64>(at);
    store<f64>(at, times, WIDE);
    store<f64>(at, mean + (laneOf(utilities, lane) - mean) / times);
  }
}

/** The Float of a lane, as f64. */
// @ts-ignore: decorator
@inline
function laneOf(vector: usize, lane: i32): f64 {
  return <f64>load<Float>(vector + <usize>lane * sizeof<Float>());
}
