import type { Mdp } from "./mdp.ts";
import { poisson } from "./poisson.ts";

/** An action is better than another where it is worth more by this share of the largest number, which rounding does not explain. */
const ROUNDING = 1e-12;

/**
 * The same world with the best aligned model there is: the deterministic policy of the largest gain, and with it of the largest bias that one
 * improvement finds. Howard (1960), "Dynamic Programming and Markov Processes": values of a policy, then the best action of each state, until none is
 * better. Every gap is then >= 0, so that no learner's regret can be negative but by luck.
 *
 * @throws RangeError where a policy on the way leaves several closed classes of states (`poisson`).
 */
export function withOptimalPolicy(mdp: Mdp): Mdp {
  let policy = mdp.policy;
  for (;;) {
    const { actionValues, values } = poisson({ ...mdp, policy });
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    let better = false;
    policy = actionValues.map((row, state) => {
      const best = row.reduce((most, value) => Math.max(most, value), -Infinity);
      const stays = policy[state]!.every((p, action) => p === 0 || row[action]! >= best - ROUNDING * scale);
      if (stays) return policy[state]!;
      better = true;
      const chosen = row.indexOf(best);
      return Array.from(row, (_, action) => Number(action === chosen));
    });
    if (!better) return { ...mdp, policy };
  }
}
