import type { Model } from "./model.ts";

/**
 * A policy that no exchange of actions could better in the long run: for each action a copy of `hedge()`, which follows the utilities times the
 * probability of its action, and as policy the fixed point p = p Q of the copies' distributions. For each of finitely many contexts, and from 2 to
 * 64 actions. Blum and Mansour (2007), J. Mach. Learn. Res. 8. Under full information its swap regret has a proved bound (docs/rounds.md, 3).
 */
export function swap(): Model {
  return { name: "swap", loss: "expected" };
}
