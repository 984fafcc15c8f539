import { cellText, isWords } from "./cells.ts";
import type { DataTable, Report } from "./report.ts";

/** A report as Markdown: the words and all tables that are read, no pictures. */
export function reportMarkdown(report: Report): string {
  const { title, headline, interrupted, facts, sections, notes, command, configuration, data, lowstakes } =
    report;
  const parts = [
    `# ${escaped(title)}`,
    `**${escaped(headline)}**`,
    ...(interrupted === null ? [] : [escaped(interrupted)]),
    facts.map(({ name, value }) => `- ${escaped(name)}: ${escaped(value)}`).join("\n"),
    ...sections.flatMap(({ heading, text = [], figures = [], tables = [] }) => {
      const shown = [...figures.map(({ table }) => table), ...tables].filter(({ filesOnly }) => !filesOnly);
      return shown.length + text.length === 0
        ? []
        : [`## ${escaped(heading)}`, ...text.map(escaped), ...shown.map(tableMarkdown)];
    }),
    ...(notes.length > 0 ? ["## Notes", ...notes.map(escaped)] : []),
    "## How to reproduce it",
    ...(command === null ? [] : [`\`\`\`sh\n${command}\n\`\`\``]),
    ...(data === null
      ? []
      : [`Log: ${escaped(data.name)}, ${data.rows} rows, SHA-256 ${data.sha256 ?? "-"}`]),
    configuration.map(({ name, value }) => `- ${escaped(name)}: ${escaped(value)}`).join("\n"),
    `Written by lowstakes ${lowstakes}.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function tableMarkdown({ caption, columns, rows }: DataTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = columns.map((_, j) => (isWords(rows.map((row) => row[j]!)) ? "---" : "---:"));
  return [
    `${escaped(caption)}:\n`,
    line(columns),
    `| ${rule.join(" | ")} |`,
    ...rows.map((row) => line(row.map(cellText))),
  ].join("\n");
}

/** What Markdown would take for its own. */
function escaped(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, "\\$&").replace(/\s+/g, " ");
}
