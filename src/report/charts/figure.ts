import type * as Plots from "@observablehq/plot";
import type { DataTable } from "../report.ts";

/** Observable Plot, handed to whoever draws: reports themselves do not load it. */
export type Plot = typeof Plots;

/** A picture, and the same in words and numbers. */
export interface Figure {
  /** Of its files and of its place in the page. */
  readonly id: string;
  readonly title: string;
  /** What it shows, for those who do not see it. */
  readonly description: string;
  /** How to read it. */
  readonly caption: string;
  readonly table: DataTable;
  readonly draw: (plot: Plot) => Plots.PlotOptions;
}

/** Standard errors on either side of a mean: 95 % where it is normal. */
export const ERRORS = 1.96;

/** Width in pixels of every picture; it is scaled to the page. */
export const WIDTH = 720;

/**
 * Colours by what they are for; the page says what they are by day, by night and on paper (html/style.ts). No picture needs them: lines
 * are told apart by dashes, dots by shapes, all by labels.
 */
export const COLOURS = {
  page: "var(--page)",
  ink: "var(--ink)",
  soft: "var(--soft)",
  faint: "var(--faint)",
  first: "var(--first)",
  second: "var(--second)",
} as const;

/** Room left of a drawing for the longest of some names. */
export function roomFor(names: readonly string[]): number {
  return Math.max(56, 7 * Math.max(...names.map((name) => name.length)) + 18);
}

/** What lies around every drawing. */
export const FRAME: Plots.PlotOptions = {
  width: WIDTH,
  marginLeft: 64,
  marginRight: 24,
  marginBottom: 40,
  marginTop: 28,
  style: { fontFamily: "inherit", fontSize: "12px", background: "none", overflow: "visible" },
};
