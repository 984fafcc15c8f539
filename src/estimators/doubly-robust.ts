import { nonEmpty, realNumber } from "../check.ts";
import type { Estimator, Memory } from "./estimator.ts";
import { importanceWeighting } from "./importance-weighting.ts";

/**
 * A model m of the utilities, corrected where the action was taken: m_a + (U - m_a)/q_a, m_a for the others. Unbiased whatever m is, with
 * variance (U_a - m_a)² (1/q_a - 1): small where the model is good. Dudík, Langford and Li (2011), ICML.
 *
 * @param model m: a number for all actions (which is importance weighting with that baseline), one for each action, or "means", the mean
 *   utility of each action in what was learned before, 0 until it was taken. Default "means".
 */
export function doublyRobust({
  model = "means",
}: { readonly model?: number | readonly number[] | "means" } = {}): Estimator {
  if (typeof model === "number") {
    realNumber("doublyRobust: model", model);
    return { ...importanceWeighting({ baseline: model }), label: `doubly robust (model ${model})` };
  }
  const learns = model === "means";
  if (!learns)
    nonEmpty("doublyRobust: model", model).forEach((m, a) => realNumber(`doublyRobust: model[${a}]`, m));
  const memory: Memory = { of: "actions", start: learns ? 0 : model };
  return {
    name: "robust",
    label: `doubly robust (${learns ? "running means" : "a given model"})`,
    parameters: [Number(learns)],
    alongLog: false,
    biased: false,
    memory,
  };
}
