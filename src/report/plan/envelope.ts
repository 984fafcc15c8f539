import type { PlanPoint, PlanResult } from "../../planner/result.ts";
import { grouped } from "../numbers.ts";
import { table, wrap } from "../table.ts";
import { interval } from "./cells.ts";

/** Which period is best at which cost of a retraining. */

/** Periods with numbers that are best at no cost. */
export function neverBest({ points, retraining }: Pick<PlanResult, "points" | "retraining">): PlanPoint[] {
  const best = new Set(retraining?.envelope.map(({ point }) => point));
  if (best.size === 0) return [];
  return points.filter(
    ({ kind, diverged, idle, thin }, i) =>
      kind === "periodic" && diverged === null && !idle && !thin && !best.has(i),
  );
}

/** That as a sentence; empty where every period is best at some cost. */
export function neverBestSentence(result: Pick<PlanResult, "points" | "retraining">): string {
  const never = neverBest(result);
  return never.length === 0
    ? ""
    : `Never best at any cost: ${never.map(({ label }) => grouped(label)).join(", ")}.`;
}

export function envelopeLines(result: PlanResult, width: number): string[] {
  const { points, retraining, logged } = result;
  const never = neverBestSentence(result);
  if (!retraining || (retraining.envelope.length < 2 && never === "")) return [];
  const rows = retraining.envelope;
  return [
    ...wrap(
      `The period that is best on the rows that follow, by the cost of a retraining in units of ${logged ? "reward" : "loss"}:`,
      width,
    ),
    "",
    ...table(
      [
        { heading: ["period"], cells: rows.map(({ point }) => grouped(points[point]!.label)) },
        {
          heading: ["best from", "a cost of"],
          cells: rows.map(({ from }) => (from ? interval(from, 3) : "0")),
        },
      ],
      width,
    ),
    ...(never === "" ? [] : ["", ...wrap(never, width)]),
  ];
}
