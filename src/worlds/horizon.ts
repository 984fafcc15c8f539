import { wholeNumber } from "../check.ts";
import { firstStates, successors } from "./chain.ts";
import type { Mdp } from "./mdp.ts";
import { extent, type Extent } from "./stakes.ts";
import { alignedValues, lookAhead, span, type Values } from "./values.ts";

/** What the state after the last round is worth, and what is taken off every round's reward. */
export interface Ending {
  /** (S,) default 0. */
  readonly terminal?: Float64Array;
  /** Default 0. */
  readonly gain?: number;
}

/**
 * Backward induction: V_{T+1} = terminal, Q_t(s, a) = r(s, a) - gain + (P V_{t+1})(s, a), V_t = Σ_a policy Q_t. Memory O(T S A).
 *
 * With Poisson's h and g as terminal and gain, every round's values are those of `poisson`. Without either they are
 * Q_t(s, a) = (T - t + 1) g + Q(s, a) - E[h(s_{T+1})], so that |ρ(T) - ρ| <= span(h), over all states.
 *
 * @param rounds T >= 1.
 * @returns (T,) values of rounds 1..T.
 */
export function backwardInduction(mdp: Mdp, rounds: number, ending: Ending = {}): Values[] {
  return [...backwards("backwardInduction", mdp, rounds, ending)].reverse();
}

/**
 * ρ(T), the largest difference of utility that one decision of T rounds can make. A round counts only with states that can be met
 * in it (`reachable`), or with all. Where it grows with T, one decision never stops mattering: the world is not low-stakes. Memory O(T S).
 *
 * @param rounds T >= 1.
 */
export function horizonStakes(mdp: Mdp, rounds: number, ending: Ending = {}): Extent {
  wholeNumber("horizonStakes: rounds", rounds, 1);
  const met = [firstStates(mdp)];
  while (met.length < rounds) met.push(successors(mdp, met.at(-1)!));
  let stakes: Extent = { all: 0, reachable: 0 };
  for (const { actionValues } of backwards("horizonStakes", mdp, rounds, ending)) {
    const round = extent(
      actionValues.map((row) => span(row)),
      met.pop()!,
    );
    stakes = {
      all: Math.max(stakes.all, round.all),
      reachable: Math.max(stakes.reachable, round.reachable),
    };
  }
  return stakes;
}

/** Values of rounds T, T - 1, .., 1. */
function* backwards(who: string, mdp: Mdp, rounds: number, ending: Ending): Generator<Values> {
  wholeNumber(`${who}: rounds`, rounds, 1);
  const { terminal = new Float64Array(mdp.names.states.length), gain = 0 } = ending;
  if (terminal.length !== mdp.names.states.length)
    throw new RangeError(
      `${who}: terminal: expected ${mdp.names.states.length} values, one for each state, got ${terminal.length}`,
    );
  let next = terminal;
  for (let t = rounds; t >= 1; t--) {
    const ahead = lookAhead(mdp, gain, next);
    const values = alignedValues(mdp, ahead.actionValues);
    yield { ...ahead, values };
    next = values;
  }
}
