import type { Mdp } from "./mdp.ts";

/** The Markov chain that an aligned model makes of a world, and which states lead to which. */

/** (S, S) transitions and (S,) expected rewards when M* decides. */
export function alignedChain(mdp: Mdp): {
  readonly transitions: readonly Float64Array[];
  readonly rewards: Float64Array;
} {
  const states = mdp.names.states.length;
  const rewards = new Float64Array(states);
  const transitions = mdp.policy.map((probabilities, state) => {
    const row = new Float64Array(states);
    probabilities.forEach((probability, action) => {
      if (probability === 0) return;
      rewards[state]! += probability * mdp.rewards[state]![action]!;
      mdp.transitions[state]![action]!.forEach((to, next) => (row[next]! += probability * to));
    });
    return row;
  });
  return { transitions, rewards };
}

/** (S,) 1 for the states that some action of some state in the set leads to. */
export function successors(mdp: Mdp, set: Uint8Array): Uint8Array {
  const next = new Uint8Array(set.length);
  mdp.transitions.forEach((actions, state) => {
    if (!set[state]) return;
    for (const row of actions)
      row.forEach((probability, to) => {
        if (probability > 0) next[to] = 1;
      });
  });
  return next;
}

/** (S,) 1 for the states that the world can start in. */
export function firstStates(mdp: Mdp): Uint8Array {
  return Uint8Array.from(mdp.start, (probability) => Number(probability > 0));
}

/** (S,) 1 for the states that can be met at all, whatever is decided. */
export function reachable(mdp: Mdp): Uint8Array {
  const met = firstStates(mdp);
  for (let latest = met; latest.includes(1);) {
    latest = successors(mdp, latest).map((is, state) => Number(is === 1 && met[state] === 0));
    latest.forEach((is, state) => {
      if (is) met[state] = 1;
    });
  }
  return met;
}
