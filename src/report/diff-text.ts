import { cellText } from "./cells.ts";
import type { ChangedNumber, Difference } from "./diff.ts";
import { grouped, percent, significant } from "./numbers.ts";
import { settingText } from "./settings.ts";
import { type Column, table, wrap } from "./table.ts";

/** What changed, as text: settings first, then a table of numbers for each learner or statement. */
export function diffText({ comparable, configuration, numbers, same }: Difference, width: number): string {
  const lines = [
    ...(comparable ? [] : ["They are measured in different units.", ""]),
    ...(configuration.length > 0
      ? [
          "Configuration:",
          ...configuration.flatMap(({ name, before, after }) =>
            wrap(`  ${name}: ${settingText(before)} -> ${settingText(after)}`, width),
          ),
          "",
        ]
      : ["The same configuration.", ""]),
    ...[...new Set(numbers.map(({ of }) => of))].flatMap((of) => [
      ...wrap(`${of}:`, width),
      "",
      ...table(columns(numbers.filter((one) => one.of === of)), width),
      "",
    ]),
    ...wrap(summary(numbers, same), width),
  ];
  return `${lines.join("\n")}\n`;
}

function columns(numbers: readonly ChangedNumber[]): Column[] {
  const of = (heading: string, cell: (one: ChangedNumber) => string, left = false): Column => ({
    heading: [heading],
    cells: numbers.map(cell),
    left,
  });
  const judged = numbers.some(({ beyond }) => beyond !== null);
  return [
    of("number", ({ path }) => path, true),
    of("before", ({ before }) => cellText(before)),
    of("after", ({ after }) => cellText(after)),
    of("difference", ({ difference }) => (difference === null ? "" : significant(difference, 4))),
    of("relative", ({ relative }) => (relative === null ? "" : signed(relative))),
    ...(judged
      ? [of("beyond chance", ({ beyond }) => ({ true: "YES", false: "no", null: "" })[`${beyond}`])]
      : []),
  ];
}

function signed(relative: number): string {
  if (relative !== 0 && Math.abs(relative) < 1e-4) return relative.toExponential(1);
  return `${relative > 0 ? "+" : ""}${percent(relative, 2)}`;
}

function summary(numbers: readonly ChangedNumber[], same: number): string {
  if (numbers.length === 0) return `All ${grouped(same)} numbers are the same.`;
  const judged = numbers.filter(({ beyond }) => beyond !== null);
  const beyond = judged.filter((one) => one.beyond);
  return (
    `${grouped(numbers.length)} of ${grouped(numbers.length + same)} numbers differ` +
    (judged.length > 0
      ? `; ${grouped(beyond.length)} of the ${grouped(judged.length)} that have a standard error or an interval differ beyond it.`
      : ".")
  );
}
