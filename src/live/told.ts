import { nonEmpty, realNumber, wholeNumber } from "../check.ts";
import { type ActionTable } from "../worlds/mdp.ts";

/** What learners in a world are told of utilities where it is not the truth: plain data. */
export interface Told {
  /** They do not see how much less than the best an action is worth, where it is less than this; 0 where they see everything. */
  readonly threshold: number;
  /** (S A,) utilities told in place of the true ones; null for none. */
  readonly perceived: Float64Array | null;
  /** First round, from 0, in which something else is told again, and the first in which it is not. */
  readonly from: number;
  readonly until: number;
  /** (S A,) what; null for the opposite of the truth. */
  readonly tampered: Float64Array | null;
}

/** An objective that is not the truth (post, section 4): an overseer who does not see small differences, or who sees something else. */
export type Perceived =
  | {
      /** θ >= 0, utility: an action that is worth less than θ less than the best looks as good as the best. */
      readonly threshold: number;
    }
  | {
      /** (S, A) utilities as they are told, whatever they are in truth. */
      readonly utilities: ActionTable;
    };

/** Rounds in which the training signal is tampered with (post, section 1). */
export interface Tampering {
  /** First such round, counted from 1. */
  readonly from: number;
  /** How many there are, T_c; default: all that follow. */
  readonly rounds?: number;
  /** (S, A) what learners are told in them; default: the opposite of the truth, as far above what M* is worth as the action is below. */
  readonly utilities?: ActionTable;
}

/** @returns null for the truth. */
export function toldFrom(
  who: string,
  perceived: Perceived | undefined,
  tampering: Tampering | undefined,
  states: number,
  actions: number,
): Told | null {
  const table = (what: string, utilities: ActionTable) => flat(`${who}: ${what}`, utilities, states, actions);
  const see = perceived ?? { threshold: 0 };
  const start = wholeNumber(`${who}: tampering: from`, tampering?.from ?? 1, 1);
  const rounds = tampering?.rounds;
  if (rounds !== undefined) wholeNumber(`${who}: tampering: rounds`, rounds, 0);
  const told = {
    threshold:
      "threshold" in see ? realNumber(`${who}: perceived: threshold`, see.threshold, { least: 0 }) : 0,
    perceived: "utilities" in see ? table("perceived: utilities", see.utilities) : null,
    from: start - 1,
    until: tampering === undefined ? 0 : start - 1 + (rounds ?? Infinity),
    tampered: tampering?.utilities ? table("tampering: utilities", tampering.utilities) : null,
  };
  return told.threshold > 0 || told.perceived || told.from < told.until ? told : null;
}

function flat(what: string, utilities: ActionTable, states: number, actions: number): Float64Array {
  if (nonEmpty(what, utilities).length !== states)
    throw new RangeError(`${what}: expected ${states} rows, one for each state, got ${utilities.length}`);
  return Float64Array.from(
    utilities.flatMap((row, state) => {
      if (nonEmpty(`${what}[${state}]`, row).length !== actions)
        throw new RangeError(`${what}[${state}]: expected ${actions} actions, got ${row.length}`);
      return row.map((utility, action) => realNumber(`${what}[${state}][${action}]`, utility));
    }),
  );
}
