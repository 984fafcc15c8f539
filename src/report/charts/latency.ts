import type { Markish } from "@observablehq/plot";
import { significant } from "../numbers.ts";
import type { Cell } from "../report.ts";
import { COLOURS, type Figure, FRAME, type Plot } from "./figure.ts";

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

interface Drawn extends LatencyPoint {
  readonly value: number;
  readonly line: number;
}

const DASHES = ["0", "6 4", "2 3", "8 3 2 3"];
const SYMBOLS = ["circle", "square", "triangle", "diamond"] as const;

export function latencyFigure(curve: LatencyCurve): Figure | null {
  const { id, title, caption, measure, lines, logarithmic = false } = curve;
  const drawn = lines.map(({ points }, line) =>
    points.flatMap((point): Drawn[] =>
      shows(point.value, logarithmic) ? [{ ...point, value: point.value!, line }] : [],
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
    draw: (plot) => ({
      ...FRAME,
      marginRight: 120,
      height: 340,
      x: { type: "log", label: "Effective latency (rounds) →", tickFormat: "~s", inset: 12 },
      y: {
        label: `↑ ${measure}`,
        grid: true,
        nice: true,
        insetBottom: 16,
        ...(logarithmic && { type: "log", tickFormat: "~s" }),
      },
      marks: lineMarks(plot, curve, drawn),
    }),
  };
}

function lineMarks(
  plot: Plot,
  { lines, logarithmic = false }: LatencyCurve,
  drawn: readonly Drawn[][],
): Markish[] {
  const at = { x: "latency", y: "value" } as const;
  const halo = { stroke: COLOURS.page, strokeWidth: 4 };
  const moved = apart(drawn, logarithmic);
  const last = drawn[0]!.at(-1);
  return [
    ...drawn.flatMap((points, line) => {
      const colour = [COLOURS.first, COLOURS.second, COLOURS.soft, COLOURS.soft][line % 4]!;
      const known = points.filter(({ low, high }) => shows(low, logarithmic) && shows(high, logarithmic));
      const ends = { x: "latency", y1: "low", y2: "high" } as const;
      return [
        ...(known.length > 0 ? [plot.ruleX(known, { ...ends, stroke: colour, strokeWidth: 2 })] : []),
        plot.line(points, { ...at, stroke: colour, strokeWidth: 2, strokeDasharray: DASHES[line % 4]! }),
        plot.dot(points, { ...at, fill: colour, r: 4, symbol: SYMBOLS[line % 4]! }),
        plot.text(points.slice(-1), {
          ...at,
          text: () => lines[line]!.name,
          dx: 10,
          dy: moved[line]!,
          textAnchor: "start",
          fill: colour,
        }),
      ];
    }),
    // names of schedules below their points; the last one on the other side, where no name of a line is
    ...[false, true].map((isLast) =>
      plot.text(
        drawn[0]!.filter((point) => (point === last) === isLast),
        {
          ...at,
          ...halo,
          text: "schedule",
          textAnchor: isLast ? "end" : "start",
          dx: isLast ? -5 : 5,
          dy: 15,
          fontSize: 10.5,
          fill: COLOURS.soft,
        },
      ),
    ),
  ];
}

/** Height of the drawing and of a line of text, in pixels. */
const [HEIGHT, LINE] = [250, 15];

/** How far down the name of each line moves from its end, so that names do not lie on one another. */
function apart(drawn: readonly Drawn[][], logarithmic: boolean): number[] {
  const scale = (value: number): number => (logarithmic ? Math.log(value) : value);
  const values = drawn.flat().map(({ value }) => scale(value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const ends = drawn.map((points, line) => ({
    line,
    y: points.length > 0 ? (HEIGHT * (most - scale(points.at(-1)!.value))) / (most - least || 1) : -Infinity,
  }));
  const moved = drawn.map(() => 0);
  let above = -Infinity;
  for (const { line, y } of ends.sort((a, b) => a.y - b.y)) {
    const place = Math.max(y, above + LINE);
    if (y > -Infinity) [moved[line], above] = [place - y, place];
  }
  return moved;
}

function shows(value: number | null | undefined, logarithmic: boolean): boolean {
  return value != null && Number.isFinite(value) && (!logarithmic || value > 0);
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
  const list = points.map(({ latency, value }) => `${significant(value, 4)} at ${significant(latency, 4)}`);
  return `${measure} against effective latency, ${lines.map(({ name }) => name).join(", ")}. ${lines[0]!.name}: ${list.join(", ")}.`;
}
