import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, test } from "vitest";
import type { ExpertsCheckpoint } from "../src/experts/result.ts";
import type { EvaluationCheckpoint } from "../src/logged/result.ts";
import type { PlanResult } from "../src/planner/result.ts";
import type { DryRun } from "../src/report/dry-run.ts";
import { lowstakes, lowstakesJson } from "./command.ts";
import { Dice } from "./dice.ts";

/** Logs of forecasts and of actions, however they are written; and VW text that says itself what was done. */

const folder = mkdtempSync(join(tmpdir(), "lowstakes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const dice = new Dice(17);
const N = 300;
/** Eighths, so that all formats have the same numbers. */
const eighth = (x: number): number => Math.round(8 * x) / 8;
const FORECASTS = Array.from({ length: N }, (_, i) => {
  const y = eighth(dice.normal());
  return { y, near: i % 7 === 3 ? null : y + eighth(dice.normal() / 4), half: eighth(y / 2) };
});
const TAKEN = Array.from({ length: N }, () => {
  const x = dice.uniform() < 0.5 ? "old" : "new";
  const action = dice.whole(1, 3);
  return { x, action, p: [0.5, 0.25, 0.25][action - 1]!, r: eighth(action === 1 ? 0.5 : dice.uniform()) };
});
type Cell = string | number | null;
type Rows = readonly Readonly<Record<string, Cell>>[];

function csv(rows: Rows, separator: string, cell: (value: Cell) => string): string {
  const lines = rows.map((row) => Object.values(row).map(cell).join(separator));
  return [Object.keys(rows[0]!).join(separator), ...lines, ""].join("\n");
}
const plain = (rows: Rows): string => csv(rows, ",", (value) => String(value ?? ""));
const german = (rows: Rows): string =>
  csv(rows, ";", (value) => (value === null ? "n.d." : String(value).replace(".", ",")));
const jsonl = (rows: Rows): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
function parquet(rows: Rows): Uint8Array {
  const columnData = Object.keys(rows[0]!).map((name) => {
    const data = rows.map((row) => row[name]!);
    return { name, data, type: data.some((cell) => typeof cell === "string") ? "STRING" : "DOUBLE" } as const;
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** What a command prints for a log on standard input. */
function piped<T>(input: string, command: string, ...flags: string[]): T {
  const args = ["dist/src/cli.js", command, "-", ...flags, "--json", "--quiet"];
  return JSON.parse(spawnSync(process.execPath, args, { input, encoding: "utf8" }).stdout) as T;
}
const asGerman = ["--separator", ";", "--decimal", ",", "--missing", "n.d."];

test("experts: the same numbers from CSV, Parquet and standard input, with a forecast missing", () => {
  const flags = ["--target", "y", "--latency", "1,5"];
  const first = lowstakesJson<ExpertsCheckpoint>("experts", written("f.csv", plain(FORECASTS)), ...flags);
  expect(first.runs.length).toBeGreaterThan(2);
  expect([first.rounds, first.experts.map(({ name }) => name)]).toEqual([N, ["near", "half"]]);
  const others = [
    lowstakesJson<ExpertsCheckpoint>("experts", written("f.parquet", parquet(FORECASTS)), ...flags),
    piped<ExpertsCheckpoint>(german(FORECASTS), "experts", ...flags, ...asGerman),
  ];
  for (const other of others) expect({ ...other, source: first.source }).toEqual(first);
});

const COLUMNS = ["--action", "action", "--reward", "r", "--propensity", "p"];
const FEATURES = [...COLUMNS, "--features", "x"];
const VW = TAKEN.map(({ x, action, p, r }) => `${action}:${-r}:${p} |${" "}x=${x}\n`).join("");

test("evaluate: the same numbers from CSV, packed JSONL, standard input, and VW text that needs no columns named", () => {
  const first = lowstakesJson<EvaluationCheckpoint>("evaluate", written("a.csv", plain(TAKEN)), ...FEATURES);
  expect(first.actions.map(({ name }) => name)).toEqual(["1", "2", "3"]);
  const others = [
    lowstakesJson<EvaluationCheckpoint>(
      "evaluate",
      written("a.jsonl.gz", gzipSync(jsonl(TAKEN))),
      ...FEATURES,
    ),
    piped<EvaluationCheckpoint>(german(TAKEN), "evaluate", ...FEATURES, ...asGerman),
    lowstakesJson<EvaluationCheckpoint>("evaluate", written("a.vw", VW)),
  ];
  for (const other of others) expect({ ...other, source: first.source }).toEqual(first);
});

describe("plan of a log of actions", () => {
  const flags = ["--periods", "1,10", "--retrain-cost", "0.25"];

  test("knows VW text by its labels, and is the same from columns", () => {
    const first = lowstakesJson<PlanResult>("plan", written("a.csv", plain(TAKEN)), ...FEATURES, ...flags);
    expect(first.logged!.policies.map(({ policy }) => policy)).toEqual(["the log itself", "uniform"]);
    const vw = lowstakesJson<PlanResult>("plan", written("a.vw", VW), ...flags);
    expect({ ...vw, source: first.source }).toEqual(first);
  });

  test("fits the terminal, and goes into a report and a difference", () => {
    const [path, out] = [written("a.vw", VW), join(folder, "p.json")];
    process.env["COLUMNS"] = "60";
    const { code, out: text } = lowstakes(
      "plan",
      path,
      ...flags,
      "--stakes",
      "1",
      "--value",
      "1",
      "--out",
      out,
    );
    delete process.env["COLUMNS"];
    expect(code).toBe(0);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(text).toMatch(/^At 0\.25 a retraining, retrain every /);
    expect(text).toMatch(/none can be\s+called\s+low-stakes/);
    const markdown = lowstakes("report", out, "--markdown");
    expect(markdown.out).toContain("## Without learning");
    expect(markdown.out).not.toMatch(/undefined|NaN/);
    expect(lowstakes("diff", out, out).code).toBe(0);
  });

  test.each([
    [["--action", "action"], "--reward: expected the name of a column, got none"],
    [["--policies", "uniform"], "--policies: expected --action, --reward and --propensity beside it"],
    [[...COLUMNS, "--loss", "squared"], "--loss: expected none for a log of actions, which has no outcome"],
    [[...COLUMNS, "--comparator", "hindsight"], "--comparator: expected none for a log of actions"],
  ])("%j: one sentence, exit code 2", (args, message) => {
    const { code, out, err } = lowstakes("plan", written("a.csv", plain(TAKEN)), ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });
});

test("evaluate of a log that names nothing", () => {
  const { code, err } = lowstakes("evaluate", written("a.csv", plain(TAKEN)));
  expect([code, err]).toEqual([
    2,
    "lowstakes: a.csv: expected VW text with labels action:cost:probability, or columns to be named for action, reward and propensity, got CSV\n",
  ]);
});

test("without features a plan of actions says that policies know nothing of a row", () => {
  const known = /no features: policies know nothing of a row/;
  const log = written("a.csv", plain(TAKEN));
  const said = (...more: string[]) =>
    lowstakes("plan", log, ...more, "--periods", "1,10").out.replaceAll(/\s+/g, " ");
  expect(said(...COLUMNS)).toMatch(known);
  expect(said(...FEATURES)).not.toMatch(known);
  const usual = lowstakes("plan", "--help").out.replaceAll(/\s+/g, " ");
  expect(usual).toContain("(default: every other column; of a log of actions: none)");
  expect(lowstakes("replay", "--help").out.replaceAll(/\s+/g, " ")).toContain(
    "(default: every other column)",
  );
});

describe("--dry-run", () => {
  test("of forecasts and of actions says what is what", () => {
    const forecasts = written("f.csv", plain(FORECASTS));
    const experts = lowstakesJson<DryRun>("experts", forecasts, "--target", "y", "--dry-run");
    expect([experts.target, experts.numbers.map(({ name }) => name)]).toEqual(["y", ["near", "half"]]);
    expect(experts.trial.rows).toBeGreaterThan(0);
    const evaluated = lowstakesJson<DryRun>("evaluate", written("a.vw", VW), "--dry-run");
    expect(evaluated.logged).toEqual({ reward: "reward", propensity: "propensity" });
    const { out } = lowstakes("plan", written("a.csv", plain(TAKEN)), ...FEATURES, "--dry-run");
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "Taken: action, 3 actions: 1, 2, 3. Reward: r, propensity: p. Nothing was learned.",
    );
    const uses = out.matchAll(/^(x|action|r|p) .* (\w+)$/gm);
    expect([...uses].map(([, name, use]) => [name, use]).sort()).toEqual([
      ["action", "action"],
      ["p", "propensity"],
      ["r", "reward"],
      ["x", "feature"],
    ]);
  });

  test("has neither predictions nor a result", () => {
    const log = written("f.csv", plain(FORECASTS));
    const { code, err } = lowstakes("experts", log, "--target", "y", "--dry-run", "--predictions", "p.csv");
    expect([code, err]).toEqual([
      2,
      "lowstakes: --dry-run: expected no --predictions beside it, because there is no prediction\n",
    ]);
  });
});
