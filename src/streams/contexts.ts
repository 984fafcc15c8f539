import { nonEmpty, realNumber } from "../check.ts";
import { sum } from "../sum.ts";
import type { Stream, UtilityTable } from "./stream.ts";
import { checkNoise, checkTable, tableStream } from "./table.ts";

/**
 * A bandit with finitely many contexts: in every round one is drawn, and each action has a utility around what the table expects of it there. A
 * learner is told that of its own choice. M* takes the best action of each context.
 *
 * @param utilities (contexts, actions) expected utilities, from 2 to 1,024 actions; a single row for a bandit without contexts.
 * @param probabilities (contexts,) of being drawn, >= 0, with sum 1; default all alike.
 * @param noise "none" (default): utilities are what is expected; "bernoulli": 1 with that probability, else 0; a number >= 0: normal with this
 *   standard deviation.
 */
export function contexts({
  utilities,
  probabilities,
  noise = "none",
}: {
  readonly utilities: readonly (readonly number[])[];
  readonly probabilities?: readonly number[];
  readonly noise?: UtilityTable["noise"];
}): Stream {
  checkNoise("contexts", noise);
  const rows = checkTable("contexts", utilities, noise);
  const chances = probabilities ?? rows.map(() => 1 / rows.length);
  checkProbabilities(chances, rows.length);
  return tableStream(
    `contexts(${rows.length} contexts, ${rows[0]!.length} actions)`,
    { utilities: rows, probabilities: [...chances], once: 0, noise },
    rows.length,
    1,
    { weights: [], norm: 0, noise: 0, drift: { walk: 0, shifts: [], shiftRate: 0 }, best: true },
  );
}

function checkProbabilities(chances: readonly number[], contexts: number): void {
  if (nonEmpty("contexts: probabilities", chances).length !== contexts)
    throw new RangeError(`contexts: probabilities: expected ${contexts}, got ${chances.length}`);
  chances.forEach((p, i) => realNumber(`contexts: probabilities[${i}]`, p, { least: 0, most: 1 }));
  const total = sum(chances);
  if (Math.abs(total - 1) > 1e-9)
    throw new RangeError(`contexts: probabilities: expected a sum of 1, got ${total}`);
}
