import { realNumber, oneOf } from "../check.ts";
import { constant, type StepSize } from "./steps.ts";

/** Projected online gradient descent: w := Π((1 - eta l2) w - eta g). */
export interface Update {
  readonly name: "ogd";
  readonly step: StepSize;
  /** Where the gradient is taken: at the weights that decided (stale), or at the learner's own when it learns (fresh). */
  readonly gradient: "stale" | "fresh";
  /** Strength of the penalty l2/2 |w|². */
  readonly l2: number;
  /** Radius of the ball that weights stay in; Infinity for none. */
  readonly radius: number;
  /** Constant step size of the intercept, where it is not that of the other weights. */
  readonly interceptStep: number | null;
}

/**
 * Projected online gradient descent. Zinkevich (2003), ICML; with latency see docs/rounds.md.
 *
 * @param step a number, or `constant`, `root`, `adagrad`, `aware`, `oblivious`.
 * @param gradient "stale" is textbook delayed gradient descent, "fresh" what retraining pipelines do. Default "stale".
 * @param l2 >= 0; eta l2 must stay below 1. Default 0.
 * @param radius > 0. Default Infinity.
 * @param interceptStep > 0; no theorem covers a run that sets it.
 */
export function ogd({
  step,
  gradient = "stale",
  l2 = 0,
  radius = Infinity,
  interceptStep = null,
}: {
  readonly step: number | StepSize;
  readonly gradient?: "stale" | "fresh";
  readonly l2?: number;
  readonly radius?: number;
  readonly interceptStep?: number | null;
}): Update {
  const rule = typeof step === "number" ? constant(step) : step;
  oneOf("ogd: gradient", gradient, ["stale", "fresh"]);
  realNumber("ogd: l2", l2, { least: 0 });
  if (radius !== Infinity) realNumber("ogd: radius", radius, { least: 0, open: true });
  if (interceptStep !== null) {
    realNumber("ogd: interceptStep", interceptStep, { least: 0, open: true });
    if (rule.rule !== "constant")
      throw new RangeError(`ogd: interceptStep: expected a constant step size beside it, got ${rule.rule}`);
  }
  for (const size of Array.isArray(rule.sizes) ? (rule.sizes as readonly number[]) : []) {
    if (size * l2 >= 1)
      throw new RangeError(`ogd: l2: expected step size times l2 below 1, got ${size} x ${l2}`);
  }
  return { name: "ogd", step: rule, gradient, l2, radius, interceptStep };
}
