import { beforeAll, describe, expect, test } from "vitest";
import type { Interval } from "../../src/planner/result.ts";
import { diffText } from "../../src/report/diff-text.ts";
import { difference } from "../../src/report/diff.ts";
import type { DocumentFor } from "../../src/results/document.ts";
import { planDocument, replicatesDocument, verificationDocument } from "./documents.ts";

/** What changed between two results. */
let before: DocumentFor<"replicates">;
beforeAll(async () => void (before = await replicatesDocument()));

/** The same replicates with the first learner's regret moved by so many standard errors of the difference. */
function moved(errors: number): DocumentFor<"replicates"> {
  const [first, ...rest] = before.result.runs;
  const { mean, standardError } = first!.regret!;
  const regret = { mean: mean + errors * Math.SQRT2 * standardError!, standardError };
  // the order of learners does not matter
  const runs = [...rest, { ...first!, regret }];
  const { overTime } = before;
  return {
    ...before,
    configuration: { ...before.configuration, seed: "2" },
    overTime: { ...overTime, runs: [...overTime.runs.slice(1), overTime.runs[0]!] },
    result: { ...before.result, runs },
  };
}

test("the same is the same", () => {
  const { numbers, configuration, same } = difference(before, before);
  expect({ numbers, configuration }).toEqual({ numbers: [], configuration: [] });
  expect(diffText(difference(before, before), 80)).toBe(
    `The same configuration.\n\nAll ${same} numbers are the same.\n`,
  );
});

describe("a mean that moved", () => {
  test.each([
    [1.9, false],
    [2.1, true],
    [-2.1, true],
  ])("by %d standard errors: beyond chance %s", (errors, beyond) => {
    const { numbers, configuration } = difference(before, moved(errors));
    expect(configuration).toEqual([{ name: "seed", before: null, after: "2" }]);
    expect(numbers).toHaveLength(1);
    const { mean, standardError } = before.result.runs[0]!.regret!;
    expect(numbers[0]).toMatchObject({
      of: expect.stringContaining("pipelined(1), step"),
      path: "regret",
      beyond,
    });
    expect(numbers[0]!.difference).toBeCloseTo(errors * Math.SQRT2 * standardError!, 9);
    expect(numbers[0]!.relative).toBeCloseTo((errors * Math.SQRT2 * standardError!) / mean, 9);
  });

  test("as text, in 40 columns too", () => {
    for (const width of [40, 120]) {
      const text = diffText(difference(before, moved(5)), width);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(text).toMatch(/beyond chance/);
      expect(text).toMatch(/YES/);
      expect(text.replace(/\s+/g, " ")).toContain(
        "1 of the 1 that have a standard error or an interval differ beyond it.",
      );
    }
  });
});

test("intervals that do not overlap are beyond chance; what only one has is told", async () => {
  const a = await planDocument();
  // the first as it was, the second a little worse, the third out of its interval
  const worse = [0, 0.001, 1];
  const points = a.result.points.map((point, i) => ({
    ...point,
    suffixLoss: {
      ...point.suffixLoss!,
      low: point.suffixLoss!.low + worse[i]!,
      high: point.suffixLoss!.high + worse[i]!,
      value: point.suffixLoss!.value + worse[i]!,
    },
  }));
  const b = { ...a, result: { ...a.result, points: points.slice(1) } };
  const { numbers } = difference(a, b);
  const of = (schedule: string) => numbers.find((one) => one.of === schedule && one.path === "suffixLoss")!;
  expect(of("periodic(10, 3)").beyond).toBe(false);
  expect(of("periodic(100, 3)").beyond).toBe(true);
  expect(of("periodic(1, 3)")).toMatchObject({ after: null, difference: null });
});

describe("plans of one log at two costs of a retraining", () => {
  let a: DocumentFor<"plan">;
  let b: DocumentFor<"plan">;
  beforeAll(async () => {
    a = await planDocument();
    const { result } = a;
    const points = result.points.map((point) => ({
      ...point,
      retraining: point.retraining && { ...point.retraining, total: raised(point.retraining.total) },
    }));
    const retraining = { ...result.retraining!, cost: 100, chosen: result.points.length - 1, hindsight: 0 };
    b = {
      ...a,
      configuration: { ...a.configuration, retrainCost: 100 },
      result: {
        ...result,
        points,
        retraining,
        configuration: { ...result.configuration, retrainCost: 100 },
      },
    };
  });
  const raised = (one: Interval): Interval => ({
    ...one,
    value: one.value + 100,
    low: one.low + 100,
    high: one.high + 100,
  });

  test("name schedules instead of indices, and their settings once", () => {
    const { configuration, numbers } = difference(a, b);
    expect(configuration.map(({ name }) => name)).toEqual(["retrainCost"]);
    const named = (i: number | null) => a.result.points[i!]!.schedule;
    const { chosen, hindsight } = a.result.retraining!;
    const expected = [
      { path: "retraining.chosen", before: named(chosen), after: "periodic(100, 3)", difference: null },
      { path: "retraining.hindsight", before: named(hindsight), after: "periodic(1, 3)", difference: null },
    ].filter(({ before, after }) => before !== after);
    expect(numbers.filter(({ of }) => of === "plan")).toMatchObject(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  test("no chance is claimed of what is arithmetic; it is of other logs", () => {
    const totals = (after: DocumentFor<"plan">) =>
      difference(a, after).numbers.filter(({ path }) => path === "retraining.total");
    expect(totals(b).map(({ beyond }) => beyond)).toEqual([null, null, null]);
    const other = { ...b, data: { ...b.data!, sha256: "1".repeat(64) } };
    expect(totals(other).map(({ beyond }) => beyond)).toEqual([true, true, true]);
  });

  test("of another loss: told first, and nothing is beyond chance", () => {
    const other = { ...b, data: null, result: { ...b.result, loss: "pinball(0.5)" } };
    const found = difference(a, other);
    expect(found.numbers.filter(({ beyond }) => beyond !== null)).toEqual([]);
    expect(diffText(found, 80)).toMatch(/^They are measured in different units\.\n\nConfiguration:/);
    expect(diffText(difference(a, b), 80)).toMatch(/^Configuration:/);
  });
});

test("measurements by their names; kinds that differ are refused", async () => {
  const a = await verificationDocument();
  const [first, ...rest] = a.result.experiments;
  const [one, ...others] = first!.measurements;
  const measurements = [{ ...one!, measured: Number(one!.measured) + 1, holds: false }, ...others];
  const b = { ...a, result: { ...a.result, experiments: [{ ...first!, measurements }, ...rest] } };
  expect(difference(a, b).numbers.map(({ of, path }) => `${of}: ${path}`)).toEqual([
    `${first!.id}: ${one!.what}.measured`,
    `${first!.id}: ${one!.what}.holds`,
  ]);
  expect(() => difference(a, before)).toThrow(
    "diff: expected two results of one kind, got a verification and replicates",
  );
});
