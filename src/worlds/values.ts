import { dot } from "../vectors.ts";
import type { Mdp } from "./mdp.ts";

/**
 * What a round's state and action are worth if M* decides from the next round on: the post's U[t](y), without what was earned before
 * round t and without the gain of the rounds from t on, both of which all actions share.
 */
export interface Values {
  /** g: taken off the reward of every round. 0 where the horizon is finite. */
  readonly gain: number;
  /** (S,) V(s) = Σ_a policy[s][a] Q(s, a), M* deciding this round too. */
  readonly values: Float64Array;
  /** (S,) V of the next round. */
  readonly next: Float64Array;
  /** (S)(A,) (P V_next)(s, a): the next round's V to be expected after action a. */
  readonly ahead: readonly Float64Array[];
  /** (S)(A,) Q(s, a) = r(s, a) - g + ahead(s, a). */
  readonly actionValues: readonly Float64Array[];
}

/** Q and what it is made of, from V of the next round. */
export function lookAhead(
  mdp: Mdp,
  gain: number,
  next: Float64Array,
): Pick<Values, "gain" | "next" | "ahead" | "actionValues"> {
  const ahead = mdp.transitions.map((actions) => Float64Array.from(actions, (row) => dot(row, next)));
  const actionValues = ahead.map((row, state) =>
    row.map((value, action) => mdp.rewards[state]![action]! - gain + value),
  );
  return { gain, next, ahead, actionValues };
}

/** (S,) Σ_a policy[s][a] Q(s, a). */
export function alignedValues(mdp: Mdp, actionValues: readonly Float64Array[]): Float64Array {
  return Float64Array.from(mdp.policy, (row, state) => dot(row, actionValues[state]!));
}

/** Largest minus smallest of all. */
export function span(...rows: readonly ArrayLike<number>[]): number {
  let [least, most] = [Infinity, -Infinity];
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      least = Math.min(least, row[i]!);
      most = Math.max(most, row[i]!);
    }
  }
  return most - least;
}
