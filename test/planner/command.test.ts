import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { PlanResult } from "../../src/planner/result.ts";
import { interval } from "../../src/report/plan/cells.ts";
import { lowstakes } from "../command.ts";
import { turning } from "./logs.ts";

const folder = mkdtempSync(join(tmpdir(), "lowstakes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = join(folder, "log.csv");
writeFileSync(
  LOG,
  ["a,b,late", ...turning(1500, 0.005, 1).map(({ dense, outcome }) => [...dense, outcome].join(","))].join(
    "\n",
  ),
);
const args = ["plan", LOG, "--target", "late", "--periods", "1,10,100", "--retrain-cost", "0.5"];

test("intervals: numbers as in sentences, and no ends that print like the value", () => {
  const of = (low: number, value: number, high: number) => interval({ low, value, high, block: 1 }, 3);
  expect(of(4311.2, 4330.7, 4350)).toBe("4,331 [4,311, 4,350]");
  expect(of(0.09899, 0.099, 0.09901)).toBe("0.099");
  expect(of(0.09799, 0.099, 0.09901)).toBe("0.099 [0.098, 0.099]");
});

describe("plan", () => {
  test("says what to do first, then what each period costs, then what could mislead", () => {
    const { code, out, err } = lowstakes(...args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^At 0\.5 a retraining, retrain every [\d,]+ rows?(, the longest tried)?: 0\.\d+ a decision in all/,
    );
    expect(out).toMatch(
      /^log\.csv: 1,500 rows, 3 columns with the intercept, log loss; step sizes chosen on/m,
    );
    expect(out.match(/^ +(1|10|100) .*\[.*\]/gm)!.length).toBeGreaterThanOrEqual(3);
    expect(out).toMatch(/^What could mislead:$/m);
    expect(out).toMatch(/^- A replay is valid only for a log that the deployed model does not change\./m);
  });

  test("fits the terminal", () => {
    for (const width of ["80", "40"]) {
      process.env["COLUMNS"] = width;
      const { out } = lowstakes(...args, "--stakes", "3", "--value", "0.5", "--comparator", "untrained");
      delete process.env["COLUMNS"];
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(Number(width));
      expect(out).toMatch(/NOT MEANINGFUL|LOW-STAKES/);
    }
  });

  test("--json prints the whole plan, the same every time", () => {
    const { out } = lowstakes(...args, "--json");
    expect(lowstakes(...args, "--json").out).toBe(out);
    const result = JSON.parse(out) as PlanResult;
    expect(result.points.map(({ label }) => label)).toEqual([1, 10, 100]);
    expect(result.configuration).toMatchObject({ retrainCost: 0.5, seed: "0", prefix: 0.1 });
    expect(result.course).toHaveLength(128);
    expect(result.points[2]!.course).toHaveLength(128);
  });

  test.each([
    [["--periods", "0"], "--periods: expected an integer from 1 to 2147483647, got 0"],
    [["--periods", "often"], '--periods: expected a number, got "often"'],
    [["--retrain-cost", "-1"], "--retrain-cost: expected a finite number >= 0, got -1"],
    [["--training", "1.5"], "--training: expected an integer >= 0, got 1.5"],
    [
      ["--target", "late", "--comparator", "none", "--value", "1"],
      "--comparator: expected untrained or hindsight beside --stakes and --value, which need one, got none",
    ],
    [
      ["--target", "late", "--latency", "1,10", "--retrain-cost", "5"],
      "lowstakes: --retrain-cost: expected periods beside it",
    ],
    [["--schedule", "growing"], "unknown option '--schedule'"],
  ])("%j: one sentence, exit code 2", (flags, message) => {
    const { code, out, err } = lowstakes("plan", LOG, ...flags);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });
});
