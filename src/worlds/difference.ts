import { wholeNumber } from "../check.ts";
import { Sum } from "../sum.ts";
import { dot } from "../vectors.ts";
import { policyFrom, type ActionTable, type Mdp } from "./mdp.ts";
import type { ValuesAt } from "./telescope.ts";

export interface PerformanceDifference {
  /** J(M*) - J(M[1..T]), by adding up what the models can expect to earn. */
  readonly regret: number;
  /** Σ_t E[V_t(s_t) - Q_t(s_t, a_t)], states and actions as the models bring them about. */
  readonly gaps: number;
  /** (S,) distribution of the state after round T. */
  readonly end: Float64Array;
}

/**
 * The performance difference lemma for a sequence of models, both sides by following the distribution of states: what M[1..T] loses
 * against M* in expectation is the sum of its expected gaps. Kakade and Langford (2002), "Approximately optimal approximate reinforcement
 * learning", lemma 6.1 (there discounted). Time O(T S² A), memory O(S A).
 *
 * @param policyAt (S, A) the model that decides round t = 1..T.
 * @param rounds T >= 1.
 */
export function performanceDifference(
  mdp: Mdp,
  valuesAt: ValuesAt,
  policyAt: (round: number) => ActionTable,
  rounds: number,
): PerformanceDifference {
  wholeNumber("performanceDifference: rounds", rounds, 1);
  const [regret, gaps] = [new Sum(), new Sum()];
  let here = Float64Array.from(mdp.start);
  for (let t = 1; t <= rounds; t++) {
    const at = valuesAt(t);
    const policy = policyFrom(`policy of round ${t}`, policyAt(t), mdp);
    const there = new Float64Array(here.length);
    if (t === 1) regret.add(dot(here, at.values));
    here.forEach((share, state) => {
      if (share === 0) return;
      policy[state]!.forEach((probability, action) => {
        if (probability === 0) return;
        const weight = share * probability;
        regret.add(weight * (at.gain - mdp.rewards[state]![action]!));
        gaps.add(weight * (at.values[state]! - at.actionValues[state]![action]!));
        mdp.transitions[state]![action]!.forEach((to, next) => (there[next]! += weight * to));
      });
    });
    if (t === rounds) regret.add(-dot(there, at.next));
    here = there;
  }
  return { regret: regret.value, gaps: gaps.value, end: here };
}
