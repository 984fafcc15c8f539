import { power } from "../math/power";

/** One part in 2^46 less, so that an integer power stays that integer although its value is rounded. */
const BELOW: f64 = 0.9999999999999858;

/**
 * Latency that grows with the round: a(s) = s - ceil(s^beta), 0 <= beta <= 1 (docs/rounds.md). Columns as in pipelined.ts.
 */
export function growing(from: i64, n: i32, until: usize, seen: usize, beta: f64): i32 {
  for (let i = 0; i < n; ++i) {
    const s = from + i + 1,
      latency = max(<i64>1, <i64>Math.ceil(power(<f64>s, beta) * BELOW));
    store<i32>(until + ((<usize>i) << 2), i + 1);
    store<i32>(seen + ((<usize>i) << 2), <i32>(s - latency - from));
  }
  return n;
}
