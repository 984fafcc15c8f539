import { chances, notesOf, probabilities, utilitiesOf } from "../acted";
import { copy } from "../lanes";
import { I_ACTIONS, VECTOR } from "../layout";
import { integer } from "../table";
import { Float } from "../variant";
import { LogitEstimator } from "./estimator";
import { alongLogGradient, ratio } from "./log-gradient";
import { meanOf, takeWeighted } from "./means";

/**
 * (U - b) ∇ log p, with a baseline from what was learned before: the mean utility, or the mean that makes the second moment of the slopes
 * least, which weights a utility by |p_Y/q_Y (e_Y - p)|². Unbiased: no baseline knows of the round it is used in.
 * Greensmith, Bartlett and Baxter (2004), "Variance reduction techniques for gradient estimates in reinforcement learning", J. Mach. Learn.
 * Res. 5.
 */
@final
export class Running implements LogitEstimator {
  /** 1 for the optimal baseline, 0 for the mean utility. */
  optimal: f64;

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return true;
  }

  slopes(run: usize, panel: usize, t: i32, record: usize): void {
    const utility = utilitiesOf(run, t),
      notes = notesOf(run, record);
    alongLogGradient(
      run,
      t,
      v128.sub<Float>(v128.load(utility), meanOf(panel, 0, 0)),
      v128.sub<Float>(v128.load(utility, 16), meanOf(panel, 0, 16)),
      v128.sub<Float>(v128.load(utility, 32), meanOf(panel, 0, 32)),
      v128.sub<Float>(v128.load(utility, 48), meanOf(panel, 0, 48)),
      record,
    );
    for (let v: usize = 0; v < <usize>VECTOR; v += 16)
      v128.store(notes + v, this.optimal != 0 ? lengths(run, t, v) : v128.splat<Float>(1));
    copy(notes + VECTOR, utility);
  }

  learn(run: usize, panel: usize, record: usize): void {
    const notes = notesOf(run, record);
    takeWeighted(panel, notes, notes + VECTOR);
  }
}

/** |p_Y/q_Y (e_Y - p)|² = (p_Y/q_Y)² (1 - 2 p_Y + Σ p_a²), for the lanes at offset v of a vector. */
function lengths(run: usize, t: i32, v: usize): v128 {
  const chance = v128.load(chances(run, t) + v),
    weight = ratio(run, t, v);
  let sum = v128.sub<Float>(v128.splat<Float>(1), v128.add<Float>(chance, chance));
  for (let a = integer(run, I_ACTIONS), at = probabilities(run, t) + v; a > 0; --a, at += VECTOR) {
    const p = v128.load(at);
    sum = v128.add<Float>(sum, v128.mul<Float>(p, p));
  }
  // a probability of nearly 1 may leave less than nothing
  return v128.mul<Float>(v128.mul<Float>(weight, weight), v128.pmax<Float>(sum, v128.splat<Float>(0)));
}
