import { I_ROW_MASK, P_READY, P_WAITING } from "./layout";
import { integer, pointer } from "./table";

/**
 * Rows whose feedback is not there yet, as a binary heap: the first to come on top, and of several that come at once the oldest. That is an order
 * without ties, so that rows leave it the same way however they lie in it.
 */

/** Whether the feedback on row a comes before that on row b. */
function sooner(run: usize, a: i64, b: i64): bool {
  const x = readyAt(run, a),
    y = readyAt(run, b);
  return x < y || (x == y && a < b);
}

/** When the feedback on a row is there. */
export function readyAt(run: usize, row: i64): f64 {
  return load<f64>(pointer(run, P_READY) + ((<usize>((<i32>row) & integer(run, I_ROW_MASK))) << 3));
}

/** Adds a row to `size` others. */
export function push(run: usize, row: i64, size: i32): void {
  const heap = pointer(run, P_WAITING);
  let at = size;
  while (at > 0) {
    const above = load<i64>(heap + ((<usize>((at - 1) >> 1)) << 3));
    if (!sooner(run, row, above)) break;
    store<i64>(heap + ((<usize>at) << 3), above);
    at = (at - 1) >> 1;
  }
  store<i64>(heap + ((<usize>at) << 3), row);
}

/** Takes the first to come of `size` rows, at least one. */
export function pop(run: usize, size: i32): i64 {
  const heap = pointer(run, P_WAITING),
    first = load<i64>(heap),
    last = load<i64>(heap + ((<usize>(size - 1)) << 3));
  let at = 0;
  for (let below = 1; below < size; below = 2 * at + 1) {
    const left = load<i64>(heap + ((<usize>below) << 3)),
      right = load<i64>(heap + ((<usize>(below + 1)) << 3));
    let next = left;
    if (below + 1 < size && sooner(run, right, left)) {
      next = right;
      ++below;
    }
    if (!sooner(run, next, last)) break;
    store<i64>(heap + ((<usize>at) << 3), next);
    at = below;
  }
  store<i64>(heap + ((<usize>at) << 3), last);
  return first;
}
