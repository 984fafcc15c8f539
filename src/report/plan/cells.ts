import type { Interval, PlanPoint, PlanResult } from "../../planner/result.ts";
import { decimals, readable, significant } from "../numbers.ts";
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

/** A column of a cell a schedule; what a learner that diverged would say is left out. */
export function soundColumn(
  { points }: Pick<PlanResult, "points">,
  heading: string[],
  cell: (point: PlanPoint) => string,
): Column {
  return { heading, cells: points.map((point) => (point.diverged ? "diverged" : cell(point))) };
}

/** What tables of schedules begin with: which one, how late it is, and with which step size. */
export function schedules(result: Pick<PlanResult, "points">): Column[] {
  const { points } = result;
  return [
    names(result),
    { heading: ["effective", "latency"], cells: points.map((point) => decimals(point.effectiveLatency, 1)) },
    { heading: ["step", "size"], cells: points.map((point) => significant(point.stepSize, 3)) },
  ];
}
