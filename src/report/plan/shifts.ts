import type { PlanResult, Shift, ShiftCost } from "../../planner/result.ts";
import { grouped, readable, significant } from "../numbers.ts";
import { type Column, table, wrap } from "../table.ts";

/** What a plan says of shifts. */

/** Shifts listed; of more the largest are. */
const LISTED = 8;

export function shiftLines({ points, shifts, retraining, bootstrap }: PlanResult, width: number): string[] {
  if (shifts === null) return [];
  const { watched, list, shortest } = shifts;
  const least = `${grouped(shortest)} row${shortest === 1 ? "" : "s"}`;
  if (list.length === 0)
    return bootstrap.strips < bootstrap.fewest
      ? ["Too few rows to look for shifts."]
      : wrap(
          `No shift was found. What is over in less than ${least} is never seen; longer ones may be lost in noise.`,
          width,
        );
  const worse = list.filter(({ costs }) => costs.length > 0);
  const shown = [...list]
    .sort((a, b) => Math.abs(b.size) - Math.abs(a.size))
    .slice(0, LISTED)
    .sort((a, b) => a.row - b.row);
  const cost = (point: number): Column => ({
    heading: ["cost under", points[point]!.schedule],
    cells: shown.map(({ costs }) => costOf(costs[point])),
  });
  const of = (heading: string[], cell: (shift: Shift) => string): Column => ({
    heading,
    cells: shown.map(cell),
  });
  const told = [...new Set([watched, ...(retraining ? [retraining.chosen] : [])])];
  return [
    ...wrap(
      `Shifts of the loss: ${list.length}, ${worse.length} of them for the worse` +
        `${shown.length < list.length ? `; the ${shown.length} largest` : ""}. Cost: loss beyond the level before, until it is back. ` +
        `What is over in less than ${least} is not seen.`,
      width,
    ),
    "",
    ...table(
      [
        of(["at row"], ({ row }) => grouped(row)),
        of(["found by"], ({ found }) => grouped(found)),
        of(["seen under"], ({ by }) => points[by]!.schedule),
        of(["loss moved by"], ({ size }) => significant(size, 3)),
        ...told.map(cost),
      ],
      width,
    ),
    ...(told.some((point) => shown.some(({ costs }) => costs[point]?.back === false))
      ? wrap(STAYS, width)
      : []),
  ];
}

const STAYS =
  "*: the loss did not come back; cost beyond the level at which it stayed, since a harder world is no cost of adapting. ?: the next shift came too soon to tell.";

function costOf(found: ShiftCost | undefined): string {
  if (!found) return "-";
  return found.cost === null ? "?" : readable(found.cost, 3) + (found.back ? "" : "*");
}
