import type { Findings, Rule } from "../pitfalls.ts";
import type { Pitfall } from "../result.ts";
import { amount, count } from "./words.ts";

/** What no log can tell, and where it contradicts what was stated. */

/** Always said. */
export const exogenous: Rule = ({ logged }) => ({
  id: "exogenous",
  sentence: logged ? OFF_POLICY : REPLAYED,
  numbers: {},
});

const REPLAYED =
  "A replay is valid only for a log that the deployed model does not change. Where its decisions decide what comes next, or what is " +
  "recorded, another schedule would have met other rows.";

const OFF_POLICY =
  "Estimates from another policy's actions are valid only where actions do not change which rows come next, nor what is recorded of them; and these " +
  "policies learned from that policy's actions, where their own would have told them other things.";

/** A round in which two outputs differed by more than the stakes stated. */
export const stakesExceeded: Rule = ({ points }) => {
  const beyond = points.flatMap(({ schedule, meaning, diverged }) =>
    meaning?.exceeded && diverged === null
      ? [{ schedule, stakes: meaning.stakes, metStakes: meaning.metStakes, ...meaning.exceeded }]
      : [],
  );
  if (beyond.length === 0) return null;
  const { schedule, stakes, round, difference } = beyond[0]!;
  const met = Math.max(...beyond.map(({ metStakes }) => metStakes ?? 0));
  return {
    id: "stakes-exceeded",
    sentence:
      `The stakes stated, ${amount(stakes)}, were exceeded under ${beyond.length} of ${points.length} schedules: first under ${schedule}, ` +
      `where two outputs differed by ${amount(difference)} in row ${count(round)}; the most that was met is ${amount(met)}. S1 of those stated is too small.`,
    numbers: { schedules: beyond.length, stakes, round, difference, met },
  };
};

/** Said as soon as a row was played. What did not happen in n rows happens in up to 3/n of them, with 95 % confidence (rule of three). */
export const stakesUnseen: Rule = ({
  rounds,
  points,
  configuration: { stakes },
}: Findings): Pitfall | null => {
  if (rounds === 0) return null;
  const met = Math.max(0, ...points.map(({ meaning }) => meaning?.stakes ?? 0));
  const rate = 3 / rounds;
  const given =
    stakes !== null
      ? `the stakes of ${amount(stakes)} are taken from you`
      : met > 0
        ? `the largest difference met is a lower bound`
        : `none are claimed here`;
  return {
    id: "stakes-unseen",
    sentence:
      `The stakes of a decision cannot be read off a log: ${given}. What never happened in ${count(rounds)} rows may still happen ` +
      `in up to one of ${count(rounds / 3)} (rule of three, 95%).`,
    numbers: { rows: rounds, rate, ...(met > 0 && { met }) },
  };
};
