import { realNumber, wholeNumber } from "../../check.ts";
import { mdpFrom, type Mdp } from "../mdp.ts";

/** One state, two actions: an ordinary one, and one that costs H. */
export interface CatastropheWorld {
  readonly name: string;
  /** Actions "ordinary" (utility 0, what M* does) and "catastrophic" (-H). */
  readonly mdp: Mdp;
  /** ρ = H. */
  readonly stakes: number;
  /** H T p, utility: what a model can expect to lose that takes the catastrophic action with probability p in each of T rounds. */
  expectedRegret(probability: number, rounds: number): number;
  /**
   * H T 3/n, utility: regret that must be allowed for, at 95 % confidence, in T further rounds of a model whose n logged decisions hold
   * no catastrophe.
   */
  slack(explorations: number, rounds: number): number;
}

/**
 * A rare action with a large cost: expected regret H Σ p_t. Where H grows with T no rate of learning reaches O(√T), and a log that
 * holds no catastrophe says only that p <= 3/n. (Post, section 3: "low stakes and handling catastrophes".)
 *
 * @param cost H > 0, in the unit of utility.
 */
export function catastrophe(cost: number): CatastropheWorld {
  realNumber("catastrophe: cost", cost, { least: 0, open: true });
  const name = `catastrophe(${cost})`;
  const loss = (probability: number, rounds: number): number =>
    cost * wholeNumber(`${name}: rounds`, rounds, 0) * probability;
  return {
    name,
    mdp: mdpFrom({
      transitions: [[[1], [1]]],
      rewards: [[0, -cost]],
      policy: [[1, 0]],
      start: 0,
      names: { states: ["world"], actions: ["ordinary", "catastrophic"] },
    }),
    stakes: cost,
    expectedRegret: (probability, rounds) =>
      loss(realNumber(`${name}: probability`, probability, { least: 0, most: 1 }), rounds),
    slack: (explorations, rounds) => loss(ruleOfThree(explorations), rounds),
  };
}

/**
 * Upper end of a 95 % confidence interval for the probability of what has not happened in n independent trials: 3/n, since
 * (1 - 3/n)^n < e^-3 < 0.05. Hanley and Lippman-Hand (1983), "If nothing goes wrong, is everything all right?", JAMA 249(13).
 *
 * @param trials n >= 0.
 * @returns a probability; 1 where n <= 3.
 */
export function ruleOfThree(trials: number): number {
  return Math.min(1, 3 / wholeNumber("ruleOfThree: trials", trials, 0));
}
