import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportOf } from "../../src/report/report.ts";
import { parseResult } from "../../src/results/text.ts";
import { lowstakes } from "../command.ts";
import { Dice } from "../dice.ts";

/** The command in a result file gives the same file, but for when it was made; and a report of it says what was typed. */
const folder = mkdtempSync(join(tmpdir(), "lowstakes-reproduce-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
  delete process.env["SOURCE_DATE_EPOCH"];
});
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  process.env["SOURCE_DATE_EPOCH"] = "1000000000";
  const dice = new Dice(3);
  const lines = Array.from({ length: 2000 }, () => {
    const [x, y] = [dice.normal(), dice.normal()];
    const action = dice.uniform() < 0.25 ? "a" : "b";
    const click = Number(dice.uniform() < (action === "a" ? 0.7 : 0.2));
    return [x, y, x + y > 0 ? 1 : 0, x + y / 2, x / 2, action, action === "a" ? 0.25 : 0.75, click].join();
  });
  writeFileSync(at("log.csv"), `x,y,late,near,half,shown,p,click\n${lines.join("\n")}\n`);
});

const LOG = at("log.csv");
const learns = ["--target", "late", "--features", "x,y"];
const COMMANDS: Record<string, [kind: string, ...args: string[]]> = {
  simulate: ["simulation", "--rounds", "2000", "--features", "2", "--latency", "1,10", "--seed", "7"],
  tables: [
    "simulation",
    ...["--stream", "contexts", "--utilities", "1,0.5,0;0,0.2,1", "--model", "hedge", "--rounds", "500"],
  ],
  replicate: ["replicates", "--rounds", "500", "--replicates", "5"],
  replay: ["replay", LOG, ...learns, "--latency", "1,10", "--comparator", "hindsight"],
  plan: [
    "plan",
    LOG,
    ...learns,
    "--periods",
    "1,10",
    "--retrain-cost",
    "0.5",
    "--stakes",
    "1",
    "--value",
    "0.1",
  ],
  experts: ["experts", LOG, "--target", "x", "--experts", "near,half", "--latency", "1,10"],
  evaluate: [
    "evaluation",
    ...[LOG, "--action", "shown", "--reward", "click", "--propensity", "p", "--policies", "uniform,always:a"],
  ],
  verify: ["verification", "--only", "shift", "--set", "every=5000"],
};
const COMMAND_OF: Record<string, string> = {
  simulation: "simulate",
  replicates: "simulate",
  evaluation: "evaluate",
  verification: "verify",
};

test.each(Object.entries(COMMANDS))("%s", (name, [kind, ...args]) => {
  const file = at(`${name}.json`);
  const { code, err } = lowstakes(COMMAND_OF[kind] ?? kind, ...args, "--quiet", "--out", file);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const first = readFileSync(file, "utf8");
  const document = parseResult(first, name);
  expect(document.kind).toBe(kind);
  rmSync(file);
  expect(lowstakes(...document.command!).code).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(first);
  const said = new Set(reportOf(document).configuration.map(({ value }) => value));
  expect([...said].filter((value) => /[{}"]|object/.test(value))).toEqual([]);
  if (name === "evaluate") expect(said).toContain("uniform, always:a");
  if (name === "tables") expect(said).toContain("1,0.5,0; 0,0.2,1");
  if (name === "verify") expect(said).toContain("every=5000");
});
