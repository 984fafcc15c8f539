import type { Growth } from "../../results/document.ts";
import { grouped, readable } from "../numbers.ts";
import { COLOURS, ERRORS, type Figure, FRAME, roomFor } from "./figure.ts";

/** The exponents with which regrets grew, beside the ½ of √T. */
export function growthFigure(
  learners: readonly { readonly name: string; readonly growth: Growth | null }[],
): Figure | null {
  const known = learners.flatMap(({ name, growth }) => {
    if (growth === null) return [];
    const { mean, standardError } = growth.exponent;
    const error = ERRORS * (standardError ?? 0);
    return [
      { name, mean, standardError, low: mean - error, high: mean + error, from: growth.from, to: growth.to },
    ];
  });
  if (known.length === 0) return null;
  const replicated = known.some(({ standardError }) => standardError !== null);
  const { from, to } = known[0]!;
  return {
    id: "exponents",
    title: "Exponents",
    caption:
      `Slope of log regret in log rounds, from round ${grouped(from)} to ${grouped(to)}: regret grew like T to this power. ½ is what the ` +
      `goal allows; logarithms show as a little more.` +
      (replicated
        ? " Bars: 95 % (1.96 standard errors, delta method over replicates)."
        : " From one run, whose points are not independent: no interval is known."),
    description: known.map(({ name, mean }) => `${name}: ${readable(mean, 3)}.`).join(" "),
    table: {
      name: "exponents",
      caption: "Exponents: the numbers",
      columns: ["schedule", "exponent", "standard error", "from round", "to round"],
      rows: known.map((one) => [one.name, one.mean, one.standardError, one.from, one.to]),
      folded: true,
    },
    draw: (plot) => ({
      ...FRAME,
      marginLeft: roomFor(known.map(({ name }) => name)),
      marginRight: 60,
      height: 84 + 30 * known.length,
      x: {
        label: "Exponent of T →",
        nice: true,
        domain: [Math.min(0, ...known.map(({ low }) => low)), Math.max(1, ...known.map(({ high }) => high))],
      },
      y: { type: "point", domain: known.map(({ name }) => name), label: null },
      marks: [
        plot.ruleX([0.5], { stroke: COLOURS.second, strokeDasharray: "6 4", strokeWidth: 1.5 }),
        plot.text(["√T"], { x: [0.5], frameAnchor: "top", dy: -12, fill: COLOURS.second }),
        plot.ruleY(known, { y: "name", x1: "low", x2: "high", stroke: COLOURS.first, strokeWidth: 2 }),
        plot.dot(known, { y: "name", x: "mean", fill: COLOURS.first, r: 4.5 }),
        plot.text(known, {
          y: "name",
          x: "high",
          text: ({ mean }: { mean: number }) => readable(mean, 3),
          dx: 10,
          textAnchor: "start",
          stroke: COLOURS.page,
          strokeWidth: 4,
          fill: COLOURS.ink,
        }),
      ],
    }),
  };
}
