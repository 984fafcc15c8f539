import { oneOf, realNumber } from "./check.ts";

/**
 * How often a policy acts at random: in round s its action is drawn from q = (1 - gamma_s) p + gamma_s/A. The policy p itself is learned from what
 * happens then, by the probabilities q at the time of acting.
 */
export interface Exploration {
  readonly rule: "constant" | "root";
  /** gamma; or c, where it is min(1, c/√s). */
  readonly gamma: number;
}

/**
 * Exploration at a constant rate, which costs a share gamma of what a random action is worth less than the policy's, or at a rate that falls
 * like 1/√s.
 *
 * @param gamma "constant": the probability of acting at random, from 0 to 1; "root": c >= 0, the probability is min(1, c/√s) in round s.
 */
export function exploration({
  gamma,
  rule = "constant",
}: {
  readonly gamma: number;
  readonly rule?: "constant" | "root";
}): Exploration {
  oneOf("exploration: rule", rule, ["constant", "root"]);
  realNumber("exploration: gamma", gamma, rule === "constant" ? { least: 0, most: 1 } : { least: 0 });
  return { rule, gamma };
}
