/**
 * Every round is decided by the newest model the latency allows: a(s) = max(0, s - k) (docs/rounds.md).
 * Fills rounds [from, from + n): until (n,), seen (n,) i32 relative to `from`; returns the number of segments.
 */
export function pipelined(from: i64, n: i32, until: usize, seen: usize, latency: i64): i32 {
  for (let i = 0; i < n; ++i) {
    const s = from + i + 1;
    store<i32>(until + ((<usize>i) << 2), i + 1);
    store<i32>(seen + ((<usize>i) << 2), <i32>((s > latency ? s - latency : 0) - from));
  }
  return n;
}
