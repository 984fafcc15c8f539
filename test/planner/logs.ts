import { plan, type PlanOptions } from "../../src/plan.ts";
import type { PitfallId, PlanResult } from "../../src/planner/result.ts";
import { Dice } from "../dice.ts";
import { ENGINE } from "../play-rows.ts";
import { row, type Row, source } from "../rows.ts";

/** Logs made up for plans, each with one thing in it. */

/** Rows whose outcome is a number that jumps from 0 to `size` behind row `at`; no noise. */
export function jump(rows: number, at: number, size: number): Row[] {
  return Array.from({ length: rows }, (_, s) => row([0], s < at ? 0 : size));
}

/** Classes by a model that turns by `turn` radians a row. */
export function turning(rows: number, turn: number, seed: number): Row[] {
  const dice = new Dice(seed);
  return Array.from({ length: rows }, (_, s) => {
    const [a, b] = [dice.normal(), dice.normal()];
    const score = 3 * (a * Math.cos(turn * s) + b * Math.sin(turn * s));
    return row([a, b], dice.uniform() < 1 / (1 + Math.exp(-score)) ? 1 : 0);
  });
}

/** Classes that follow the hour of a day of 24 rows, which the features do not tell. */
export function daily(rows: number, seed: number): Row[] {
  const dice = new Dice(seed);
  return Array.from({ length: rows }, (_, s) =>
    row([dice.normal()], dice.uniform() < (s % 24 < 12 ? 0.9 : 0.1) ? 1 : 0),
  );
}

/** Options of a plan for them. */
export function planned(
  rows: readonly Row[],
  task: "classification" | "regression",
  own: Partial<PlanOptions> = {},
): PlanOptions {
  return { rows: source(rows, { task }), scale: "none", engine: ENGINE, ...own };
}

/** A plan of classes without the comparison of fixed jobs. */
export const planOf = (rows: readonly Row[], own: Partial<PlanOptions>): Promise<PlanResult> =>
  plan(planned(rows, "classification", { job: 0, ...own }));

export const ids = ({ pitfalls }: Pick<PlanResult, "pitfalls">): PitfallId[] => pitfalls.map(({ id }) => id);

export const sentence = ({ pitfalls }: PlanResult, id: PitfallId): string =>
  pitfalls.find((one) => one.id === id)!.sentence;

/** Label of the period chosen. */
export const chosen = ({ points, retraining }: PlanResult): number => points[retraining!.chosen]!.label;
