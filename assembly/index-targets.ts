/** What the host calls for logs whose rows have no single number to score: one of several classes, actions with rewards, or forecasts of experts. A binary of its own. */
import { arrive, holdBack, oldest } from "./arrivals";
import { classBaselines, gradeClasses, untrainedClasses, wholeLabels } from "./classes/judge";
import { Multinomial } from "./classes/multinomial";
import { playClasses } from "./classes/play";
import { firstInvalid } from "./experts/judge";
import { evaluate, fixedPolicies } from "./logged/evaluate";
import { Gained } from "./logged/gained";
import { firstInvalidLogged, untrainedLogged, weighLogged } from "./logged/prepare";
import { scaleRows } from "./standardise";
import { valid } from "./valid";

export * from "./experts/loops";
export * from "./shared";

export function experts_first_invalid(run: usize, n: i32, positive: i32): i32 {
  return firstInvalid(run, n, positive != 0);
}

export function play_softmax_multinomial(
  run: usize,
  panel: usize,
  loss: usize,
  from: f64,
  n: i32,
  u2: f64,
): void {
  playClasses(run, panel, changetype<Multinomial>(loss), <i64>from, n);
}

export function untrained_multinomial(run: usize, loss: usize, sums: usize, from: f64, n: i32): void {
  untrainedClasses(run, sums, <i64>from, n);
}

export function play_softmax_gained(run: usize, panel: usize, loss: usize, from: f64, n: i32, u2: f64): void {
  playClasses(run, panel, changetype<Gained>(loss), <i64>from, n);
}

export function untrained_gained(run: usize, loss: usize, sums: usize, from: f64, n: i32): void {
  untrainedLogged(run, sums, <i64>from, n);
}

export function logged_first_invalid(log: usize, n: i32): i32 {
  return firstInvalidLogged(log, n);
}

export function logged_weigh(run: usize, log: usize, from: f64, n: i32): void {
  weighLogged(run, log, <i64>from, n);
}

export function logged_fixed(run: usize, choices: usize, n: i32): void {
  fixedPolicies(run, choices, n);
}

export function logged_evaluate(run: usize, log: usize, sums: usize, from: f64, n: i32): void {
  evaluate(run, log, sums, <i64>from, n);
}

export function rows_scale(run: usize, from: f64, n: i32): void {
  scaleRows(run, <i64>from, n);
}

export function rows_valid(run: usize, from: f64, n: i32, low: f64, high: f64, columns: u32): bool {
  return wholeLabels(run, <i64>from, n) && valid(run, <i64>from, n, low, high, columns);
}

export function rows_arrive(run: usize, from: f64, n: i32): void {
  arrive(run, <i64>from, n);
}

export function rows_oldest(run: usize, learned: f64): f64 {
  return <f64>oldest(run, <i64>learned);
}

export function schedule_hold_back(run: usize, panel: usize, from: f64, n: i32): void {
  holdBack(run, panel, <i64>from, n);
}

export function accounts_baselines(run: usize, panel: usize, from: f64, n: i32, classes: i32): void {
  classBaselines(run, panel, <i64>from, n);
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
  gradeClasses(run, panel, <i64>from, n);
}
