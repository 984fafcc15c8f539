import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { beforeAll, describe, expect, test } from "vitest";
import {
  choices,
  fullInformation,
  gaussian,
  hedge,
  type SimulateOptions,
  softmax,
  tinyPieces,
  twoPoint,
  world,
} from "../../src/index.ts";
import { standalone } from "../../src/report/charts/alone.ts";
import { type Draw, drawer } from "../../src/report/charts/draw.ts";
import { csv } from "../../src/report/csv.ts";
import { definitionOf } from "../../src/report/definitions.ts";
import { reportHtml } from "../../src/report/html/page.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { parquetColumns } from "../../src/report/parquet.ts";
import { figuresOf, type Report, reportOf, tablesOf } from "../../src/report/report.ts";
import type { ResultDocument } from "../../src/results/document.ts";
import { documents, simulationDocument } from "./documents.ts";

/** Reports of every kind of result. */
let all: ResultDocument[];
let draw: Draw;
const reports: Record<string, Report> = {};
beforeAll(async () => {
  [all, draw] = await Promise.all([documents(), drawer()]);
  for (const document of all) reports[document.kind] = reportOf(document);
});

const KINDS = [
  "simulation",
  "replicates",
  "replay",
  "plan",
  "verification",
  "experts",
  "evaluation",
] as const;

describe.each(KINDS)("HTML of a %s", (kind) => {
  const page = () => reportHtml(reports[kind]!, draw);

  test("is small, whole and alone", () => {
    const html = page();
    expect(html.length).toBeLessThan(400_000);
    expect(html).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    // names of namespaces are no addresses
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
      /https?:|<script|<link|@import|url\(/,
    );
    expect(html).not.toMatch(/undefined|\[object|NaN/);
  });

  test("says what was found, how it was played and what was set", () => {
    const html = page();
    const { headline, lowstakes } = reports[kind]!;
    expect(headline).toMatch(/\w.*\.$/);
    expect(html).toContain(lowstakes);
    // whatever somebody typed stands as text
    expect(html).toContain("lowstakes simulate --features 'it'\\''s &lt;b&gt;3&lt;/b&gt;'");
    expect(html).not.toContain("<b>3");
    expect(html).toContain("<dt>latency</dt><dd>1, 10</dd>");
  });

  test("every picture has a title, a description and its numbers", () => {
    const html = page();
    for (const { id, title, description, table } of figuresOf(reports[kind]!)) {
      expect(html).toContain(`<title id="${id}-title">${title}</title>`);
      expect(description.length).toBeGreaterThan(20);
      expect(table.rows.length).toBeGreaterThan(0);
      expect(html).toContain(`<summary>${table.caption}</summary>`);
    }
    expect(new Set(html.match(/ id="[^"]*"/g)).size).toBe(html.match(/ id="[^"]*"/g)?.length ?? 0);
  });
});

const figures = (kind: string): string[] => figuresOf(reports[kind]!).map(({ id }) => id);

test("which pictures", () => {
  expect(figures("simulation")).toEqual(["cost-of-latency", "regret-over-time", "step-sizes"]);
  expect(figures("replicates")).toEqual(["cost-of-latency", "regret-over-time", "exponents"]);
  expect(figures("replay")).toEqual(["cost-of-latency", "given-up-over-time", "step-sizes"]);
  expect(figures("plan")).toEqual(["cost-of-latency", "adaptation", "shift-costs", "step-sizes"]);
  expect(figures("verification")).toEqual([]);
  expect(figures("experts")).toEqual(["cost-of-latency"]);
  expect(figures("evaluation")).toEqual(["cost-of-latency"]);
});

test("headlines", () => {
  expect(reports["replicates"]!.headline).toMatch(
    /^In all of 8 replicates every regret is within its bound, at most 0\.\d+ of it\.$/,
  );
  expect(reports["plan"]!.headline).toMatch(
    /^At 0\.5 a retraining, retrain every \d+ rows, the longest tried: 0\.\d+ a decision in all.*\. NOT LOW-STAKES: damage before retraining is [\d.]+ of /,
  );
  expect(reports["experts"]!.headline).toMatch(
    /^pipelined\(1\) loses 0\.\d+ a forecast, \d.*% less than the 0\.\d+ of near, the best expert\.$/,
  );
  expect(reports["evaluation"]!.headline).toMatch(
    /^always a has the largest doubly robust estimate, 0\.\d+ \[0\.\d+, 0\.\d+\] a row: more than the log's 0\./,
  );
  expect(reports["verification"]!.headline).toMatch(/^All 2 statements hold: each of 8 measurements/);
  expect(reports["simulation"]!.headline).toMatch(/ is NOT MEANINGFUL|are NOT MEANINGFUL/);
  expect(reports["replay"]!.headline).toMatch(
    /^pipelined\(10\) loses 0\.\d+ nats a decision, \d.*% more than/,
  );
});

test("every number of every table has a definition and a source", async () => {
  const stream = world(tinyPieces({ cost: 0.01, limit: 8 }).mdp);
  const lied = world(tinyPieces({ cost: 0.01, limit: 8 }).mdp, { tampering: { from: 100 } });
  const others: Partial<SimulateOptions>[] = [
    { stream, model: hedge(), transformed: true },
    { stream: lied, model: hedge(), estimator: fullInformation() },
    { stream: gaussian({ features: 3 }), estimator: twoPoint({ delta: 0.1 }) },
    { stream: choices({ features: 3, actions: 3 }), model: softmax(), transformed: true },
  ];
  const simulations = others.map(async (other) => reportOf(await simulationDocument(500, other)));
  for (const report of [...Object.values(reports), ...(await Promise.all(simulations))])
    for (const { name, rows } of tablesOf(report))
      if (name.endsWith("-defined"))
        for (const [path, ...cells] of rows) {
          expect(`${path}: ${definitionOf(String(path))?.means}`).not.toContain("undefined");
          expect(cells.at(-1)).toMatch(/^docs\/\w+\.md/);
        }
});

test("a picture by itself has its colours, and draws the numbers it has", () => {
  const [regret] = figuresOf(reports["replicates"]!).filter(({ id }) => id === "regret-over-time");
  const svg = standalone(draw(regret!));
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" color="#/);
  expect(svg).not.toContain("var(--");
  // a bound, a regret and a band for each of two learners, and each other learner behind
  expect(svg.match(/<path [^>]*d="M/g)!.length).toBeGreaterThanOrEqual(8);
  expect(svg).toContain("stroke-dasharray");
});

test("Markdown has every table that is read", () => {
  const text = reportMarkdown(reports["replay"]!);
  expect(text).toMatch(/^# log|^# data, replayed\n/);
  expect(text).toContain(
    "| schedule | effective latency | learned | frequency alone |\n| --- | ---: | ---: | ---: |",
  );
  expect(text).toContain("SHA-256 0000");
  for (const line of text.split("\n").filter((one) => one.startsWith("|"))) expect(line).toMatch(/\|$/);
});

test("CSV and Parquet have all digits of all learners", async () => {
  const document = all[0] as Extract<ResultDocument, { kind: "simulation" }>;
  const learners = tablesOf(reports["simulation"]!).find(({ name }) => name === "learners")!;
  const [head, ...lines] = csv(learners).trimEnd().split("\r\n");
  const at = head!.split(",").indexOf("regret");
  const expected = document.result.runs.map(({ regret }) => regret!);
  const written = lines.map((line) => Number(line.replace(/^"[^"]*"/, "name").split(",")[at]));
  expect([...written].sort()).toEqual([...expected].sort());
  const file = parquetWriteBuffer({ columnData: parquetColumns(learners) });
  const rows = (await parquetReadObjects({ file })) as { regret: number }[];
  expect(rows.map(({ regret }) => regret)).toEqual(written);
});

test("a plan without break-even costs has no table of them, one whose shifts cost nothing no picture", () => {
  const document = all.find((one) => one.kind === "plan")!;
  const { retraining, shifts } = document.result;
  const list = shifts!.list.map((one) => ({
    ...one,
    costs: one.costs.map((cost) => ({ ...cost, cost: 0 })),
  }));
  const bare = reportOf({
    ...document,
    result: {
      ...document.result,
      retraining: { ...retraining!, breakEven: [] },
      shifts: { ...shifts!, list },
    },
  });
  const names = (report: Report) => [
    ...tablesOf(report).filter(({ name }) => name === "break-even"),
    ...figuresOf(report).filter(({ id }) => id === "shift-costs"),
  ];
  expect(names(reports["plan"]!)).toHaveLength(2);
  expect(names(bare)).toEqual([]);
});

test("names of lines are drawn after the lines, so that none strikes them through", () => {
  const figure = figuresOf(reports["plan"]!).find(({ id }) => id === "cost-of-latency")!;
  const svg = standalone(draw(figure));
  const name = svg.indexOf(">learned<");
  expect(name).toBeGreaterThan(svg.lastIndexOf("stroke-dasharray"));
});
