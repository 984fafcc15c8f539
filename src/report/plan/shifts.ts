import type { PlanResult, Shift } from "../../planner/result.ts";
import { grouped, significant } from "../numbers.ts";
import { type Column, table, wrap } from "../table.ts";

/** What a plan says of shifts. */

/** Shifts listed; of more the largest are. */
const LISTED = 8;

export function shiftLines({ points, shifts, retraining }: PlanResult, width: number): string[] {
  if (shifts === null) return [];
  const { watched, list } = shifts;
  const by = points[watched]!.schedule;
  if (list.length === 0) return wrap(`No shift was found in the loss of ${by}.`, width);
  const worse = list.filter(({ size }) => size > 0);
  const shown = [...list]
    .sort((a, b) => Math.abs(b.size) - Math.abs(a.size))
    .slice(0, LISTED)
    .sort((a, b) => a.row - b.row);
  const cost = (point: number): Column => ({
    heading: ["cost under", points[point]!.schedule],
    cells: shown.map(({ costs }) => (costs[point] ? significant(costs[point].cost, 3) : "-")),
  });
  const of = (heading: string[], cell: (shift: Shift) => string): Column => ({
    heading,
    cells: shown.map(cell),
  });
  const told = [...new Set([watched, ...(retraining ? [retraining.chosen] : [])])];
  return [
    ...wrap(
      `Shifts in the loss of ${by}: ${list.length}, ${worse.length} of them for the worse` +
        `${shown.length < list.length ? `; the ${shown.length} largest` : ""}. Cost: loss beyond the level before, until it is back.`,
      width,
    ),
    "",
    ...table(
      [
        of(["at row"], ({ row }) => grouped(row)),
        of(["found by"], ({ found }) => grouped(found)),
        of(["loss moved by"], ({ size }) => significant(size, 3)),
        ...told.map(cost),
      ],
      width,
    ),
  ];
}
