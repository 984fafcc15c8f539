import type { Findings, Rule } from "../pitfalls.ts";
import type { Pitfall } from "../result.ts";
import { count } from "./words.ts";

/** What no log can tell. These are always said. */

export const exogenous: Rule = () => ({
  id: "exogenous",
  sentence:
    "A replay is valid only for a log that the deployed model does not change. Where its decisions decide what comes next, or what is " +
    "recorded, another schedule would have met other rows.",
  numbers: {},
});

/** What did not happen in n rows happens in up to 3/n of them, with 95 % confidence (rule of three). */
export const stakesUnseen: Rule = ({ rounds, points, configuration: { stakes } }: Findings): Pitfall => {
  const met = Math.max(0, ...points.map(({ meaning }) => meaning?.stakes ?? 0));
  const rate = 3 / rounds;
  const given =
    stakes !== null
      ? `the stakes of ${stakes} are taken from you`
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
