import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, test } from "vitest";
import type { DryRun } from "../src/report/dry-run.ts";
import { lowstakes, lowstakesJson } from "./command.ts";

/** `--dry-run`: what was understood of a log, and nothing learned. */

const folder = mkdtempSync(join(tmpdir(), "lowstakes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const N = 3000;
const each = <T>(of: (i: number) => T): T[] => Array.from({ length: N }, (_, i) => of(i));
const CSV = join(folder, "log.csv.gz");
const cells = each((i) =>
  [
    i % 5 === 3 ? "" : (i % 7) + 0.5,
    "ab"[i % 2],
    i % 3 ? "yes" : "no",
    "2001-01-31 07:15",
    i % 4 ? 2 : "",
    9,
  ].join(),
);
writeFileSync(CSV, gzipSync(`x,town,late,at,wait,spare\n${cells.join("\n")}\n`));
const flags = [
  "--target",
  "late",
  "--features",
  "x, town, hour(at)",
  "--delay-column",
  "wait",
  "--impute",
  "mean",
];

describe("replay --dry-run", () => {
  test("--json says what each column is and is used for, and shows the first rows", () => {
    const run = lowstakesJson<DryRun>("replay", CSV, ...flags, "--dry-run");
    expect(run).toMatchObject({
      kind: "dry-run",
      target: "late",
      source: "log.csv.gz",
      format: "csv",
      packing: "gzip",
      rows: N,
    });
    expect(run.table).toEqual({
      rows: N,
      columns: [
        { name: "x", kind: "number", use: "feature", missing: N / 5 },
        { name: "town", kind: "text", use: "feature", missing: 0 },
        { name: "late", kind: "truth", use: "target", missing: 0 },
        { name: "at", kind: "time", use: "feature", missing: 0 },
        { name: "wait", kind: "number", use: "delay", missing: N / 4 },
        { name: "spare", kind: null, use: null, missing: null },
      ],
    });
    expect(run.first.slice(0, 2)).toEqual([
      {
        outcome: 0,
        numbers: [["x", 0.5]],
        entries: [
          ["town=a", 1],
          ["hour(at)=7", 1],
        ],
        delay: "never",
      },
      {
        outcome: 1,
        numbers: [["x", 1.5]],
        entries: [
          ["town=b", 1],
          ["hour(at)=7", 1],
        ],
        delay: 2,
      },
    ]);
    expect(run.sparse.examples).toEqual(["town=a", "hour(at)=7", "town=b", "x=(missing)"]);
    // how far the trial comes before it is broken off depends on the machine
    expect(run.trial.rows).toBeGreaterThan(0);
    expect(run.trial.rows).toBeLessThanOrEqual(N);
    expect(run.trial.seconds).toBeGreaterThan(0);
    expect(run.trial.further).toBe(false);
  });

  test("as text, in any terminal", () => {
    for (const width of ["100", "40"]) {
      process.env["COLUMNS"] = width;
      const { code, out, err } = lowstakes("replay", CSV, ...flags, "--dry-run", "--comparator", "hindsight");
      delete process.env["COLUMNS"];
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(Number(width));
      const text = out.replaceAll(/\s+/g, " ");
      expect(text).toContain(
        "log.csv.gz: csv, packed with gzip, 3,000 rows. Predicted: late, two classes, 0 and 1.",
      );
      expect(text).toContain("2: outcome 1; feedback after 2; x 1.5, town=b, hour(at)=7");
      expect(text).toMatch(
        /A run over all 3,000 rows takes .*, and further passes for the comparator take as long each/,
      );
    }
  });

  test("what a run would refuse is refused", () => {
    expect(lowstakes("replay", CSV, "--target", "late", "--dry-run")).toMatchObject({ code: 2, out: "" });
    expect(lowstakes("replay", CSV, ...flags, "--dry-run", "--out", join(folder, "r.json"))).toMatchObject({
      code: 2,
      err: "lowstakes: --dry-run: expected no --out beside it, because there is no result\n",
    });
  });
});

test("plan --dry-run, of Parquet with truth values and nulls", () => {
  const path = join(folder, "log.parquet");
  const columnData = [
    { name: "x", data: each((i) => i % 5), type: "DOUBLE" },
    { name: "clicked", data: each((i) => i % 3 === 0), type: "BOOLEAN" },
    { name: "town", data: each((i) => (i % 10 ? "a" : null)), type: "STRING" },
  ] as const;
  writeFileSync(path, Buffer.from(parquetWriteBuffer({ columnData: [...columnData], rowGroupSize: N })));
  const run = lowstakesJson<DryRun>("plan", path, "--target", "clicked", "--periods", "1,10", "--dry-run");
  expect(run.table!.columns.map(({ kind, missing }) => [kind, missing])).toEqual([
    ["number", 0],
    ["truth", 0],
    ["text", N / 10],
  ]);
  expect([run.format, run.packing]).toEqual(["parquet", null]);
  expect(run.trial.rows).toBeGreaterThan(0);
});

test("libsvm has no columns to speak of", () => {
  const path = join(folder, "log.libsvm");
  writeFileSync(path, each((i) => `${2 * (i % 2) - 1} 1:${i % 7} ${2 + (i % 9)}:1\n`).join(""));
  const run = lowstakesJson<DryRun>("replay", path, "--dry-run");
  expect([run.table, run.numbers, run.sparse.columns]).toEqual([null, [], 10]);
  expect(run.first[0]).toEqual({
    outcome: 0,
    numbers: [],
    entries: [
      ["1", 0],
      ["2", 1],
    ],
  });
});
