import type { PlanPoint, PlanResult } from "../../planner/result.ts";
import { decimals, grouped, share, significant } from "../numbers.ts";
import { type Column, table, wrap } from "../table.ts";
import { names } from "./cells.ts";

/** What a plan says of what is at stake. */
export function stakesLines(result: PlanResult, width: number): string[] {
  const { points, verdict, shifts, logged } = result;
  if (points.every(({ meaning }) => meaning === null)) return [];
  const of = (heading: string[], cell: (point: PlanPoint, i: number) => string): Column => ({
    heading,
    cells: points.map(cell),
  });
  const first = points.find(({ meaning }) => meaning !== null)!.meaning!;
  const from = first.stakesFrom === "stated" ? "as stated" : "as met, which is a lower bound";
  const stated = `Stakes ${significant(first.stakes, 4)} (${from}), value at stake ${first.value < 10 ? significant(first.value, 3) : grouped(first.value)}. S1: damage before retraining`;
  const shares = logged
    ? ` over that value, small up to ${share(first.epsilon)}. No theorem bounds the regret of these policies, so that none can be called low-stakes.`
    : `, S2: bound, both over that value, small up to ${share(first.epsilon)}; S3: regret over bound; shifts: what adapting to those found costs over the value.`;
  return [
    ...wrap(stated + shares, width),
    "",
    ...table(
      [
        names(result),
        of(["S1"], ({ meaning, diverged }) => significant(diverged ? null : (meaning?.s1 ?? null), 3)),
        ...(logged
          ? []
          : [
              of(["S2"], ({ meaning, diverged }) => significant(diverged ? null : (meaning?.s2 ?? null), 3)),
              of(["S3"], ({ meaning, diverged }) => significant(diverged ? null : (meaning?.s3 ?? null), 3)),
              of(["shifts"], (_, i) => decimals(shifts?.share[i] ?? null, 4)),
            ]),
        { ...of(["verdict"], (point) => point.verdict?.word ?? "-"), left: true },
      ],
      width,
    ),
    ...(verdict?.word === "LOW-STAKES"
      ? wrap(
          "LOW-STAKES is arithmetic on what was stated and met; one log proves nothing about another.",
          width,
        )
      : []),
  ];
}
