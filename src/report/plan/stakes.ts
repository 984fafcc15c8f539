import type { PlanPoint, PlanResult } from "../../planner/result.ts";
import { decimals, grouped, share, significant } from "../numbers.ts";
import { type Column, table, wrap } from "../table.ts";
import { names } from "./cells.ts";

/** What a plan says of what is at stake. */

/** ρ as far as it is known, which verdicts go by: the larger of what was stated and met; null of a learner that diverged. */
export function stakesOf({ meaning, diverged }: PlanPoint): number | null {
  return meaning === null || diverged ? null : Math.max(meaning.stakes, meaning.metStakes ?? 0);
}

/** S1 of these stakes; null of a learner that diverged. */
export function damageOf(point: PlanPoint): number | null {
  const { meaning, latency } = point;
  const stakes = stakesOf(point);
  return stakes === null || !(meaning!.value > 0) ? null : (stakes * latency) / meaning!.value;
}

function sourceOf(points: readonly PlanPoint[]): string {
  const { stakes, stakesFrom } = points.find(({ meaning }) => meaning !== null)!.meaning!;
  if (stakesFrom === "met") return "the largest met, which is a lower bound";
  return points.some(({ meaning }) => meaning?.exceeded)
    ? `stated ${significant(stakes, 4)}, exceeded: the largest met counts`
    : "as stated";
}

export function stakesLines(result: PlanResult, width: number): string[] {
  const { points, verdict, shifts, logged } = result;
  if (points.every(({ meaning }) => meaning === null)) return [];
  const of = (heading: string[], cell: (point: PlanPoint, i: number) => string): Column => ({
    heading,
    cells: points.map(cell),
  });
  const first = points.find(({ meaning }) => meaning !== null)!.meaning!;
  const known = points.flatMap((point) => stakesOf(point) ?? []);
  const one = known.every((stakes) => stakes === known[0])
    ? `Stakes ${significant(known[0] ?? null, 4)}`
    : "Stakes";
  const value = first.value < 10 ? significant(first.value, 3) : grouped(first.value);
  const stated = `${one} (${sourceOf(points)}), value at stake ${value}. S1: damage before retraining`;
  const shares = logged
    ? ` over that value, small up to ${share(first.epsilon)}. No theorem bounds the regret of these policies, so that none can be called low-stakes.`
    : `, S2: bound, both over that value, small up to ${share(first.epsilon)}; S3: regret over bound; shifts: what adapting to those found costs over the value.`;
  return [
    ...wrap(stated + shares, width),
    "",
    ...table(
      [
        names(result),
        of(["stakes"], (point) => significant(stakesOf(point), 4)),
        of(["S1"], (point) => significant(damageOf(point), 3)),
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
