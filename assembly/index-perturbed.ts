/** What the host calls where learners perturb what they play and are told its loss only: a binary of its own, fetched only for them. */
import { chargeExploration, realise } from "./accounts";
import { scoreFixed } from "./comparators/reference";
import { fillNodes } from "./math/logistic-f64";
import { blockRademacher, orthogonal, squareWave } from "./streams/adversaries";
import { aligned } from "./streams/aligned";
import { drawDirections, drawOutputs } from "./streams/perturbations";

export * from "./compares";
export * from "./perturbs";
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

export function draw_outputs(run: usize, stream: usize, from: f64, n: i32): void {
  drawOutputs(run, stream, <i64>from, n);
}

export function draw_directions(run: usize, stream: usize, from: f64, n: i32): void {
  drawDirections(run, stream, <i64>from, n);
}

export function comparator_score(run: usize, u: usize, from: f64, n: i32): void {
  scoreFixed(run, u, <i64>from, n);
}

export function accounts_realise(run: usize, panel: usize, n: i32): void {
  realise(run, panel, n);
}

export function accounts_charge_exploration(run: usize, panel: usize, n: i32): void {
  chargeExploration(run, panel, n);
}
