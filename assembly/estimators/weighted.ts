import { propensities, utilitiesOf } from "../acted";
import { VECTOR } from "../layout";
import { Float } from "../variant";
import { UtilityEstimator } from "./estimator";
import { baseAndTaken } from "./taken";

/**
 * Importance weighting: b + [a = Y] (U - b)/q_Y. Unbiased, whatever the baseline b; its variance is (U_a - b)² (1/q_a - 1).
 * Horvitz and Thompson (1952), "A generalization of sampling without replacement from a finite universe", J. Am. Stat. Assoc. 47.
 */
@final
export class Weighted implements UtilityEstimator {
  /** What every action is taken to have but the one that was seen. */
  baseline: f64;

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return false;
  }

  utilities(run: usize, panel: usize, t: i32, record: usize): void {
    const base = v128.splat<Float>(<Float>this.baseline);
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const excess = v128.sub<Float>(v128.load(utilitiesOf(run, t) + v), base);
      baseAndTaken(run, t, v, base, v128.div<Float>(excess, v128.load(propensities(run, t) + v)), record);
    }
  }

  learn(run: usize, panel: usize, record: usize): void {}
}
