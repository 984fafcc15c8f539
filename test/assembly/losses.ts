import { Absolute } from "../../assembly/losses/absolute";
import { Brier } from "../../assembly/losses/brier";
import { Huber } from "../../assembly/losses/huber";
import { LinearLoss } from "../../assembly/losses/linear";
import { LogisticLoss } from "../../assembly/losses/logistic";
import { Loss } from "../../assembly/losses/loss";
import { Pinball } from "../../assembly/losses/pinball";
import { Squared } from "../../assembly/losses/squared";
import { Linear } from "../../assembly/models/linear";
import { Logistic } from "../../assembly/models/logistic";
import { ScoreModel } from "../../assembly/models/model";

/** Losses and models at scores z (n,) and outcomes y (n,): value, slope, curvature, output (n,) each. */
function lossTable<M extends ScoreModel, L extends Loss>(
  model: M,
  loss: L,
  z: usize,
  y: usize,
  n: i32,
  value: usize,
  slope: usize,
  curvature: usize,
  output: usize,
): void {
  for (let i = 0; i < 8 * n; i += 16) {
    const score = v128.load(z + i),
      outcome = v128.load(y + i),
      shared = loss.shared(score),
      p = model.output(score, shared);
    v128.store(value + i, loss.value(score, outcome, shared));
    v128.store(slope + i, loss.slope(p, outcome));
    v128.store(curvature + i, loss.curvature(p, outcome));
    v128.store(output + i, p);
  }
}

export function loss_absolute(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable(changetype<Linear>(0), changetype<Absolute>(parameters), z, y, n, v, s, c, o);
}

export function loss_brier(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable(changetype<Logistic>(0), changetype<Brier>(parameters), z, y, n, v, s, c, o);
}

export function loss_huber(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable(changetype<Linear>(0), changetype<Huber>(parameters), z, y, n, v, s, c, o);
}

export function loss_linear(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable(changetype<Linear>(0), changetype<LinearLoss>(parameters), z, y, n, v, s, c, o);
}

export function loss_logistic(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable(changetype<Logistic>(0), changetype<LogisticLoss>(parameters), z, y, n, v, s, c, o);
}

export function loss_pinball(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable(changetype<Linear>(0), changetype<Pinball>(parameters), z, y, n, v, s, c, o);
}

export function loss_squared(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable(changetype<Linear>(0), changetype<Squared>(parameters), z, y, n, v, s, c, o);
}
