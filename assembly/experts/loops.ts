/** Judging and following for each loss that forecasts may have. Exports carry rounds as f64: whole numbers up to 2^53. */
import { Absolute } from "../losses/absolute";
import { Huber } from "../losses/huber";
import { Pinball } from "../losses/pinball";
import { Squared } from "../losses/squared";
import { follow } from "./follow";
import { judge } from "./judge";
import { Wealth } from "./wealth";

export function experts_judge_absolute(run: usize, loss: usize, from: f64, n: i32): void {
  judge(run, changetype<Absolute<f64>>(loss), <i64>from, n);
}

export function experts_follow_absolute(run: usize, panel: usize, loss: usize, from: f64, n: i32): void {
  follow(run, panel, changetype<Absolute<f64>>(loss), <i64>from, n);
}

export function experts_judge_huber(run: usize, loss: usize, from: f64, n: i32): void {
  judge(run, changetype<Huber<f64>>(loss), <i64>from, n);
}

export function experts_follow_huber(run: usize, panel: usize, loss: usize, from: f64, n: i32): void {
  follow(run, panel, changetype<Huber<f64>>(loss), <i64>from, n);
}

export function experts_judge_pinball(run: usize, loss: usize, from: f64, n: i32): void {
  judge(run, changetype<Pinball<f64>>(loss), <i64>from, n);
}

export function experts_follow_pinball(run: usize, panel: usize, loss: usize, from: f64, n: i32): void {
  follow(run, panel, changetype<Pinball<f64>>(loss), <i64>from, n);
}

export function experts_judge_squared(run: usize, loss: usize, from: f64, n: i32): void {
  judge(run, changetype<Squared<f64>>(loss), <i64>from, n);
}

export function experts_follow_squared(run: usize, panel: usize, loss: usize, from: f64, n: i32): void {
  follow(run, panel, changetype<Squared<f64>>(loss), <i64>from, n);
}

export function experts_judge_wealth(run: usize, loss: usize, from: f64, n: i32): void {
  judge(run, changetype<Wealth>(loss), <i64>from, n);
}

export function experts_follow_wealth(run: usize, panel: usize, loss: usize, from: f64, n: i32): void {
  follow(run, panel, changetype<Wealth>(loss), <i64>from, n);
}
