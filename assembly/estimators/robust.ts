import { actionsOf, notesOf, propensities, utilitiesOf } from "../acted";
import { I_ACTIONS, VECTOR } from "../layout";
import { integer } from "../table";
import { Float } from "../variant";
import { UtilityEstimator } from "./estimator";
import { meanOf, takeByAction } from "./means";
import { addWhereTaken } from "./taken";

/**
 * Doubly robust: m_a + [a = Y] (U - m_Y)/q_Y with a model m of the utilities, which is given or the mean of what was learned of an action.
 * Unbiased, whatever m; its variance is (U_a - m_a)² (1/q_a - 1), and that of U/q_a where utilities are random.
 * Dudík, Langford and Li (2011), "Doubly robust policy evaluation and learning", ICML.
 */
@final
export class Robust implements UtilityEstimator {
  /** 1 where the model is learned, 0 where it is given. */
  learns: f64;

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return true;
  }

  utilities(run: usize, panel: usize, t: i32, record: usize): void {
    const notes = notesOf(run, record);
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const utility = v128.load(utilitiesOf(run, t) + v),
        action = v128.load(actionsOf(run, t) + v);
      let model = v128.splat<Float>(0);
      for (let a = 0, at = record + v, n = integer(run, I_ACTIONS); a < n; ++a, at += VECTOR) {
        const mean = meanOf(panel, a, v);
        v128.store(at, mean);
        model = v128.or(model, v128.and(mean, v128.eq<Float>(action, v128.splat<Float>(<Float>a))));
      }
      const excess = v128.div<Float>(v128.sub<Float>(utility, model), v128.load(propensities(run, t) + v));
      addWhereTaken(run, t, v, excess, record);
      v128.store(notes + v, action);
      v128.store(notes + v, utility, VECTOR);
    }
  }

  learn(run: usize, panel: usize, record: usize): void {
    const notes = notesOf(run, record);
    if (this.learns != 0) takeByAction(panel, notes, notes + VECTOR);
  }
}
