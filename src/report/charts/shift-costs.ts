import type { Markish } from "@observablehq/plot";
import type { PlanResult, Shifts } from "../../planner/result.ts";
import { readable } from "../numbers.ts";
import { linear, logarithmic } from "./axes.ts";
import { COLOURS, type Figure, FRAME, type Plot } from "./figure.ts";

/** What a shift cost under a schedule. */
interface Cost {
  readonly shift: string;
  /** Whether its number stands left of its dot. */
  readonly left: boolean;
  readonly schedule: string;
  readonly latency: number;
  /** null where it is not known. */
  readonly cost: number | null;
  readonly rows: number;
  readonly back: boolean;
}

/** Dots that can be told apart; of more there are bars. */
const MOST = 200;

/** What each shift for the worse cost under each schedule, and on average. */
export function shiftCostsFigure({ points, shifts }: PlanResult): Figure | null {
  if (shifts === null) return null;
  const worse = shifts.list.flatMap(({ costs }, i) => (costs.length > 0 ? [i] : []));
  const costs = worse.flatMap((i) => costsOf(shifts.list[i]!, i, i !== worse[0], points));
  if (costs.every(({ cost }) => cost === null || cost === 0)) return null;
  const means = points.flatMap(({ effectiveLatency }, k) => {
    const mean = shifts.meanCost[k] ?? null;
    return mean === null ? [] : [{ latency: effectiveLatency, cost: mean }];
  });
  // two numbers at one latency stand on either side of their dots; of more they would lie on one another
  const shown = costs.length > MOST ? "bars" : worse.length > 2 ? "dots" : "numbers";
  const values = costs.flatMap(({ cost }) => cost ?? []);
  return {
    id: "shift-costs",
    title: "Cost of a shift",
    caption:
      `Loss beyond the mean before each shift for the worse${shown === "numbers" ? " (its number)" : ""}, until it was back there; where it did not come back, beyond the mean at which it stayed. ` +
      `Line: their mean.${shown === "bars" ? " Bars: from the least to the most." : ""}`,
    description:
      `Mean cost of ${worse.length} ${worse.length === 1 ? "shift" : "shifts"} for the worse: ` +
      `${means.map(({ latency, cost }) => `${readable(cost, 4)} at effective latency ${readable(latency, 4)}`).join(", ")}.`,
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
      y: {
        ...(values.every((cost) => cost > 0) ? logarithmic(values) : linear(values)),
        label: "↑ Cost of a shift (units of loss)",
        grid: true,
        inset: 8,
      },
      marks: [...meanMarks(plot, means), ...costMarks(plot, costs, shown)],
    }),
  };
}

function costsOf(
  { costs }: Shifts["list"][number],
  i: number,
  left: boolean,
  points: PlanResult["points"],
): Cost[] {
  return costs.map((one, k) => ({
    ...one,
    shift: String(i + 1),
    left,
    schedule: points[k]!.schedule,
    latency: points[k]!.effectiveLatency,
  }));
}

function meanMarks(plot: Plot, means: readonly Pick<Cost, "latency" | "cost">[]): Markish[] {
  const at = { x: "latency", y: "cost" } as const;
  return [
    plot.line(means, { ...at, stroke: COLOURS.first, strokeWidth: 2 }),
    plot.text(means.slice(-1), {
      ...at,
      text: () => "mean",
      dx: 26,
      textAnchor: "start",
      fill: COLOURS.first,
    }),
  ];
}

function costMarks(plot: Plot, costs: readonly Cost[], shown: "bars" | "dots" | "numbers"): Markish[] {
  if (shown === "bars") {
    const extremes = plot.groupX({ y1: "min", y2: "max" }, { x: "latency", y: "cost", stroke: COLOURS.soft });
    return [plot.ruleX(costs, extremes)];
  }
  const at = { x: "latency", y: "cost" } as const;
  const number = { ...at, text: "shift", fill: COLOURS.soft, fontSize: 10.5 } as const;
  const side = (left: boolean): Cost[] => costs.filter((one) => one.left === left);
  return [
    plot.dot(costs, { ...at, stroke: COLOURS.soft, r: 2.5 }),
    ...(shown === "numbers"
      ? [plot.text(side(false), { ...number, dx: 10 }), plot.text(side(true), { ...number, dx: -10 })]
      : []),
  ];
}
