import type { Interval, PlanPoint, PlanResult } from "../../planner/result.ts";
import { readable } from "../numbers.ts";
import type { Column } from "../table.ts";

/** Cells that several tables of a plan have. */

/** 0.123 [0.1, 0.15]; without its ends where they print like the value. */
export function interval(of: Interval | null, digits: number): string {
  if (of === null || Number.isNaN(of.value)) return "-";
  const [value, low, high] = [of.value, of.low, of.high].map((x) => readable(x, digits));
  return low === value && high === value ? value! : `${value} [${low}, ${high}]`;
}

/** The column that names schedules: by their number where all are of one kind. */
export function names({ points }: Pick<PlanResult, "points">, of: readonly PlanPoint[] = points): Column {
  const { kind } = points[0]!;
  return points.every((point) => point.kind === kind)
    ? { heading: [kind === "periodic" ? "period" : "latency"], cells: of.map(({ label }) => String(label)) }
    : { heading: ["schedule"], cells: of.map(({ schedule }) => schedule), left: true };
}
