import type { VerificationDocument } from "../../results/document.ts";
import type { Verified } from "../../verify.ts";
import type { Measurement } from "../../verify/measurement.ts";
import { grouped, readable } from "../numbers.ts";
import type { Cell, DataTable, Said, Section } from "../report.ts";
import { measuredOf, verifyNote } from "../verify.ts";
import { listed } from "./learners.ts";

/** A verification: a section for each statement. */
export function verificationReport({ result }: VerificationDocument): Said {
  const { experiments } = result;
  const measurements = experiments.flatMap((one) => one.measurements);
  return {
    title: "The statements of the post, run",
    headline: headline(result),
    facts: [
      { name: "statements", value: grouped(experiments.length) },
      { name: "that hold", value: grouped(experiments.filter(({ holds }) => holds).length) },
      { name: "measurements", value: grouped(measurements.length) },
    ],
    sections: [...experiments.map(section), { heading: "All measurements", tables: [all(experiments)] }],
    notes: [verifyNote],
  };
}

function headline({ experiments }: VerificationDocument["result"]): string {
  const wrong = experiments.filter(({ holds }) => !holds).map(({ id }) => id);
  const count = experiments.reduce((sum, { measurements }) => sum + measurements.length, 0);
  if (experiments.length === 0) return "No statement was tried to the end.";
  if (wrong.length > 0)
    return `${listed(wrong)} ${wrong.length > 1 ? "do" : "does"} NOT hold, of ${experiments.length} statements.`;
  return experiments.length === 1
    ? "The statement holds: every measurement is as it is exact or proved to be."
    : `All ${experiments.length} statements hold: each of ${grouped(count)} measurements is as it is exact or proved to be.`;
}

function section(one: Verified): Section {
  const { id, section, statement, definition, formula, source, parameters, holds } = one;
  const set = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`);
  return {
    heading: `${section} ${id}: ${holds ? "holds" : "DOES NOT HOLD"}`,
    text: [
      statement,
      `Definition: ${definition}`,
      `Formula: ${formula}`,
      `Source: ${source}`,
      ...(set.length > 0 ? [`Parameters: ${set.join(", ")}`] : []),
    ],
    tables: [
      {
        name: id,
        caption: `Measurements of ${id}`,
        pageOnly: true,
        columns: COLUMNS,
        rows: rows(one, measuredOf),
      },
    ],
  };
}

const COLUMNS = ["measured", "value", "is to be", "exact or proved", "tolerance", "holds"];

/** @param value what is shown of what was measured. */
function rows({ measurements }: Verified, value: (one: Measurement) => Cell): Cell[][] {
  return measurements.map((one) => [
    one.what,
    value(one),
    one.relation,
    one.expected,
    one.toleranceIn === "standard errors"
      ? `${one.tolerance} x ${readable(one.standardError, 2)}`
      : readable(one.tolerance, 2),
    one.holds ? "yes" : "NO",
  ]);
}

function all(experiments: readonly Verified[]): DataTable {
  return {
    name: "measurements",
    caption: "Every measurement of every statement",
    columns: ["section", "statement", ...COLUMNS],
    rows: experiments.flatMap((one) =>
      rows(one, ({ measured }) => measured).map((row) => [one.section, one.id, ...row]),
    ),
    filesOnly: true,
  };
}
