import { toldExpectations } from "../acted";
import { each, FEATURE, spread } from "../float";
import { I_ACTIONS, VECTOR } from "../layout";
import { integer } from "../table";
import { UtilityEstimator } from "./estimator";

/** Full information: the learner is told what was expected of every action. Nothing is estimated. */
@final
export class Full implements UtilityEstimator {
  // @ts-ignore: decorator
  @inline
  remembers(): bool {
    return false;
  }

  utilities(run: usize, panel: usize, t: i32, record: usize): void {
    let u = toldExpectations(run, t);
    for (
      const end = record + <usize>integer(run, I_ACTIONS) * VECTOR;
      record < end;
      u += FEATURE, record += VECTOR
    ) {
      const shared = spread(u);
      v128.store(record, shared);
      v128.store(record, each(shared, u + 16), 16);
      v128.store(record, each(shared, u + 32), 32);
      v128.store(record, each(shared, u + 48), 48);
    }
  }

  learn(run: usize, panel: usize, record: usize): void {}
}
