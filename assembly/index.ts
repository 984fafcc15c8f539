/** What the host calls. Rounds cross the border as f64: whole numbers up to 2^53. */
import { account, grade, realise } from "./accounts";
import { baselines } from "./baselines";
import { scoreFixed } from "./comparators/reference";
import { interleave } from "./interleave";
import { fillNodes } from "./math/logistic-f64";
import { norms } from "./norms";
import { keySchedule } from "./philox";
import { normals } from "./random";
import { growing } from "./schedules/growing";
import { periodic } from "./schedules/periodic";
import { pipelined } from "./schedules/pipelined";
import { narrowRows } from "./rows";
import { scaleRows } from "./standardise";
import { blockRademacher, orthogonal, squareWave } from "./streams/adversaries";
import { aligned } from "./streams/aligned";
import { choices } from "./streams/choices";
import { valid } from "./valid";
import { LANES } from "./variant";

export * from "./loops";

/** Writes the tables of the mathematical functions: to be called first. */
export function prepare(): void {
  fillNodes();
}

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

export function stream_aligned(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  aligned(run, stream, sums, <i64>from, n);
}

export function stream_choices(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  choices(run, stream, sums, <i64>from, n);
}

export function stream_block_rademacher(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  blockRademacher(run, stream, sums, <i64>from, n);
}

export function stream_square_wave(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  squareWave(run, stream, sums, <i64>from, n);
}

export function stream_orthogonal(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  orthogonal(run, stream, sums, <i64>from, n);
}

export function rows_scale(run: usize, from: f64, n: i32): void {
  scaleRows(run, <i64>from, n);
}

export function rows_valid(run: usize, from: f64, n: i32, low: f64, high: f64, columns: u32): bool {
  return valid(run, <i64>from, n, low, high, columns);
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

export function comparator_score(run: usize, u: usize, from: f64, n: i32): void {
  scoreFixed(run, u, <i64>from, n);
}

export function accounts_add(run: usize, panel: usize, from: f64, n: i32): void {
  account(run, panel, <i64>from, n);
}

export function accounts_realise(run: usize, panel: usize, n: i32): void {
  realise(run, panel, n);
}

export function accounts_baselines(run: usize, panel: usize, from: f64, n: i32, classes: i32): void {
  baselines(run, panel, <i64>from, n, classes);
}

export function accounts_grade(
  run: usize,
  panel: usize,
  from: f64,
  n: i32,
  classes: i32,
  threshold: f64,
  strict: i32,
): void {
  grade(run, panel, <i64>from, n, classes, threshold, strict);
}
