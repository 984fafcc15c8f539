import type { Meaning } from "../certificate/meaning.ts";
import { type Verdict, verdict } from "../verdict/verdict.ts";

/**
 * The verdict of a schedule: arithmetic on what was stated and met, no statistics. null where there is no bound to be meaningful, or nothing at
 * stake.
 *
 * @param adaptation share of the value at stake that adapting to shifts costs; null for none. Shifts that cost less than nothing count as none.
 */
export function verdictOf(meaning: Meaning | null, adaptation: number | null): Verdict | null {
  if (meaning?.s1 == null || meaning.s2 === null) return null;
  return verdict({
    damage: meaning.s1,
    bound: meaning.s2,
    epsilon: meaning.epsilon,
    adaptation: Math.max(0, adaptation ?? 0),
  });
}
