import type { Markish } from "@observablehq/plot";
import { COLOURS, type Plot } from "./figure.ts";

/** A learner after so many rounds, in its picture; what a logarithmic axis cannot show is null. */
export interface Point {
  readonly name: string;
  readonly row: number;
  readonly column: number;
  readonly rounds: number;
  readonly regret: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly bound: number | null;
}

/** What is drawn in each small picture: the learner, its bound, and all others behind it. */
export function marks(plot: Plot, measure: string, learners: readonly Point[][]): Markish[] {
  const all = learners.flat();
  const place = { fx: "column", fy: "row", x: "rounds" } as const;
  const behind = learners.flatMap(([one]) =>
    all
      .filter(({ name }) => name !== one!.name)
      .map((point) => ({ ...point, row: one!.row, column: one!.column })),
  );
  const firstBounds = learners.flatMap((points) => points.filter(({ bound }) => bound !== null).slice(0, 1));
  const firsts = learners.map(([one]) => one!);
  const halo = { stroke: COLOURS.page, strokeWidth: 4 };
  const corner = { fx: "column", fy: "row", frameAnchor: "bottom-right", dx: -8, dy: -8 } as const;
  return [
    plot.frame({ stroke: COLOURS.faint }),
    plot.line(behind, { ...place, y: "regret", z: "name", stroke: COLOURS.faint, strokeWidth: 1 }),
    plot.areaY(all, { ...place, y1: "low", y2: "high", z: "name", fill: COLOURS.first, fillOpacity: 0.2 }),
    plot.line(all, {
      ...place,
      y: "bound",
      z: "name",
      stroke: COLOURS.second,
      strokeWidth: 1.5,
      strokeDasharray: "6 4",
    }),
    plot.line(all, { ...place, y: "regret", z: "name", stroke: COLOURS.first, strokeWidth: 2 }),
    plot.text(firstBounds, {
      ...place,
      ...halo,
      y: "bound",
      text: () => "bound",
      textAnchor: "start",
      dx: 4,
      dy: -9,
      fill: COLOURS.second,
    }),
    plot.text(firsts, { ...corner, ...halo, text: () => measure, fill: COLOURS.first }),
    plot.text(firsts, {
      fx: "column",
      fy: "row",
      text: "name",
      frameAnchor: "top",
      dy: -14,
      fontWeight: "bold",
      fill: COLOURS.ink,
    }),
  ];
}
