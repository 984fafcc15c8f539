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

/** Losses and models at scores z (n,) and outcomes y (n,): value, slope, curvature, output (n,) each, all of type T. */
function lossTable<T, M extends ScoreModel, L extends Loss>(
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
  for (let i: usize = 0; i < <usize>n * sizeof<T>(); i += 16) {
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
  lossTable<f64, Linear<f64>, Absolute<f64>>(
    changetype<Linear<f64>>(0),
    changetype<Absolute<f64>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
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
  lossTable<f64, Logistic<f64>, Brier<f64>>(
    changetype<Logistic<f64>>(0),
    changetype<Brier<f64>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
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
  lossTable<f64, Linear<f64>, Huber<f64>>(
    changetype<Linear<f64>>(0),
    changetype<Huber<f64>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
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
  lossTable<f64, Linear<f64>, LinearLoss<f64>>(
    changetype<Linear<f64>>(0),
    changetype<LinearLoss<f64>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
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
  lossTable<f64, Logistic<f64>, LogisticLoss<f64>>(
    changetype<Logistic<f64>>(0),
    changetype<LogisticLoss<f64>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
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
  lossTable<f64, Linear<f64>, Pinball<f64>>(
    changetype<Linear<f64>>(0),
    changetype<Pinball<f64>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
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
  lossTable<f64, Linear<f64>, Squared<f64>>(
    changetype<Linear<f64>>(0),
    changetype<Squared<f64>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}

export function loss_absolute_f32(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable<f32, Linear<f32>, Absolute<f32>>(
    changetype<Linear<f32>>(0),
    changetype<Absolute<f32>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}

export function loss_brier_f32(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable<f32, Logistic<f32>, Brier<f32>>(
    changetype<Logistic<f32>>(0),
    changetype<Brier<f32>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}

export function loss_huber_f32(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable<f32, Linear<f32>, Huber<f32>>(
    changetype<Linear<f32>>(0),
    changetype<Huber<f32>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}

export function loss_linear_f32(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable<f32, Linear<f32>, LinearLoss<f32>>(
    changetype<Linear<f32>>(0),
    changetype<LinearLoss<f32>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}

export function loss_logistic_f32(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable<f32, Logistic<f32>, LogisticLoss<f32>>(
    changetype<Logistic<f32>>(0),
    changetype<LogisticLoss<f32>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}

export function loss_pinball_f32(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable<f32, Linear<f32>, Pinball<f32>>(
    changetype<Linear<f32>>(0),
    changetype<Pinball<f32>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}

export function loss_squared_f32(
  parameters: usize,
  z: usize,
  y: usize,
  n: i32,
  v: usize,
  s: usize,
  c: usize,
  o: usize,
): void {
  lossTable<f32, Linear<f32>, Squared<f32>>(
    changetype<Linear<f32>>(0),
    changetype<Squared<f32>>(parameters),
    z,
    y,
    n,
    v,
    s,
    c,
    o,
  );
}
