/** What the host calls in every build: schedules, draws, rows and accounts. Rounds cross the border as f64: whole numbers up to 2^53. */
import { account } from "./accounts";
import { interleave } from "./interleave";
import { norms } from "./norms";
import { keySchedule } from "./philox";
import { normals } from "./random";
import { narrowRows } from "./rows";
import { growing } from "./schedules/growing";
import { periodic } from "./schedules/periodic";
import { pipelined } from "./schedules/pipelined";
import { LANES } from "./variant";

/** Learners of one panel: which build this is. */
export function lanes(): i32 {
  return LANES;
}

/** First byte behind the kernels' own constants: the host's to hand out. */
export function heap_base(): usize {
  return __heap_base;
}

export function schedule_pipelined(from: f64, n: i32, until: usize, seen: usize, latency: f64, _: f64): i32 {
  return pipelined(<i64>from, n, until, seen, <i64>latency);
}

export function schedule_periodic(
  from: f64,
  n: i32,
  until: usize,
  seen: usize,
  period: f64,
  training: f64,
): i32 {
  return periodic(<i64>from, n, until, seen, <i64>period, <i64>training);
}

export function schedule_growing(from: f64, n: i32, until: usize, seen: usize, beta: f64, _: f64): i32 {
  return growing(<i64>from, n, until, seen, beta);
}

export function stream_keys(lo: u32, hi: u32, turns: i32, keys: usize): void {
  keySchedule(((<u64>hi) << 32) | (<u64>lo), turns, keys);
}

export function stream_normals(out: usize, round: f64, d: i32, keys: usize, draw: u32): void {
  normals(out, d << 3, <u64>round, 1, d, keys, draw);
}

export function rows_norms(run: usize, from: f64, n: i32): void {
  norms(run, <i64>from, n);
}

export function rows_narrow(run: usize, from: f64, n: i32): void {
  narrowRows(run, <i64>from, n);
}

export function rows_interleave(run: usize, runs: usize, from: f64, n: i32): void {
  interleave(run, runs, <i32>(<i64>from), n);
}

export function accounts_add(run: usize, panel: usize, from: f64, n: i32): void {
  account(run, panel, <i64>from, n);
}
