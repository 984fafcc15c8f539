import type { Estimator } from "./estimator.ts";

/**
 * The learner is told the expected utility of every action, also of those it did not take: U_t itself, no estimate. Hedge then has a proved
 * bound (docs/rounds.md, 3).
 */
export function fullInformation(): Estimator {
  return {
    name: "full",
    label: "full information",
    parameters: [],
    alongLog: false,
    biased: false,
    memory: null,
  };
}
