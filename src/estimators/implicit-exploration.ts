import { realNumber } from "../check.ts";
import type { Estimator } from "./estimator.ts";

/**
 * Losses L = c - U of the action taken over q + gamma: c - L/(q + gamma) for it, c for the others. Biased: an action is estimated at
 * L_a gamma/(q_a + gamma) too much, so that it is tried again; in exchange no estimate is below c - L/gamma. Neu (2015), NIPS 28.
 *
 * @param gamma > 0, what is added to the probability of the action taken.
 * @param highest c, no less than any utility, in its unit. Default 1.
 */
export function implicitExploration({
  gamma,
  highest = 1,
}: {
  readonly gamma: number;
  readonly highest?: number;
}): Estimator {
  realNumber("implicitExploration: gamma", gamma, { least: 0, open: true });
  realNumber("implicitExploration: highest", highest);
  return {
    name: "implicit",
    label: `implicit exploration (gamma ${gamma})`,
    parameters: [gamma, highest],
    alongLog: false,
    biased: true,
    memory: null,
  };
}
