import { dot } from "../vectors.ts";
import { alignedChain } from "./chain.ts";
import { closedClasses } from "./closed-classes.ts";
import type { Mdp } from "./mdp.ts";
import { longRunOf, poisson } from "./poisson.ts";
import { solve } from "./solve.ts";
import { sum } from "../sum.ts";

/** What M* is worth from every state, for every horizon: with n rounds to play V(s) = n gains[s] + values[s]. */
export interface LongRun {
  /** (S,) g(s), reward a round in the long run. */
  readonly gains: Float64Array;
  /** (S,) h(s), what a state is worth beyond it: the value of the state after round T. */
  readonly values: Float64Array;
  /** M* leaves one closed class of states, and so has one gain. */
  readonly unichain: boolean;
}

/**
 * Gain and bias of an aligned model that may leave several closed classes of states: g = P g and g + h = r + P h; Puterman (1994), "Markov
 * Decision Processes", section 9.1. Each class is solved by itself, and then the states that are left for good. Where a decision chooses between
 * classes of different gains its stakes grow with the time left: Q(s, a) = r + (P h)(s, a) + (time left) (P g)(s, a).
 *
 * With one class these are the numbers of `poisson`.
 *
 * @throws RangeError where the equations cannot be solved to 1e-12.
 */
export function longRun(mdp: Mdp): LongRun {
  const { transitions, rewards } = alignedChain(mdp);
  const states = rewards.length;
  const classes = closedClasses(transitions);
  if (classes.length === 1) {
    const { gain, values } = poisson(mdp);
    return { gains: new Float64Array(states).fill(gain), values, unichain: true };
  }
  const gains = new Float64Array(states);
  const values = new Float64Array(states);
  for (const members of classes) {
    const inside = members.map((state) => Float64Array.from(members, (next) => transitions[state]![next]!));
    const { gain, bias } = longRunOf(
      inside,
      Float64Array.from(members, (state) => rewards[state]!),
      0,
    );
    members.forEach((state, i) => {
      gains[state] = gain;
      values[state] = bias[i]!;
    });
  }
  const closed = new Set(classes.flat());
  const transient = Array.from({ length: states }, (_, state) => state).filter((state) => !closed.has(state));
  if (transient.length > 0) {
    absorb(transitions, transient, new Float64Array(states), gains);
    const beyond = rewards.map((reward, state) => reward - gains[state]!);
    absorb(transitions, transient, beyond, values);
  }
  return { gains, values, unichain: false };
}

/** Solves x = earned + P x for the transient states, x being known in the others; writes it. */
function absorb(
  transitions: readonly Float64Array[],
  transient: readonly number[],
  earned: Float64Array,
  x: Float64Array,
): void {
  const equation = transient.map((state) => {
    const row = Float64Array.from(transient, (next) => -transitions[state]![next]!);
    // 1 - P(s, s) as the sum of the others, as in poisson.ts
    row[transient.indexOf(state)] = sum(transitions[state]!.filter((_, next) => next !== state));
    return row;
  });
  for (const state of transient) x[state] = 0;
  const right = Float64Array.from(transient, (state) => earned[state]! + dot(transitions[state]!, x));
  const solution = solve(equation, right);
  if (solution === null)
    throw new RangeError("longRun: expected equations that can be solved: M* leaves some states too rarely");
  transient.forEach((state, i) => (x[state] = solution[i]!));
}
