import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DryRun } from "../src/report/dry-run.ts";
import { lowstakes, lowstakesJson } from "./command.ts";
import { stampedLog } from "./data/stamped-log.ts";

/** Ids, times of decisions and times of feedback, through the command line. */

const folder = mkdtempSync(join(tmpdir(), "lowstakes-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

const LOG = stampedLog(9000, 4);
/** Times that go back once, late. */
const BACK =
  "t,x,p,y\n" +
  Array.from({ length: 9000 }, (_, i) => `${i === 8990 ? 0 : i},${i % 7},0.5,${i % 2}\n`).join("");

beforeAll(() => {
  writeFileSync(at("log.csv.gz"), LOG.sources["CSV, gzip"] as Uint8Array);
  writeFileSync(at("log.jsonl"), LOG.sources["JSONL"] as Uint8Array);
  writeFileSync(at("log.parquet"), Buffer.from(LOG.sources["Parquet"] as ArrayBuffer));
  writeFileSync(at("log.arrow"), LOG.sources["Arrow, file"] as Uint8Array);
  writeFileSync(at("back.csv"), BACK);
});

const TIMES = ["--id-column", "id", "--time-column", "at", "--feedback-column", "paid"];
const SCALE = ["--scale", "none", "--step-size", "0.1"];

/** Rows of a CSV file without quotes in it but those of ids. */
function idsOf(path: string): string[] {
  const lines = readFileSync(path, "utf8").split("\n").slice(1, -1);
  return lines.map((line) => {
    const [, quoted, plain] = /^\d+,(?:"((?:[^"]|"")*)"|([^,"]*)),/.exec(line)!;
    return quoted?.replaceAll('""', '"') ?? plain!;
  });
}

describe("predictions by id", () => {
  test("the same file from every format, by a thread of its own or not", () => {
    const written = [
      ["log.csv.gz", "0"],
      ["log.jsonl", "1"],
      ["log.parquet", "1"],
      ["log.arrow", "0"],
    ].map(([log, workers]) => {
      const flags = [
        "--target",
        "y",
        ...TIMES,
        ...SCALE,
        "--workers",
        workers!,
        "--predictions",
        at("p.csv"),
      ];
      const { code, err } = lowstakes("replay", at(log!), ...flags, "--quiet");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      return readFileSync(at("p.csv"), "utf8");
    });
    expect(written[0]!.slice(0, 61)).toMatch(
      /^round,id,schedule,step_size,prediction,outcome,seen\n1,"order /,
    );
    expect(idsOf(at("p.csv"))).toEqual(LOG.ids);
    for (const text of written) expect(text === written[0]).toBe(true);
  });

  test("those of experts; their column is none of the experts", () => {
    const flags = [
      "--target",
      "y",
      "--id-column",
      "t",
      "--time-column",
      "t",
      "--any-order",
      "--step-size",
      "0.1",
    ];
    const { code } = lowstakes(
      "experts",
      at("back.csv"),
      ...flags,
      "--predictions",
      at("e.csv"),
      "--out",
      at("e.json"),
    );
    expect([code, idsOf(at("e.csv")).slice(8989, 8992)]).toEqual([0, ["8989", "0", "8991"]]);
    const { configuration, result } = JSON.parse(readFileSync(at("e.json"), "utf8")) as {
      configuration: object;
      result: { experts: { name: string }[] };
    };
    expect(configuration).toMatchObject({ idColumn: "t", timeColumn: "t", anyOrder: true });
    expect(result.experts.map(({ name }) => name)).toEqual(["x", "p"]);
  });
});

describe("times out of order", () => {
  const sentence =
    'lowstakes: back.csv, row 8991, column "t": expected a time no earlier than 8989 of the row before, got 0; sort the log, or --any-order takes its rows as they stand\n';
  const timed = ["--time-column", "t"];

  test.each<[string, string[]]>([
    ["replay", ["--target", "y", "--predictions", at("none.csv"), "--quiet"]],
    ["replay", ["--target", "y", "--dry-run"]],
    ["experts", ["--target", "y", "--quiet"]],
    ["evaluate", ["--action", "y", "--reward", "x", "--propensity", "p", "--quiet"]],
  ])("%s %j", (command, flags) => {
    const refused = lowstakes(command, at("back.csv"), ...flags, ...timed);
    expect(refused).toEqual({ code: 2, out: "", err: sentence });
  });

  test("--any-order takes them as they stand, and changes no number", () => {
    const flags = [
      "replay",
      at("back.csv"),
      "--target",
      "y",
      "--features",
      "x",
      ...SCALE,
      "--json",
      "--quiet",
    ];
    const { code, out } = lowstakes(...flags, ...timed, "--any-order");
    expect(code).toBe(0);
    expect(out).toBe(lowstakes(...flags).out);
  });
});

describe("--dry-run", () => {
  test("says what ids and times were understood as", () => {
    const run = lowstakesJson<DryRun>("plan", at("log.parquet"), "--target", "y", ...TIMES, "--dry-run");
    expect(run.table!.columns.map(({ name, kind, use }) => [name, kind, use])).toEqual([
      ["id", null, "id"],
      ["at", "time", "time"],
      ["paid", "time", "feedback"],
      ["x", "number", "feature"],
      ["y", "number", "target"],
    ]);
    const rows = run.sparse.rows;
    const text = (i: number): string => new Date(LOG.time[i]!).toISOString().slice(0, 19).replace("T", " ");
    const short = (i: number): string => text(i).replace(/:00$/, "");
    expect(run.ids).toEqual({ first: LOG.ids[0], last: LOG.ids[rows - 1] });
    expect(run.times).toMatchObject({
      kind: "time",
      first: short(0),
      last: short(rows - 1),
      anyOrder: false,
    });
    const waits = Array.from({ length: rows / 2 }, (_, i) => {
      const ready = LOG.time.findIndex((time, s) => s > i && time >= LOG.feedback[i]!);
      return ready < 0 || ready >= rows ? Infinity : ready - i;
    });
    const median = waits.sort((a, b) => a - b)[Math.floor((waits.length - 1) / 2)];
    const never = LOG.feedback.slice(0, rows).filter((there) => there === Infinity).length;
    expect(run.times!.feedback).toMatchObject({ never, medianWait: median });
    expect(run.first[0]).toMatchObject({ id: LOG.ids[0], time: short(0) });
  });

  test("as text", () => {
    const { code, out } = lowstakes(
      "replay",
      at("back.csv"),
      "--target",
      "y",
      ...["--id-column", "x"],
      ...["--time-column", "t", "--any-order"],
      "--dry-run",
    );
    const text = out.replaceAll(/\s+/g, " ");
    expect(code).toBe(0);
    expect(text).toContain('Ids: "0" to "1" in the first 8,192 rows.');
    expect(text).toContain(
      "Times of decisions: numbers, 0 to 8191 in the first 8,192 rows, in whatever order.",
    );
    expect(text).toContain('2: id "1"; at 1; outcome 1; p 0.5');
  });

  test("instants of several zones are in UTC, and say so", () => {
    const log = "t,f,x,y\n2020-06-01T10:00+02:00,2020-06-01T10:30+02:00,1,0\n2020-06-01T11:00+02:00,,2,1\n";
    writeFileSync(at("zones.csv"), log);
    const columns = ["--time-column", "t", "--feedback-column", "f"];
    const { out } = lowstakes("replay", at("zones.csv"), "--target", "y", ...columns, "--dry-run");
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "1: at 2020-06-01 08:00 UTC; feedback 2020-06-01 08:30 UTC; outcome 0;",
    );
  });
});
