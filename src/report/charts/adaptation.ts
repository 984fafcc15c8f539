import type { PlanResult, Shifts } from "../../planner/result.ts";
import { grouped, significant } from "../numbers.ts";
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
  const shiftAt = list.map(({ row }, i) => ({ row, name: String(i + 1), schedule: shown[0]!.schedule }));
  return {
    id: "adaptation",
    title: "Adaptation after shifts",
    caption:
      `Mean loss in ${grouped(course.length)} parts of the rows judged, one strip a schedule. ` +
      (list.length > 0
        ? "Dashed: shifts, numbered as in the table of their costs."
        : "No shift of the loss was found."),
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
      x: { label: "Rows →", tickFormat: "~s" },
      y: { label: "↑ Mean loss", ticks: 3, nice: true },
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

/** What each shift cost under each schedule, and on average. */
export function shiftCostsFigure({ points, shifts }: PlanResult): Figure | null {
  if (shifts === null || shifts.list.length === 0) return null;
  const costs = shifts.list.flatMap(({ costs }, i) =>
    costs.map(({ cost, rows, back }, k) => ({
      shift: String(i + 1),
      schedule: points[k]!.schedule,
      latency: points[k]!.effectiveLatency,
      cost,
      rows,
      back,
    })),
  );
  if (costs.length === 0) return null;
  const means = points.flatMap(({ effectiveLatency }, k) => {
    const mean = shifts.meanCost[k] ?? null;
    return mean === null ? [] : [{ latency: effectiveLatency, cost: mean }];
  });
  return {
    id: "shift-costs",
    title: "Cost of a shift",
    caption:
      "Loss beyond the mean before each shift for the worse (its number), until it was back there; where it did not come back, beyond the mean at which it stayed. Line: " +
      "their mean.",
    description: means
      .map(({ latency, cost }) => `${significant(cost, 4)} at effective latency ${significant(latency, 4)}.`)
      .join(" "),
    table: {
      name: "shift-costs",
      caption: "Cost of each shift: the numbers",
      columns: ["shift", "schedule", "effective latency", "cost", "rows", "back"],
      rows: costs.map((one) => [one.shift, one.schedule, one.latency, one.cost, one.rows, one.back]),
      folded: true,
    },
    draw: (plot) => ({
      ...FRAME,
      marginRight: 120,
      height: 300,
      x: { type: "log", label: "Effective latency (rounds) →", tickFormat: "~s" },
      y: {
        label: "↑ Cost of a shift (units of loss)",
        grid: true,
        nice: true,
        ...(costs.every(({ cost }) => cost === null || cost > 0) && { type: "log", tickFormat: "~s" }),
      },
      marks: [
        plot.line(means, { x: "latency", y: "cost", stroke: COLOURS.first, strokeWidth: 2 }),
        plot.text(means.slice(-1), {
          x: "latency",
          y: "cost",
          text: () => "mean",
          dx: 12,
          textAnchor: "start",
          fill: COLOURS.first,
        }),
        plot.dot(costs, { x: "latency", y: "cost", stroke: COLOURS.soft, r: 2.5 }),
        plot.text(costs, {
          x: "latency",
          y: "cost",
          text: "shift",
          dx: 9,
          fill: COLOURS.soft,
          fontSize: 10.5,
        }),
      ],
    }),
  };
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
      ({ row, size }, i) =>
        `Shift ${i + 1} at row ${grouped(row)}: the loss moved by ${significant(size, 3)}.`,
    )
    .join(" ");
}
