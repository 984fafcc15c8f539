import type { Markish, ScaleOptions } from "@observablehq/plot";
import { ends, linear, logarithmic } from "./axes.ts";
import { COLOURS, FRAME, type Plot, WIDTH } from "./figure.ts";
import { placed, stacked } from "./labels.ts";
import type { LatencyLine, LatencyPoint } from "./latency.ts";

const DASHES = ["0", "6 4", "2 3", "8 3 2 3"];
const SYMBOLS = ["circle", "square", "triangle", "diamond"] as const;

/** A point that can be shown. */
export interface Drawn extends LatencyPoint {
  readonly value: number;
  readonly line: number;
}

/** Of the picture, and the room right of it for the names of lines. */
export const SIZE = { height: 340, marginRight: 120 } as const;

/** Pixels at the sides of the drawing, and below its lowest point; width and height of what is between them. */
const [INSET, BELOW] = [12, 28];
const WIDE = WIDTH - FRAME.marginLeft! - SIZE.marginRight - 2 * INSET;
const HIGH = SIZE.height - FRAME.marginTop! - FRAME.marginBottom! - BELOW;

/** Both axes, and where on them a point is in pixels. */
export interface Scales {
  readonly x: ScaleOptions;
  readonly y: ScaleOptions;
  /** Whether the vertical axis can show it. */
  readonly shown: (value: number | null | undefined) => boolean;
  readonly place: (latency: number, value: number) => { readonly x: number; readonly y: number };
}

export function scalesOf(points: readonly Drawn[], onLog: boolean): Scales {
  const latencies = points.map(({ latency }) => latency);
  const values = points.flatMap(({ value, low, high }) =>
    [value, low, high].filter((one): one is number => shows(one, onLog)),
  );
  const [least, most] = [ends(latencies), ends(values)];
  const share = ([from, to]: readonly number[], at: number): number => (at - from!) / (to! - from! || 1);
  const log = (x: number): number => (onLog ? Math.log(x) : x);
  return {
    x: { ...logarithmic(latencies), inset: INSET },
    y: {
      ...(onLog ? logarithmic(values) : linear(values)),
      ...(most[0] < most[1] && { domain: most }),
      insetBottom: BELOW,
    },
    shown: (value) => shows(value, onLog),
    place: (latency, value) => ({
      x: WIDE * share(least.map(Math.log), Math.log(latency)),
      y: HIGH * (1 - share(most.map(log), log(value))),
    }),
  };
}

export function lineMarks(
  plot: Plot,
  lines: readonly LatencyLine[],
  drawn: readonly Drawn[][],
  { place, shown }: Scales,
): Markish[] {
  const moved = stacked(
    drawn.map((points) => (points.length > 0 ? place(points.at(-1)!.latency, points.at(-1)!.value).y : NaN)),
    15,
  );
  // where several have intervals they stand beside one another
  const beside = drawn.filter((points) => points.some(({ low }) => low != null)).length > 1 ? 6 : 0;
  const of = (line: number) => ({
    colour: [COLOURS.first, COLOURS.second, COLOURS.soft, COLOURS.soft][line % 4]!,
    at: { x: "latency", y: "value", dx: beside * (line - (drawn.length - 1) / 2) } as const,
  });
  const curves = drawn.flatMap((points, line) => {
    const { colour, at } = of(line);
    const known = points.filter(({ low, high }) => shown(low) && shown(high));
    return [
      ...(known.length > 0
        ? [plot.ruleX(known, { ...at, y1: "low", y2: "high", stroke: colour, strokeWidth: 2 })]
        : []),
      plot.line(points, { ...at, stroke: colour, strokeWidth: 2, strokeDasharray: DASHES[line % 4]! }),
      plot.dot(points, { ...at, fill: colour, r: 4, symbol: SYMBOLS[line % 4]! }),
    ];
  });
  // after all curves, so that none strikes a name through
  const named = drawn.map((points, line) =>
    plot.text(points.slice(-1), {
      ...of(line).at,
      text: () => lines[line]!.name,
      dx: 14,
      dy: moved[line]!,
      textAnchor: "start",
      fill: of(line).colour,
      stroke: COLOURS.page,
      strokeWidth: 4,
    }),
  );
  return [...curves, ...named];
}

/** Names of schedules by the points of the first line; the last one on the side where no name of a line is. */
export function nameMarks(plot: Plot, drawn: readonly Drawn[][], { place }: Scales): Markish[] {
  const [points, last] = [drawn[0]!, drawn[0]!.at(-1)];
  const labels = points.map((point) => ({
    ...place(point.latency, point.value),
    text: point.schedule,
    ends: point === last,
  }));
  const dots = drawn.flat().map(({ latency, value }) => place(latency, value));
  const moved = placed(labels, dots, HIGH + BELOW);
  return points.flatMap((point, i) => {
    if (moved[i] === null) return [];
    const own = { text: "schedule", dy: moved[i]!, fontSize: 10.5, fill: COLOURS.soft } as const;
    const halo = { stroke: COLOURS.page, strokeWidth: 4 } as const;
    const side =
      point === last ? ({ textAnchor: "end", dx: -5 } as const) : ({ textAnchor: "start", dx: 5 } as const);
    return [plot.text([point], { x: "latency", y: "value", ...own, ...halo, ...side })];
  });
}

/** Whether an axis can show a value. */
export function shows(value: number | null | undefined, logarithmic: boolean): boolean {
  return value != null && Number.isFinite(value) && (!logarithmic || value > 0);
}
