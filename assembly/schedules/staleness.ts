import { L_LATENCY, L_STALENESS, P_SEEN, P_UNTIL } from "../layout";
import { pointer } from "../table";

/** Adds a block's staleness Σ (s - 1 - a(s)) and notes the largest latency s - a(s), whatever the schedule: exact integers. */
export function staleness(panel: usize, n: i32): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN);
  let sum = load<i64>(panel + (L_STALENESS << 3)),
    largest = load<i64>(panel + (L_LATENCY << 3));
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const end = load<i32>(until + segment),
      first = <i64>(t - load<i32>(seen + segment)), // s - 1 - a(s) at the segment's first round
      rounds = <i64>(end - t);
    sum += rounds * first + (rounds * (rounds - 1)) / 2;
    largest = max(largest, first + rounds);
    t = end;
  }
  store<i64>(panel + (L_STALENESS << 3), sum);
  store<i64>(panel + (L_LATENCY << 3), largest);
}
