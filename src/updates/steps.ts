import { nonEmpty, realNumber } from "../check.ts";

/** How long the steps of gradient descent are. A list gives one learner for each size. */
export interface StepSize {
  readonly rule: "constant" | "root" | "adagrad";
  /** The constants of the rule; or the optimal one for a bound, taken once horizon and latency are known. */
  readonly sizes: readonly number[] | "aware" | "oblivious";
}

function sizes(what: string, values: readonly number[]): readonly number[] {
  return nonEmpty(what, values).map((value) => realNumber(what, value, { least: 0, open: true }));
}

/** eta, the same in every round. Each > 0. */
export function constant(...values: readonly number[]): StepSize {
  return { rule: "constant", sizes: sizes("constant: step size", values) };
}

/** eta / sqrt(i) at the i-th item learned: needs no horizon. Each > 0. */
export function root(...values: readonly number[]): StepSize {
  return { rule: "root", sizes: sizes("root: step size", values) };
}

/**
 * eta / sqrt(Σ |g|²) over the gradients so far, this one included. Each > 0.
 * AdaGrad-norm: Streeter and McMahan (2010), arXiv:1002.4862.
 */
export function adagrad(...values: readonly number[]): StepSize {
  return { rule: "adagrad", sizes: sizes("adagrad: step size", values) };
}

/** R0 / (G sqrt(T + 2 Δ)), the constant step that is best for the staleness bound of the schedule at hand. */
export function aware(): StepSize {
  return { rule: "constant", sizes: "aware" };
}

/** R0 / (G sqrt(T)), the constant step of somebody who does not know about the latency. */
export function oblivious(): StepSize {
  return { rule: "constant", sizes: "oblivious" };
}
