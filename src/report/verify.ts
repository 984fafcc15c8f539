import type { Verified } from "../verify.ts";
import type { Measurement } from "../verify/measurement.ts";
import { untriedNotes } from "./interrupted.ts";
import { beyondRounding, grouped, significant } from "./numbers.ts";
import { type Column, table, wrap } from "./table.ts";

/** What `lowstakes verify` found. */
export interface Verification {
  readonly experiments: readonly Verified[];
  /** How many there were to be. */
  readonly planned: number;
  readonly interrupted: boolean;
}

/** Narrowest and widest column of statements. */
const STATEMENT = { least: 24, most: 60 };

/** How to read it. */
export const verifyNote =
  "Tolerance: a share of what is exact or proved, or standard errors of what was measured (4 x ..).";

/** A table with a row for each measurement, the statements beside them, a blank line between two experiments. */
export function verifyText(verification: Verification, width: number): string {
  const { experiments } = verification;
  const rest = numbers(experiments);
  const taken = rest.reduce((sum, column) => sum + widthOf(column) + 2, 0);
  const room = Math.max(STATEMENT.least, Math.min(STATEMENT.most, width - taken));
  // the names of measurements are not broken: beside a statement they take room
  const fits = STATEMENT.least + 2 + widthOf(rest[0]!) <= width;
  const found = fits
    ? table([statements(experiments, room), ...aligned(experiments, rest, room)], width)
    : experiments.flatMap((one) => sentences(one, width));
  const lines = [
    ...(experiments.length > 0 ? [...found, ""] : []),
    ...wrap(verifyNote, width),
    "",
    ...wrap(summary(experiments), width),
    ...untriedNotes(verification).flatMap((note) => wrap(note, width)),
  ];
  return `${lines.join("\n")}\n`;
}

/** An experiment where there is no room for a table. */
function sentences(one: Verified, width: number): string[] {
  return [
    ...wrap(titled(one), width),
    ...one.measurements.flatMap((measurement) => {
      const { what, relation, expected, holds } = measurement;
      const found = `${what}: ${shown(measuredOf(measurement))} ${relation} ${shown(expected)}, tolerance ${tolerance(measurement)}: ${holds ? "yes" : "NO"}`;
      return wrap(found, width - 2).map((line, i) => (i === 0 ? "- " : "  ") + line);
    }),
  ];
}

function numbers(experiments: readonly Verified[]): Column[] {
  const of = (heading: string[], cell: (measurement: Measurement) => string, left = false): Column => ({
    heading,
    cells: experiments.flatMap(({ measurements }) => measurements.map(cell)),
    left,
  });
  return [
    of(["measured"], ({ what }) => what, true),
    of([""], (measurement) => shown(measuredOf(measurement))),
    of(["exact (=)", "or proved"], ({ relation, expected }) => `${relation} ${shown(expected)}`),
    of(["tolerance"], tolerance),
    of(["holds"], ({ holds }) => (holds ? "yes" : "NO")),
  ];
}

/** Lines that an experiment takes: its statement's or its measurements', and a blank one. */
function heights(experiments: readonly Verified[], room: number): number[] {
  return experiments.map((one, i) => {
    const lines = Math.max(wrap(titled(one), room).length, one.measurements.length);
    return i < experiments.length - 1 ? lines + 1 : lines;
  });
}

function statements(experiments: readonly Verified[], room: number): Column {
  const tall = heights(experiments, room);
  return {
    heading: ["section, experiment", "and statement"],
    cells: experiments.flatMap((one, i) => filled(wrap(titled(one), room), tall[i]!)),
    left: true,
  };
}

/** The columns with blank cells where a statement is taller than its measurements. */
function aligned(experiments: readonly Verified[], columns: readonly Column[], room: number): Column[] {
  const tall = heights(experiments, room);
  return columns.map((column) => {
    let at = 0;
    const cells = experiments.flatMap(({ measurements }, i) => {
      const own = column.cells.slice(at, (at += measurements.length));
      return filled(own, tall[i]!);
    });
    return { ...column, cells };
  });
}

function filled(cells: readonly string[], height: number): string[] {
  return Array.from({ length: height }, (_, i) => cells[i] ?? "");
}

function titled({ section, id, statement }: Verified): string {
  return `${section} ${id}: ${statement}`;
}

function widthOf({ heading, cells }: Column): number {
  return Math.max(...heading.map((text) => text.length), ...cells.map((text) => text.length));
}

/** What was measured; 0 where it must be 0 and is but for rounding. */
export function measuredOf({ measured, expected }: Measurement): number | string {
  return typeof measured === "number" && expected === 0 ? beyondRounding(measured, 1) : measured;
}

function shown(value: number | string): string {
  return typeof value === "string" ? value : significant(value, 6);
}

function tolerance({ tolerance: share, toleranceIn, standardError }: Measurement): string {
  if (toleranceIn === "standard errors") return `${share} x ${significant(standardError, 2)}`;
  return share === 0 ? "0" : String(share);
}

function summary(experiments: readonly Verified[]): string {
  const measurements = experiments.flatMap((one) => one.measurements);
  const wrong = experiments.filter(({ holds }) => !holds);
  const counted = `${count(experiments.length, "statement")}, ${count(measurements.length, "measurement")}`;
  if (wrong.length === 0) return `${counted}: all hold.`;
  const list = wrong.map(
    ({ id, measurements: all }) =>
      `${id} (${all
        .filter(({ holds }) => !holds)
        .map(({ what }) => what)
        .join("; ")})`,
  );
  return `${counted}. Does not hold: ${list.join("; ")}.`;
}

function count(n: number, what: string): string {
  return `${grouped(n)} ${what}${n === 1 ? "" : "s"}`;
}
