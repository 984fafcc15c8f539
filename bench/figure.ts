import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** One measurement of scale.ts. */
export interface Point {
  /** What was varied. */
  readonly factor: string;
  readonly value: number;
  /** Nanoseconds a decision and learner. */
  readonly each: number;
  /** Peak resident memory, MiB. */
  readonly resident: number;
}

/** Time a decision and learner, and resident memory, against each factor: SVG. */
export function figure(points: readonly Point[]): string {
  const { document } = parseHTML("<html><body></body></html>");
  const rows = points.flatMap(({ factor, value, each, resident }) => [
    { factor, value, measure: "ns a decision and learner", amount: each },
    { factor, value, measure: "peak memory, MiB", amount: resident },
  ]);
  const factors = [...new Set(points.map(({ factor }) => factor))];
  const measures = [...new Set(rows.map(({ measure }) => measure))];
  const height = 170;
  const panels = measures.map((measure, line) =>
    factors.map((factor, column) => {
      const svg = Plot.plot({
        document,
        width: 260,
        height,
        marginLeft: 44,
        marginBottom: 34,
        x: { type: "log", label: factor, tickFormat: "~s", ticks: 4 },
        y: { type: "log", label: measure, tickFormat: "~s", ticks: 4, grid: true, nice: true },
        marks: [
          Plot.line(
            rows.filter((row) => row.factor === factor && row.measure === measure),
            { x: "value", y: "amount", stroke: "#2b5c8a", strokeWidth: 1.5 },
          ),
          Plot.dot(
            rows.filter((row) => row.factor === factor && row.measure === measure),
            { x: "value", y: "amount", fill: "#2b5c8a", r: 2.5 },
          ),
        ],
      });
      svg.setAttribute("x", String(column * 270));
      svg.setAttribute("y", String(line * (height + 10)));
      svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      return svg.outerHTML;
    }),
  );
  const size = `width="${factors.length * 270}" height="${measures.length * (height + 10)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="system-ui, sans-serif">\n${panels.flat().join("\n")}\n</svg>\n`;
}
