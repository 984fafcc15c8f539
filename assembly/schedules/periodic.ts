/**
 * A new model every `period` rounds, each trained for `training` rounds on all data up to the start of its training:
 * a(s) = max(0, p floor((s - 1 - tau)/p)) (docs/rounds.md). Columns as in pipelined.ts.
 */
export function periodic(from: i64, n: i32, until: usize, seen: usize, period: i64, training: i64): i32 {
  let segment = 0;
  for (let i = 0; i < n; ++segment) {
    const s = from + i + 1,
      batches = s - 1 >= training ? (s - 1 - training) / period : -1,
      // the next deployment comes before round period (batches + 1) + training + 1
      next = batches < 0 ? training + period : period * (batches + 1) + training,
      end = <i32>min(<i64>n, next - from);
    store<i32>(until + ((<usize>segment) << 2), end);
    store<i32>(seen + ((<usize>segment) << 2), <i32>((batches > 0 ? period * batches : 0) - from));
    i = end;
  }
  return segment;
}
