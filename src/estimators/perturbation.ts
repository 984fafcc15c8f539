import { realNumber, shown } from "../check.ts";

/** How a learner moves what it plays, so that the loss it is told says where less of it is (assembly/perturbations/). */
export interface Perturbation {
  /** What is moved at random in each round: the output, or the weights, by a vector that does not depend on the features. */
  readonly of: "outputs" | "weights";
  /** Standard deviation of the outputs, in units of the score; or distance of the weights; > 0. */
  readonly reach: number;
  /** How many outputs are played, and their losses told, in a round. */
  readonly points: 1 | 2;
  /** What losses are compared with: a number, or the mean of those learned before. */
  readonly baseline: number | "mean";
}

/** Parameters of the kernels of a single point, in the order of their fields. */
export function onePointParameters({ reach, baseline }: Perturbation): readonly number[] {
  return baseline === "mean" ? [reach, 0, 1] : [reach, baseline, 0];
}

/** @throws TypeError, RangeError on anything but a finite number or "mean". */
export function baselineOf(who: string, baseline: number | "mean"): number | "mean" {
  if (baseline === "mean") return baseline;
  if (typeof baseline !== "number")
    throw new TypeError(`${who}: baseline: expected a number or "mean", got ${shown(baseline)}`);
  return realNumber(`${who}: baseline`, baseline);
}
