import { beforeAll, describe, expect, test } from "vitest";
import { hedge, tinyPieces, world } from "../../src/index.ts";
import { placed, stacked } from "../../src/report/charts/labels.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { beyondRounding, readable, significant } from "../../src/report/numbers.ts";
import { reportOf } from "../../src/report/report.ts";
import { settingText } from "../../src/report/settings.ts";
import { table } from "../../src/report/table.ts";
import type { ResultDocument } from "../../src/results/document.ts";
import { documents, simulationDocument } from "./documents.ts";

/** What reports say beside their pictures. */
let all: ResultDocument[];
beforeAll(async () => void (all = await documents()));

test("of every kind, whether it was interrupted", () => {
  for (const document of all) {
    expect(reportOf(document).interrupted).toBe(null);
    const { kind, result } = document;
    const stopped = { ...document, result: { ...result, interrupted: true } } as ResultDocument;
    const report = reportOf(stopped);
    expect(`${kind}: ${report.interrupted}`).toMatch(
      /: Interrupted( after [\d,]+( of [\d,]+)? (rows|decisions)\.|: )/,
    );
    expect(reportMarkdown(report)).toContain("Interrupted");
    // once, not in the notes again
    expect(report.notes.join()).not.toContain("Interrupted");
  }
});

test("where learners were not told the truth, both regrets", async () => {
  const stream = world(tinyPieces({ cost: 0.01, limit: 8 }).mdp, { tampering: { from: 100 } });
  const document = await simulationDocument(500, { stream, model: hedge() });
  const { headline, facts } = reportOf(document);
  expect(headline).toMatch(
    / Learners were not told the truth: their regret is [\d.]+ where -?[\d.]+ is perceived/,
  );
  // the aligned policy loses nothing: what is left of that is rounding
  expect(facts.find(({ name }) => name.startsWith("mean loss of the comparator"))!.value).toBe("0");
});

describe("numbers", () => {
  test.each([
    [1234567.891, "1,234,568"],
    [51291.94, "51,291.9"],
    [-9418.1436, "-9,418.14"],
    [999.5, "999.5"],
    [3.54529e-5, "3.54529e-5"],
    [1e-8, "1e-8"],
    [0, "0"],
    [2e15, "2e+15"],
    [NaN, "-"],
  ])("%d: %s", (x, text) => expect(readable(x, 6)).toBe(text));

  test("no trailing zeros in exponents; rounding is 0", () => {
    expect(significant(1e-8, 3)).toBe("1e-8");
    expect(beyondRounding(1.97e-31, 0.2)).toBe(0);
    expect(beyondRounding(1e-9, 0.2)).toBe(1e-9);
  });
});

test("a table of two columns that do not fit has the second below the first", () => {
  const columns = [
    { heading: ["policy"], cells: ["softmax, pipelined(10)"], left: true },
    { heading: ["doubly", "robust"], cells: ["0.0048 ± 0.0014"] },
  ];
  expect(table(columns, 30)).toEqual([
    "policy",
    "  doubly robust",
    "softmax, pipelined(10)",
    "  0.0048 ± 0.0014",
  ]);
  expect(table(columns, 40)).toHaveLength(3);
});

test("settings as they are typed", () => {
  expect(settingText(["uniform", "always:a"])).toBe("uniform, always:a");
  expect(settingText([[1, 0.5], [0, 1]])).toBe("1,0.5; 0,1"); // prettier-ignore
  expect(settingText(null)).toBe("not set");
  expect(settingText(Infinity)).toBe("Infinity");
});

describe("names in pictures", () => {
  const label = (x: number, y: number) => ({ x, y, text: "pipelined(10)", ends: false });

  test("lie neither on one another nor on a dot, nor below the picture", () => {
    const points = [label(0, 100), label(20, 100), label(40, 102), label(60, 99), label(300, 195)];
    const moved = placed(points, points, 200);
    expect(moved[0]).toBe(15);
    expect(new Set(moved.slice(0, 4)).size).toBe(4);
    expect(moved[4]).toBeLessThan(0);
    expect(placed(Array(9).fill(label(0, 100)), [], 200).at(-1)).toBe(null);
  });

  test("of lines that end together stand below one another", () => {
    expect(stacked([100, 40, 103, NaN], 15)).toEqual([0, 0, 12, 0]);
  });
});
