import type { Experiment } from "../verify/experiment.ts";
import type { Parameter, Settings } from "../verify/parameters.ts";
import { type Column, table, wrap } from "./table.ts";

/** An experiment in words: what is measured, what it must be and why, and how to vary it. */
export function explainText(experiment: Experiment, width: number): string {
  const { id, section, statement, definition, formula, source, parameters, breaks } = experiment;
  const lines = [
    ...wrap(`${id} (post, section ${section}): ${statement}`, width),
    ...paragraph("Definition", definition, width),
    ...paragraph("Formula", formula, width),
    ...paragraph("Source", source, width),
    "",
    "Parameters:",
    "",
    ...table(columns(parameters), width),
    "",
    `To vary them: lowstakes verify --only ${id} --set NAME=VALUE,..`,
    "",
    "Where it does not hold:",
    "",
    ...breaks.flatMap(({ set, why }) => wrap(`--set ${assigned(set)}: ${why}.`, width)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Every experiment, one a line. */
export function experimentsText(experiments: readonly Experiment[], width: number): string {
  const room = Math.max(...experiments.map(({ id }) => id.length)) + 5;
  const lines = experiments.flatMap(({ id, section, statement }) =>
    wrap(statement, Math.max(20, width - room)).map(
      (line, i) => (i === 0 ? `${section}  ${id}` : "").padEnd(room) + line,
    ),
  );
  return `${lines.join("\n")}\n`;
}

function paragraph(heading: string, text: string, width: number): string[] {
  return ["", ...wrap(`${heading}: ${text}`, width)];
}

function columns(parameters: Experiment["parameters"]): Column[] {
  const of = (
    heading: string,
    cell: (parameter: Parameter, name: string) => string,
    left = false,
  ): Column => ({
    heading: [heading],
    cells: Object.entries(parameters).map(([name, parameter]) => cell(parameter, name)),
    left,
  });
  return [
    of("name", (_, name) => name, true),
    of("usual", ({ usual }) => String(usual)),
    of("with --deep", (one) => ("deep" in one && one.deep !== one.usual ? String(one.deep) : "")),
    of("range", range, true),
    of("means", ({ about }) => about, true),
  ];
}

function range(parameter: Parameter): string {
  if ("words" in parameter) return parameter.words.join(" | ");
  const { least, most, whole } = parameter;
  return `${least} to ${most}${whole ? ", whole" : ""}`;
}

function assigned(set: Settings): string {
  return Object.entries(set)
    .map(([name, value]) =>
      typeof value === "string" && value.includes(" ") ? `"${name}=${value}"` : `${name}=${value}`,
    )
    .join(",");
}
