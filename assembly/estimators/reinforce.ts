import { utilitiesOf } from "../acted";
import { Float } from "../variant";
import { LogitEstimator } from "./estimator";
import { alongLogGradient } from "./log-gradient";

/**
 * (U - b) ∇ log p, with a constant baseline b. Unbiased, whatever b is.
 * Williams (1992), "Simple statistical gradient-following algorithms for connectionist reinforcement learning", Machine Learning 8.
 */
@final
export class Reinforce implements LogitEstimator {
  /** What utilities are compared with; in the unit of the utility. */
  baseline: f64;

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return false;
  }

  slopes(run: usize, panel: usize, t: i32, record: usize): void {
    const b = v128.splat<Float>(<Float>this.baseline),
      utility = utilitiesOf(run, t);
    alongLogGradient(
      run,
      t,
      v128.sub<Float>(v128.load(utility), b),
      v128.sub<Float>(v128.load(utility, 16), b),
      v128.sub<Float>(v128.load(utility, 32), b),
      v128.sub<Float>(v128.load(utility, 48), b),
      record,
    );
  }

  learn(run: usize, panel: usize, record: usize): void {}
}
