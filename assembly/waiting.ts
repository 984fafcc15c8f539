import { P_WAITING } from "./layout";
import { pointer } from "./table";

/**
 * Rows whose feedback is not there yet, as a binary heap of pairs (when it will be, f64; row, i64): the first to come on top, and of several that
 * come at once the oldest. That is an order without ties, so that rows leave it the same way however they lie in it.
 */

/** Bytes of a pair. */
const PAIR: usize = 16;

/** When the feedback is there that comes first. There must be some. */
export function soonest(run: usize): f64 {
  return load<f64>(pointer(run, P_WAITING));
}

/** Adds a row to `size` others. */
export function push(run: usize, row: i64, ready: f64, size: i32): void {
  const heap = pointer(run, P_WAITING);
  let at = <usize>size;
  while (at > 0) {
    const above = (at - 1) >> 1,
      pair = heap + above * PAIR;
    if (!sooner(ready, row, load<f64>(pair), load<i64>(pair, 8))) break;
    put(heap + at * PAIR, load<f64>(pair), load<i64>(pair, 8));
    at = above;
  }
  put(heap + at * PAIR, ready, row);
}

/** Takes the first to come of `size` rows, at least one. */
export function pop(run: usize, size: i32): i64 {
  const heap = pointer(run, P_WAITING),
    first = load<i64>(heap, 8),
    rest = <usize>(size - 1),
    ready = load<f64>(heap + rest * PAIR),
    row = load<i64>(heap + rest * PAIR, 8);
  // the last one sinks from the top to where it belongs
  let at: usize = 0;
  for (let below: usize = 1; below < rest; below = 2 * at + 1) {
    let pair = heap + below * PAIR,
      next = load<f64>(pair),
      nextRow = load<i64>(pair, 8);
    if (below + 1 < rest && sooner(load<f64>(pair, 16), load<i64>(pair, 24), next, nextRow)) {
      ++below;
      pair += PAIR;
      next = load<f64>(pair);
      nextRow = load<i64>(pair, 8);
    }
    if (!sooner(next, nextRow, ready, row)) break;
    put(heap + at * PAIR, next, nextRow);
    at = below;
  }
  put(heap + at * PAIR, ready, row);
  return first;
}

// @ts-ignore: decorator
@inline
function put(pair: usize, ready: f64, row: i64): void {
  store<f64>(pair, ready);
  store<i64>(pair, row, 8);
}

/** Whether the feedback on row a, there at x, comes before that on row b, there at y. */
// @ts-ignore: decorator
@inline
function sooner(x: f64, a: i64, y: f64, b: i64): bool {
  return x < y || (x == y && a < b);
}
