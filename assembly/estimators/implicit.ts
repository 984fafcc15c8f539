import { propensities, utilitiesOf } from "../acted";
import { VECTOR } from "../layout";
import { Float } from "../variant";
import { UtilityEstimator } from "./estimator";
import { baseAndTaken } from "./taken";

/**
 * Implicit exploration: a utility is c minus a loss L >= 0, and losses are weighted by 1/(q_Y + γ). Biased, on purpose: an action is estimated at
 * L_a γ/(q_a + γ) too much, and no estimate is below c - L/γ.
 * Kocák, Neu, Valko and Munos (2014), "Efficient learning by implicit exploration in bandit problems with side observations", NIPS 27; Neu
 * (2015), "Explore no more", NIPS 28.
 */
@final
export class Implicit implements UtilityEstimator {
  /** What is added to the probability of the action taken. */
  gamma: f64;
  /** c, no less than any utility. */
  highest: f64;

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return false;
  }

  utilities(run: usize, panel: usize, t: i32, record: usize): void {
    const base = v128.splat<Float>(<Float>this.highest),
      gamma = v128.splat<Float>(<Float>this.gamma);
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const excess = v128.sub<Float>(v128.load(utilitiesOf(run, t) + v), base),
        chance = v128.add<Float>(v128.load(propensities(run, t) + v), gamma);
      baseAndTaken(run, t, v, base, v128.div<Float>(excess, chance), record);
    }
  }

  learn(run: usize, panel: usize, record: usize): void {}
}
