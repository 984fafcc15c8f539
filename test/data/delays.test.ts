import { describe, expect, test } from "vitest";
import { experts } from "../../src/experts.ts";
import { openLog } from "../../src/data/open.ts";
import type { RowSource } from "../../src/data/rows.ts";
import { bytes, failure } from "./collect.ts";

/** A column of delays, as readers find it. */

const CSV = "x,wait,y\n1,3,0\n2,,1\n3,0,0\n4,NA,1\n";

async function delaysOf(rows: RowSource): Promise<number[]> {
  const all: number[] = [];
  for await (const { delay, rows: n } of rows.blocks()) all.push(...delay!.subarray(0, n));
  return all;
}

describe("what a column says", () => {
  test.each([
    ["CSV", CSV, {}],
    [
      "JSONL",
      '{"x":1,"wait":3,"y":0}\n{"x":2,"y":1}\n{"x":3,"wait":0,"y":0}\n{"x":4,"wait":null,"y":1}\n',
      {},
    ],
    ["CSV with a word of its own", CSV.replace("NA", "-1"), { missing: ["-1"] }],
  ])("%s", async (_, text, own) => {
    const rows = await openLog(bytes(text), { target: "y", delay: "wait", ...own });
    expect(rows.dense.map(({ name }) => name)).toEqual(["x"]);
    expect(await delaysOf(rows)).toEqual([3, Infinity, 0, Infinity]);
  });

  test("without the option it is a feature, and no block has delays", async () => {
    const rows = await openLog(bytes(CSV), { target: "y", impute: "mean" });
    expect(rows.dense.map(({ name }) => name)).toEqual(["x", "wait"]);
    for await (const { delay } of rows.blocks()) expect(delay).toBeNull();
  });
});

test("a column that is empty in every row: none of it ever comes", async () => {
  const log = bytes("t,paid,wait,x,y\n1,,,1,0\n2,,,2,1\n");
  for await (const { delay, rows } of (
    await openLog(log, { target: "y", features: "x", delay: "wait" })
  ).blocks())
    expect([...delay!.slice(0, rows)]).toEqual([Infinity, Infinity]);
  const timed = await openLog(log, { target: "y", features: "x", time: "t", feedback: "paid" });
  for await (const { feedback, rows } of timed.blocks())
    expect([...feedback!.slice(0, rows)]).toEqual([Infinity, Infinity]);
});

describe("what it must not say", () => {
  const whole =
    "expected rows until feedback is there, a whole number from 0 to 2147483647, or nothing where it never comes";
  test.each([
    ["-1", `data, row 2, column "wait": ${whole}, got -1`],
    ["2.5", `data, row 2, column "wait": ${whole}, got 2.5`],
    ["inf", `data, row 2, column "wait": ${whole}, got Infinity`],
    ["4000000000", `data, row 2, column "wait": ${whole}, got 4000000000`],
    [
      "soon",
      'data, row 2, column "wait": expected a number for a delay, or nothing where it never comes, got "soon"',
    ],
  ])("%s", async (cell, message) => {
    const log = bytes(CSV.replace("2,,", `2,${cell},`));
    expect(await failure(log, { target: "y", delay: "wait" })).toBe(message);
  });

  test("names", async () => {
    expect(await failure(bytes(CSV), { target: "y", delay: "y" })).toBe(
      'data, column "y": it cannot be both target and delay',
    );
    expect(await failure(bytes(CSV), { target: "y", delay: "wiat" })).toMatch(
      /^data: delay names column "wiat", which is not there \(did you mean "wait"\?\)/,
    );
    expect(await failure(bytes("1 1:2\n-1 1:3\n"), { delay: "wait" })).toBe(
      "data: expected no delay, because a libsvm file carries its own label and features",
    );
  });

  test("a mixture of forecasts has no delays of rows", async () => {
    const rows = await openLog(bytes("a,b,wait,y\n1,2,3,1\n2,1,3,1\n"), {
      target: "y",
      delay: "wait",
      forecasts: true,
      task: "regression",
    });
    const run = async (): Promise<void> => {
      for await (const checkpoint of experts({ rows })) void checkpoint;
    };
    await expect(run()).rejects.toThrow("experts: rows: expected rows without delays of their own");
  });
});
