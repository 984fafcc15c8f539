import { nonEmpty, wholeNumber } from "../check.ts";
import type { Stream, UtilityTable } from "./stream.ts";
import { checkNoise, checkTable, tableStream } from "./table.ts";

/**
 * A sequence of utilities that is given beforehand, in a single context: each row for `length` rounds; when all have come, those after the first
 * `once` are repeated. There is no aligned model; regret is measured against the best action in hindsight.
 *
 * @param utilities (rows, actions) expected utilities, from 2 to 1,024 actions.
 * @param length rounds of a row, >= 1, default 1.
 * @param once rows that are not repeated, from 0 to all but one, default 0.
 * @param noise as in `contexts`; default "none".
 */
export function phases({
  utilities,
  length = 1,
  once = 0,
  noise = "none",
}: {
  readonly utilities: readonly (readonly number[])[];
  readonly length?: number;
  readonly once?: number;
  readonly noise?: UtilityTable["noise"];
}): Stream {
  checkNoise("phases", noise);
  const rows = checkTable("phases", utilities, noise);
  wholeNumber("phases: length", length, 1);
  wholeNumber("phases: once", once, 0, nonEmpty("phases: utilities", rows).length - 1);
  return tableStream(
    `phases(${rows.length} phases, ${rows[0]!.length} actions)`,
    { utilities: rows, probabilities: null, once, noise },
    1,
    length,
    null,
  );
}
