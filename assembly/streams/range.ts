import { SUM_RANGE } from "../layout";
import { Float } from "../variant";

/** A round in which actions were worth from `least` to `most`, as learners are told it: the largest such range is what can be at stake. */
export function stretch(sums: usize, most: f64, least: f64): void {
  const range = <f64>(<Float>most) - <f64>(<Float>least);
  store<f64>(sums, max(load<f64>(sums, SUM_RANGE << 3), range), SUM_RANGE << 3);
}
