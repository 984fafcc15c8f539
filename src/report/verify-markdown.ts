import type { Verified } from "../verify.ts";
import { significant } from "./numbers.ts";

/** What `lowstakes verify` found as a Markdown table: one row a statement, with the first of its measurements. */
export function verifyMarkdown(experiments: readonly Verified[]): string {
  const rows = experiments.map(({ id, section, statement, measurements }) => {
    const [{ what, measured, relation, expected }] = measurements as [Verified["measurements"][number]];
    const held = measurements.filter(({ holds }) => holds).length;
    return [
      section,
      id,
      statement,
      `${what}: ${shown(measured)}`,
      `${SIGN[relation]} ${shown(expected)}`,
      `${held} of ${measurements.length}`,
    ];
  });
  return [
    ["§", "experiment", "statement", "measured first", "exact or proved", "hold"],
    ["-:", "-", "-", "-", "-", "-:"],
    ...rows,
  ]
    .map((cells) => `| ${cells.map((cell) => String(cell).replace(MARKS, "\\$&")).join(" | ")} |\n`)
    .join("");
}

/** What Markdown would take for its own, `U[t](y)` for a link. */
const MARKS = /[\\|[\]*]/g;

const SIGN = { "=": "=", "<=": "≤", ">=": "≥" } as const;

function shown(value: number | string): string {
  return typeof value === "string" ? value : significant(value, 6);
}
