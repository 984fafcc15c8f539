import { Loss } from "../../assembly/losses/loss";
import { ScoreModel } from "../../assembly/models/model";

/** Losses and models at scores z (n,) and outcomes y (n,): value, slope, curvature, output (n,) each, all of type T. */
export function lossTable<T, M extends ScoreModel, L extends Loss>(
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
