import { readable } from "../numbers.ts";
import type { Cell } from "../report.ts";
import { type Figure, FRAME } from "./figure.ts";
import { type Drawn, lineMarks, nameMarks, scalesOf, shows, SIZE } from "./latency-marks.ts";

/** What waiting costs: something against the effective latency, one point a schedule. */
export interface LatencyCurve {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** What is on the vertical axis, with its unit. */
  readonly measure: string;
  readonly logarithmic?: boolean;
  /** The first is what the picture is about. */
  readonly lines: readonly LatencyLine[];
}

export interface LatencyLine {
  readonly name: string;
  readonly points: readonly LatencyPoint[];
}

export interface LatencyPoint {
  readonly schedule: string;
  readonly latency: number;
  readonly value: number | null;
  /** Ends of an interval. */
  readonly low?: number | null;
  readonly high?: number | null;
}

export function latencyFigure(curve: LatencyCurve): Figure | null {
  const { id, title, caption, measure, lines, logarithmic: onLog = false } = curve;
  const drawn = lines.map(({ points }, line) =>
    points.flatMap((point): Drawn[] =>
      shows(point.value, onLog) ? [{ ...point, value: point.value!, line }] : [],
    ),
  );
  if (drawn.every((points) => points.length < 2)) return null;
  return {
    id,
    title,
    caption,
    description: described(curve, drawn[0]!),
    table: {
      name: id,
      caption: `${title}: the numbers`,
      columns: ["schedule", "effective latency", ...lines.flatMap(headings)],
      rows: lines[0]!.points.map(({ schedule, latency }, i) => [
        schedule,
        latency,
        ...lines.flatMap((line) => cells(line, i)),
      ]),
      folded: true,
    },
    draw: (plot) => {
      const scales = scalesOf(drawn.flat(), onLog);
      return {
        ...FRAME,
        ...SIZE,
        x: { ...scales.x, label: "Effective latency (rounds) →" },
        y: { ...scales.y, label: `↑ ${measure}`, grid: true },
        marks: [...lineMarks(plot, lines, drawn, scales), ...nameMarks(plot, drawn, scales)],
      };
    },
  };
}

function headings({ name, points }: LatencyLine): string[] {
  return hasIntervals(points) ? [name, `${name}, from`, `${name}, to`] : [name];
}

function cells({ points }: LatencyLine, i: number): Cell[] {
  const { value = null, low = null, high = null } = points[i] ?? {};
  return hasIntervals(points) ? [value, low, high] : [value];
}

function hasIntervals(points: readonly LatencyPoint[]): boolean {
  return points.some(({ low }) => low != null);
}

function described({ measure, lines }: LatencyCurve, points: readonly Drawn[]): string {
  const list = points.map(({ latency, value }) => `${readable(value, 4)} at ${readable(latency, 4)}`);
  return `${measure} against effective latency, ${lines.map(({ name }) => name).join(", ")}. ${lines[0]!.name}: ${list.join(", ")}.`;
}
