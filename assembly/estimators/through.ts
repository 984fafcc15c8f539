import { probabilities } from "../acted";
import { I_ACTIONS } from "../layout";
import { Policy } from "../policies/policy";
import { integer } from "../table";
import { Estimator, UtilityEstimator } from "./estimator";

/** The slopes that a policy P makes of the utilities that E estimates. Its parameters are those of E. */
@final
export class Through<P extends Policy, E extends UtilityEstimator> implements Estimator {
  // @ts-ignore: decorator
  @inline
  get estimator(): E {
    return changetype<E>(changetype<usize>(this));
  }

  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return this.estimator.remembers();
  }

  slopes(run: usize, panel: usize, t: i32, record: usize): void {
    this.estimator.utilities(run, panel, t, record);
    changetype<P>(0).descend(probabilities(run, t), integer(run, I_ACTIONS), record);
  }

  learn(run: usize, panel: usize, record: usize): void {
    this.estimator.learn(run, panel, record);
  }
}
