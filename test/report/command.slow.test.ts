import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lowstakes } from "../command.ts";
import { parseResult } from "../../src/results/text.ts";

/** --out, report and diff as their users meet them. */
const folder = mkdtempSync(join(tmpdir(), "lowstakes-report-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const LOG = at("log.csv");
const text = `x,y\n${Array.from({ length: 200 }, (_, i) => `${i % 7},${i % 2}`).join("\n")}\n`;

beforeAll(() => {
  writeFileSync(LOG, text);
  process.env["SOURCE_DATE_EPOCH"] = "1000000000";
  const written = lowstakes(
    "simulate",
    "--rounds",
    "3000",
    "--features",
    "2",
    "--latency",
    "1,10",
    "--out",
    at("a.json"),
  );
  expect(written).toMatchObject({ code: 0, err: "" });
});
afterAll(() => void delete process.env["SOURCE_DATE_EPOCH"]);

describe("--out", () => {
  test("of the same command is the same to the byte, and is what was printed", () => {
    const { command, created, configuration, ...first } = parseResult(
      readFileSync(at("a.json"), "utf8"),
      "a",
    );
    expect(created).toBe("2001-09-09T01:46:40.000Z");
    expect(configuration).toMatchObject({
      rounds: 3000,
      latency: [1, 10],
      stepSize: "aware",
      stream: "gaussian",
    });
    expect(configuration).not.toHaveProperty("out");
    const before = readFileSync(at("a.json"));
    const { out } = lowstakes(...command!, "--json");
    const { generator, precision, ...printed } = JSON.parse(out) as Record<string, unknown>;
    expect({ generator, precision }).toEqual({ generator: "philox10", precision: "f64" });
    expect(JSON.parse(JSON.stringify(first.result))).toEqual(printed);
    expect(lowstakes(...command!).code).toBe(0);
    expect(readFileSync(at("a.json"))).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("of a replay has the hash of the log", () => {
    expect(lowstakes("replay", LOG, "--target", "y", "--out", at("replay.json")).code).toBe(0);
    const { data } = parseResult(readFileSync(at("replay.json"), "utf8"), "replay");
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect(data).toEqual({ name: "log.csv", rows: 200, sha256 });
  });

  test("never replaces the log, nor a folder, and is refused before anything runs", () => {
    for (const out of [LOG, folder, join(folder, "nowhere", "r.json")]) {
      const { code, out: printed, err } = lowstakes("replay", LOG, "--target", "y", "--out", out);
      expect({ code, printed }).toEqual({ code: 2, printed: "" });
      expect(err).toMatch(/^lowstakes: --out: expected a file that can be written, got /);
    }
    expect(readFileSync(LOG, "utf8")).toBe(text);
    expect(lowstakes("replay", LOG, "--target", "nope", "--out", at("never.json")).code).toBe(2);
    expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
  });
});

describe("report", () => {
  test("one HTML file beside the result", () => {
    expect(lowstakes("report", at("a.json"))).toEqual({
      code: 0,
      out: "",
      err: `lowstakes: wrote ${at("a.html")}\n`,
    });
    expect(readFileSync(at("a.html"), "utf8")).toContain("3,000 simulated decisions");
  });

  test("pictures, tables and words, and then no HTML", () => {
    const to = (name: string): [string, string] => [`--${name}`, at(name)];
    const { code, out, err } = lowstakes(
      ...["report", at("replay.json"), "--quiet", "--markdown"],
      ...[...to("svg"), ...to("png"), ...to("csv"), ...to("parquet")],
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^# log\\?\.csv, replayed\n/);
    expect(readdirSync(at("svg"))).toContain("step-sizes.svg");
    expect(readFileSync(at("png/step-sizes.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(readdirSync(at("csv"))).toContain("learners.csv");
    expect(readdirSync(at("parquet"))).toContain("learners.parquet");
    expect(readdirSync(folder)).not.toContain("replay.html");
  });

  test("--json has the words and the tables", () => {
    const { out } = lowstakes("report", at("a.json"), "--json");
    expect(JSON.parse(out)).toMatchObject({ kind: "simulation", title: "3,000 simulated decisions" });
  });
});

test("diff: what changed, exit code 0", () => {
  const { code, out } = lowstakes("diff", at("a.json"), at("a.json"));
  expect(code).toBe(0);
  expect(out).toMatch(/^The same configuration\.\n\nAll \d+ numbers are the same\.\n$/);
});

test.each<[string[], RegExp]>([
  [["report", LOG], /^lowstakes: log\.csv: expected a result file of lowstakes, got no JSON/],
  [["report", at("none.json")], /none\.json: expected a file that can be read \(ENOENT\)\n$/],
  [
    ["report", at("a.json"), "--markdown", "--json"],
    /^lowstakes: --markdown: expected no --json beside it\n$/,
  ],
  [
    ["report", at("a.json"), "--svg", join(LOG, "svg")],
    /^lowstakes: --svg: expected a folder that can be written/,
  ],
  [
    ["diff", at("a.json"), at("replay.json")],
    /^lowstakes: diff: expected two results of one kind, got a simulation and a replay\n$/,
  ],
])("%j: one sentence, exit code 2", (args, message) => {
  const { code, out, err } = lowstakes(...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
});
