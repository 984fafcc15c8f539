import type { Draw } from "../charts/draw.ts";
import type { Figure } from "../charts/figure.ts";
import { grouped } from "../numbers.ts";
import type { Fact, Report, Section } from "../report.ts";
import { STYLE } from "./style.ts";
import { tableHtml } from "./table.ts";
import { escaped } from "./text.ts";

/** A report as one HTML file that needs nothing else: no network, no scripts. */
export function reportHtml(report: Report, draw: Draw): string {
  const { title, headline, interrupted, facts, sections, notes } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escaped(headline)}">
<title>${escaped(title)} - lowstakes</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="headline">${escaped(headline)}</p>
${interrupted === null ? "" : `<p class="interrupted">${escaped(interrupted)}</p>\n`}${list("facts", facts)}
${sections.map((section) => sectionHtml(section, draw)).join("\n")}
${notes.length > 0 ? sectionHtml({ heading: "Notes", text: notes }, draw) : ""}
${origin(report)}
</main>
</body>
</html>
`;
}

function list(kind: string, facts: readonly Fact[]): string {
  const items = facts.map(
    ({ name, value }) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`,
  );
  return `<dl class="${kind}">\n${items.join("\n")}\n</dl>`;
}

/** Columns that fit a page on its long side only. */
const WIDE = 7;

function sectionHtml({ heading, text = [], figures = [], tables = [] }: Section, draw: Draw): string {
  const shown = tables.filter(({ filesOnly }) => !filesOnly);
  if (text.length + figures.length + shown.length === 0) return "";
  const wide = shown.some(({ columns, folded }) => !folded && columns.length > WIDE);
  return [
    `<section${wide ? ' class="wide"' : ""}>`,
    `<h2>${escaped(heading)}</h2>`,
    ...text.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...figures.map((figure) => figureHtml(figure, draw)),
    ...shown.map(tableHtml),
    "</section>",
  ].join("\n");
}

function figureHtml(figure: Figure, draw: Draw): string {
  const { title, caption, table } = figure;
  return `<figure>
<figcaption><h3>${escaped(title)}</h3><p>${escaped(caption)}</p></figcaption>
<div class="scroll" tabindex="0" role="group" aria-label="${escaped(title)}, picture">
${draw(figure)}
</div>
${tableHtml(table)}
</figure>`;
}

/** What it takes to play the run again. */
function origin({ command, configuration, data, lowstakes, created }: Report): string {
  return [
    "<section>",
    "<h2>How to reproduce it</h2>",
    ...(command === null ? [] : [`<pre><code>${escaped(command)}</code></pre>`]),
    ...(data === null
      ? []
      : [`<p>Log: ${escaped(`${data.name}, ${grouped(data.rows)} rows`)}${hash(data.sha256)}</p>`]),
    list("settings", configuration),
    "</section>",
    `<footer>Written by lowstakes ${escaped(lowstakes)}${created === null ? "" : `, result of ${escaped(created)}`}.</footer>`,
  ].join("\n");
}

function hash(sha256: string | null): string {
  return sha256 === null ? "" : `; SHA-256 <code>${sha256}</code>`;
}
