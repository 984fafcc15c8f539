/** What the host calls where models give a score. Rounds cross the border as f64: whole numbers up to 2^53. */
import { grade } from "./accounts";
import { arrive, foresee, holdBack, oldest } from "./arrivals";
import { baselines } from "./baselines";
import { scoreFixed } from "./comparators/reference";
import { fillNodes } from "./math/logistic-f64";
import { scaleRows } from "./standardise";
import { blockRademacher, orthogonal, rotating, squareWave } from "./streams/adversaries";
import { aligned } from "./streams/aligned";
import { valid } from "./valid";

export * from "./compares";
export * from "./loops";
export * from "./shared";

/** Writes the tables of the mathematical functions: to be called first. */
export function prepare(): void {
  fillNodes();
}

export function stream_aligned(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  aligned(run, stream, sums, <i64>from, n);
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

export function stream_rotating(run: usize, stream: usize, sums: usize, from: f64, n: i32): void {
  rotating(run, stream, sums, <i64>from, n);
}

export function rows_scale(run: usize, from: f64, n: i32): void {
  scaleRows(run, <i64>from, n);
}

export function rows_valid(run: usize, from: f64, n: i32, low: f64, high: f64, columns: u32): bool {
  return valid(run, <i64>from, n, low, high, columns);
}

export function rows_arrive(run: usize, from: f64, n: i32): void {
  arrive(run, <i64>from, n);
}

export function rows_foresee(run: usize): void {
  foresee(run);
}

export function rows_oldest(run: usize, learned: f64): f64 {
  return <f64>oldest(run, <i64>learned);
}

export function schedule_hold_back(run: usize, panel: usize, from: f64, n: i32): void {
  holdBack(run, panel, <i64>from, n);
}

export function comparator_score(run: usize, u: usize, from: f64, n: i32): void {
  scoreFixed(run, u, <i64>from, n);
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
