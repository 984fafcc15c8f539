import { L_LATENCY, L_STALENESS } from "./layout";
import { long, setLong } from "./table";

/**
 * Counts rounds [t, end) of a block, decided by weights that had learned its rounds before `goal`: adds Σ (i - goal) over them to the total
 * staleness Δ, and keeps the largest latency.
 */
export function countStale(panel: usize, t: i32, end: i32, goal: i32): void {
  const rounds = (<i64>(end - t) * (<i64>(end + t - 1) - 2 * <i64>goal)) >> 1;
  setLong(panel, L_STALENESS, long(panel, L_STALENESS) + rounds);
  setLong(panel, L_LATENCY, max(long(panel, L_LATENCY), <i64>end - <i64>goal));
}
