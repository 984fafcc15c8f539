import { expect, test } from "vitest";
import { constant, gaussian, ogd, pipelined } from "../../src/index.ts";
import { drawer } from "../../src/report/charts/draw.ts";
import { reportHtml } from "../../src/report/html/page.ts";
import { reportOf, tablesOf } from "../../src/report/report.ts";
import type { DocumentFor, ResultDocument } from "../../src/results/document.ts";
import { planDocument, simulationDocument } from "./documents.ts";

/** Pages of the largest results: below 400 KB, and what they leave out is said and in the files of numbers. */
const STEPS = Array.from({ length: 48 }, (_, i) => 1e-4 * 1.2 ** i);
const LATENCIES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

async function pageOf(document: ResultDocument): Promise<string> {
  const html = reportHtml(reportOf(document), await drawer());
  expect(Buffer.byteLength(html)).toBeLessThan(400_000);
  return html;
}

/** The number of rows of a table as it is in files. */
function rowsOf(document: ResultDocument, table: string): number {
  return tablesOf(reportOf(document)).find(({ name }) => name === table)!.rows.length;
}

test("a simulation of 48 step sizes under ten schedules", async () => {
  const document = await simulationDocument(3000, {
    stream: gaussian({ features: 2 }),
    schedules: LATENCIES.map((k) => pipelined(k)),
    update: ogd({ step: constant(...STEPS) }),
  });
  const html = await pageOf(document);
  expect(html).toMatch(/<p class="left-out">\d+ of 480 learners are in the files of numbers only/);
  expect(rowsOf(document, "learners")).toBe(480);
  expect(rowsOf(document, "step-sizes")).toBe(480);
});

test("a plan of 40 schedules with 60 shifts", async () => {
  const { result, ...plan } = await planDocument();
  const many = <T>(list: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_, i) => list[i % list.length]!);
  const points = many(result.points, 40).map((point, i) => ({
    ...point,
    schedule: `periodic(${i + 1}, 3)`,
    effectiveLatency: i / 2 + 4,
  }));
  const shift = result.shifts!.list.find(({ size }) => size > 0)!;
  const list = many([shift], 60).map((one, i) => ({
    ...one,
    row: 1000 + 80 * i,
    costs: many(one.costs, 40),
  }));
  const shifts = { ...result.shifts!, list, meanCost: many(result.shifts!.meanCost, 40) };
  const document: DocumentFor<"plan"> = { ...plan, result: { ...result, points, shifts } };
  const html = await pageOf(document);
  expect(html).toMatch(/<p class="left-out">2,000 of 2,400 rows are in the files of numbers only/);
  expect(rowsOf(document, "shift-costs")).toBe(2400);
});
