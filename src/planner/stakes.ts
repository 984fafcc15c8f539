import { type Verdict, verdict } from "../verdict/verdict.ts";
import type { Point } from "./points.ts";

/** A verdict, or why there is none. Neither where none was asked for. */
export interface Decided {
  readonly verdict: Verdict | null;
  readonly undecided: string | null;
}

/**
 * The verdict of a schedule: arithmetic on what was stated and met, no statistics. Stakes that were only met, or were exceeded, are a lower bound: they may
 * say that a log is not low-stakes, but never that it is. Without a bound it can be no more than that either.
 *
 * @param adaptation share of the value at stake that adapting to shifts costs; null for none. Shifts that cost less than nothing count as none.
 * @param notCovered why there is no bound, if there is none.
 */
export function decide(
  { meaning, latency, diverged, idle }: Point,
  adaptation: number | null,
  notCovered: string | null,
): Decided {
  if (meaning === null) return { verdict: null, undecided: null };
  const { stakes, metStakes, stakesFrom, exceeded, value, s2, epsilon } = meaning;
  const none = (undecided: string): Decided => ({ verdict: null, undecided });
  if (diverged) return none("the learner diverged");
  if (idle) return none("no model was deployed on the prefix");
  if (!(value > 0)) return none("the comparator saves nothing, so that nothing is at stake; state --value");
  const known = Math.max(stakes, metStakes ?? 0);
  const found = verdict({
    damage: (known * latency) / value,
    bound: s2 ?? 0,
    epsilon,
    adaptation: Math.max(0, adaptation ?? 0),
  });
  if (found.word === "NOT LOW-STAKES") return { verdict: found, undecided: null };
  if (s2 === null) return none(`there is no bound${notCovered === null ? "" : `: ${notCovered}`}`);
  if (found.word === "LOW-STAKES" && (stakesFrom === "met" || exceeded))
    return none(`the stakes are only known to be at least ${Number(known.toPrecision(4))}; state --stakes`);
  return { verdict: found, undecided: null };
}
