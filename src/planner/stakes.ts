import type { Meaning } from "../certificate/meaning.ts";
import { type Verdict, verdict } from "../verdict/verdict.ts";

/**
 * The verdict of a schedule: arithmetic on what was stated and met, no statistics. Without a bound it can only be that a log is not low-stakes. null where
 * that does not follow, and where nothing is at stake.
 *
 * @param adaptation share of the value at stake that adapting to shifts costs; null for none. Shifts that cost less than nothing count as none.
 */
export function verdictOf(meaning: Meaning | null, adaptation: number | null): Verdict | null {
  if (meaning?.s1 == null) return null;
  const found = verdict({
    damage: meaning.s1,
    bound: meaning.s2 ?? 0,
    epsilon: meaning.epsilon,
    adaptation: Math.max(0, adaptation ?? 0),
  });
  return meaning.s2 === null && found.word !== "NOT LOW-STAKES" ? null : found;
}
