import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { collect } from "./collect.ts";

/** Files as they are found in the world, where they are at hand. */
const FOLDER = "../shared/data";
const at = (path: string): string => `${FOLDER}/${path}`;
const absent = !existsSync(FOLDER);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.skipIf(absent)("real files", () => {
  test("Elec2: CSV without a last newline", async () => {
    const source = await openLog(at("elec2/electricity.csv"), { target: "class" });
    expect([source.rows, source.task, source.dense.length]).toEqual([45_312, "classification", 6]);
    const rows = await collect(source);
    expect(sum(rows.map((row) => row.outcome))).toBe(19_237);
    expect(sum(rows.slice(1).map((row, i) => Number(row.outcome === rows[i]!.outcome)))).toBe(38_664);
  });

  test("a9a: libsvm without an extension, a blank at the end of each line", async () => {
    const source = await openLog(at("a9a/a9a"));
    expect([source.rows, source.task, source.sparseColumns()]).toEqual([32_561, "classification", 123]);
    const rows = await collect(source);
    expect(sum(rows.map((row) => row.outcome))).toBe(7841);
    expect(sum(rows.map((row) => row.sparse.length))).toBe(451_592);
  });

  test("rcv1: VW text without an extension", async () => {
    const source = await openLog(at("rcv1-vw/rcv1_small.dat"));
    const rows = await collect(source);
    expect([source.rows, source.task, source.dense.length]).toEqual([1000, "classification", 0]);
    expect(sum(rows.map((row) => row.outcome))).toBe(459);
    expect(sum(rows.map((row) => row.sparse.length))).toBe(77_739);
    const indices = rows.flatMap((row) => row.sparse.map(([name]) => Number(name.slice(2))));
    expect(indices.reduce((most, index) => Math.max(most, index))).toBeLessThan(47_118);
    // rows are normalised, to the eight digits that are written
    for (const { sparse } of rows) expect(sum(sparse.map(([, value]) => value * value))).toBeCloseTo(1, 5);
  });

  test("phishing and approval: gzip", async () => {
    const phishing = await openLog(at("phishing/phishing.csv.gz"), { target: "is_phishing" });
    expect([phishing.rows, phishing.task, phishing.dense.length]).toEqual([1250, "classification", 9]);
    expect(sum((await collect(phishing)).map((row) => row.outcome))).toBe(548);
    const approval = await openLog(at("trump-approval/trump_approval.csv.gz"), {
      target: "five_thirty_eight",
    });
    expect([approval.rows, approval.task, approval.dense.length]).toEqual([1001, "regression", 6]);
  });

  test("bike sharing: CR LF and dates", async () => {
    const features = "temp, hr, weekday(dteday), month(dteday)";
    const source = await openLog(at("bike-sharing/hour.csv"), { target: "cnt", features });
    const rows = await collect(source);
    expect([source.rows, source.task, source.sparseColumns()]).toEqual([17_379, "regression", 7 + 12]);
    expect(rows[0]!.sparse.map(([name]) => name)).toEqual([
      "weekday(dteday)=Saturday",
      "month(dteday)=January",
    ]);
  });

  test("open bandit: a nameless column, time stamps with a zone, hashed categories", async () => {
    const features = "hour(timestamp), user_feature_0, user_feature_1, position";
    const source = await openLog(at("obd-random-women/women.csv"), { target: "click", features });
    expect([source.rows, source.task]).toEqual([10_000, "classification"]);
    expect(sum((await collect(source)).map((row) => row.outcome))).toBe(46);
  });

  test("stocks and experts: every number is what Number makes of it", async () => {
    const source = await openLog(at("experts-french-load/experts_load.csv"), {
      target: "load",
      features: "rte_dayahead, nat0.5, month(date)",
    });
    expect([source.rows, source.task, source.dense.map(({ name }) => name)]).toEqual([
      398,
      "regression",
      ["rte_dayahead", "nat0.5"],
    ]);
    const path = at("nyse-o/nyse_o.csv");
    const stocks = await openLog(path, { target: "A" });
    const got = (await collect(stocks)).map((row) => [row.outcome, ...row.dense].join());
    const lines = readFileSync(path, "utf8").trim().split(/\r?\n/).slice(1);
    expect(got.length).toBe(5651);
    expect(got).toEqual(lines.map((line) => line.split(",").map(Number).join()));
  });
});
