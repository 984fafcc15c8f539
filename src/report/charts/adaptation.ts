import type { PlanResult, Shifts } from "../../planner/result.ts";
import { grouped, readable } from "../numbers.ts";
import { tick } from "./axes.ts";
import { COLOURS, type Figure, FRAME } from "./figure.ts";

/** Rows of pictures at most: the fewest and the most retrainings, and some in between. */
const MOST = 6;

/** Loss over the log under several schedules, with the shifts that were found: how long each takes to come back. */
export function adaptationFigure({ points, course, shifts }: PlanResult): Figure | null {
  if (course.length < 3) return null;
  const shown = spread(points, MOST);
  const list = shifts?.list ?? [];
  const parts = shown.flatMap((point) =>
    course.map((row, j) => ({ schedule: point.schedule, row, loss: point.course[j] ?? null })),
  );
  const shiftAt = together(list, course).map((one) => ({ ...one, schedule: shown[0]!.schedule }));
  const onLog = spikes(parts.flatMap(({ loss }) => loss ?? []));
  return {
    id: "adaptation",
    title: "Adaptation after shifts",
    caption:
      `Mean loss in ${grouped(course.length)} parts of the rows judged, one strip a schedule. ` +
      (list.length > 0
        ? "Dashed: shifts, numbered as in the table of their costs."
        : "No shift of the loss was found.") +
      (onLog ? " The vertical axis is logarithmic." : ""),
    description: describedShifts(shifts),
    table: {
      name: "adaptation",
      caption: "Loss over time: the numbers",
      columns: ["last row of the part", ...points.map(({ schedule }) => schedule)],
      rows: course.map((row, j) => [row, ...points.map((point) => point.course[j] ?? null)]),
      folded: true,
    },
    draw: (plot) => ({
      ...FRAME,
      marginLeft: 56,
      marginRight: 130,
      height: 60 + 92 * shown.length,
      x: { label: "Rows →", tickFormat: tick },
      y: { label: "↑ Mean loss", ticks: 3, tickFormat: tick, ...(onLog ? { type: "log" } : { nice: true }) },
      fy: { domain: shown.map(({ schedule }) => schedule), label: null, padding: 0.16 },
      marks: [
        plot.frame({ stroke: COLOURS.faint }),
        plot.ruleX(list, { x: "row", stroke: COLOURS.second, strokeDasharray: "4 3" }),
        plot.text(shiftAt, {
          fy: "schedule",
          x: "row",
          text: "name",
          frameAnchor: "top",
          dy: -9,
          fill: COLOURS.second,
        }),
        plot.line(parts, { fy: "schedule", x: "row", y: "loss", stroke: COLOURS.first, strokeWidth: 1.6 }),
      ],
    }),
  };
}

/** Names of shifts; those that are too near one another to be told apart share one, as in 1-3. */
function together(list: Shifts["list"], course: readonly number[]): { row: number; name: string }[] {
  const near = (course.at(-1)! - course[0]!) / 40;
  const groups: number[][] = [];
  for (const [i, { row }] of list.entries()) {
    const last = groups.at(-1);
    if (last && row - list[last[0]!]!.row < near) last.push(i);
    else groups.push([i]);
  }
  return groups.map((group) => {
    const [first, last] = [group[0]! + 1, group.at(-1)! + 1];
    return { row: list[group[0]!]!.row, name: first === last ? String(first) : `${first}-${last}` };
  });
}

/** Whether single losses are so large that on a linear axis nothing else could be seen. */
function spikes(losses: readonly number[]): boolean {
  const sorted = [...losses].sort((a, b) => a - b);
  return sorted[0]! > 0 && sorted.at(-1)! > 10 * sorted[Math.floor(sorted.length / 2)]!;
}

/** So many members of a list, both ends among them. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]!);
}

function describedShifts(shifts: Shifts | null): string {
  if (shifts === null || shifts.list.length === 0) return "No shift was found.";
  return shifts.list
    .map(
      ({ row, size }, i) => `Shift ${i + 1} at row ${grouped(row)}: the loss moved by ${readable(size, 3)}.`,
    )
    .join(" ");
}
