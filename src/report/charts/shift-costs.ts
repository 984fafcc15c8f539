import type { PlanResult } from "../../planner/result.ts";
import { readable } from "../numbers.ts";
import { linear, logarithmic } from "./axes.ts";
import { COLOURS, type Figure, FRAME } from "./figure.ts";

/** What each shift cost under each schedule, and on average. */
export function shiftCostsFigure({ points, shifts }: PlanResult): Figure | null {
  if (shifts === null || shifts.list.length === 0) return null;
  const worse = shifts.list.flatMap(({ size }, i) => (size > 0 ? [i] : []));
  const named = worse.length <= 2;
  const costs = worse.flatMap((i) =>
    shifts.list[i]!.costs.map(({ cost, rows, back }, k) => ({
      shift: String(i + 1),
      second: i !== worse[0],
      schedule: points[k]!.schedule,
      latency: points[k]!.effectiveLatency,
      cost,
      rows,
      back,
    })),
  );
  const values = costs.map(({ cost }) => cost);
  const axis = values.every((cost) => cost > 0) ? logarithmic(values) : linear(values);
  if (costs.length === 0) return null;
  const means = points.flatMap(({ effectiveLatency }, k) => {
    const mean = shifts.meanCost[k] ?? null;
    return mean === null ? [] : [{ latency: effectiveLatency, cost: mean }];
  });
  return {
    id: "shift-costs",
    title: "Cost of a shift",
    caption: `Loss beyond the mean before each shift for the worse${named ? " (its number)" : ""}, until it was back there. Line: their mean.`,
    description: `Mean cost of ${worse.length} ${worse.length === 1 ? "shift" : "shifts"} for the worse. ${means
      .map(({ latency, cost }) => `${readable(cost, 4)} at effective latency ${readable(latency, 4)}.`)
      .join(" ")}`,
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
      x: {
        ...logarithmic(costs.map(({ latency }) => latency)),
        label: "Effective latency (rounds) →",
        inset: 16,
      },
      y: { ...axis, label: "↑ Cost of a shift (units of loss)", grid: true, inset: 8 },
      marks: [
        plot.line(means, { x: "latency", y: "cost", stroke: COLOURS.first, strokeWidth: 2 }),
        plot.text(means.slice(-1), {
          x: "latency",
          y: "cost",
          text: () => "mean",
          dx: 26,
          textAnchor: "start",
          fill: COLOURS.first,
        }),
        plot.dot(costs, { x: "latency", y: "cost", stroke: COLOURS.soft, r: 2.5 }),
        // two numbers at one latency stand on either side of their dots; of more they would lie on one another
        ...(named ? [1, -1] : []).map((side) =>
          plot.text(
            costs.filter(({ second }) => second === side < 0),
            { x: "latency", y: "cost", text: "shift", dx: 10 * side, fill: COLOURS.soft, fontSize: 10.5 },
          ),
        ),
      ],
    }),
  };
}
