import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import {
  hasRelaxed,
  type ReplicatesCheckpoint,
  simulate,
  gaussian,
  type SimulationCheckpoint,
} from "../src/index.ts";

/** Relaxed arithmetic: what hosts with relaxed SIMD offer, and what others say. */

/** Node 20 has it behind a flag. */
const FLAG = "--experimental-wasm-relaxed-simd";
const flags = hasRelaxed() || !offered([FLAG]) ? [] : [FLAG];
const OFFERED = offered(flags);

function offered(flags: readonly string[]): boolean {
  const code = 'import("./dist/src/index.js").then(({ hasRelaxed }) => process.exit(hasRelaxed() ? 0 : 1))';
  return spawnSync(process.execPath, [...flags, "-e", code]).status === 0;
}

const lowstakes = (...args: string[]): string =>
  execFileSync(process.execPath, [...flags, "dist/src/cli.js", "simulate", "--quiet", ...args], {
    encoding: "utf8",
  });
const json = <T = SimulationCheckpoint>(...args: string[]): T =>
  JSON.parse(lowstakes("--json", "--rounds", "50000", "--latency", "1,30", ...args)) as T;

/** Whether a and b agree to so many parts of b. */
const near = (a: number, b: number, parts: number) => expect(Math.abs(a / b - 1)).toBeLessThan(parts);

test.runIf(OFFERED).each([
  ["f64", 1e-9],
  ["f32", 1e-4],
])("the same results to rounding, marked, in %s", (precision, parts) => {
  const [strict, relaxed] = [[], ["--relaxed"]].map((more) => json("--precision", precision, ...more));
  expect(strict).not.toHaveProperty("reproducible");
  expect(relaxed!.reproducible).toBe(false);
  strict!.runs.forEach((run, i) => {
    near(relaxed!.runs[i]!.regret!, run.regret!, parts);
    near(relaxed!.runs[i]!.certificate!.bound!, run.certificate!.bound!, parts);
    expect(relaxed!.runs[i]!.certificate!.holds).toBe(true);
  });
});

test.runIf(OFFERED)("replicates, threads and text are marked too", () => {
  const few = ["--replicates", "3", "--relaxed"];
  const alone = json<ReplicatesCheckpoint>(...few, "--workers", "1");
  expect(alone.reproducible).toBe(false);
  expect(json<ReplicatesCheckpoint>(...few, "--workers", "2")).toEqual(alone);
  expect(lowstakes("--rounds", "1000", "--relaxed")).toContain(
    "Relaxed arithmetic: on other hosts the last digits may differ.",
  );
  expect(lowstakes("--rounds", "1000")).not.toContain("Relaxed");
});

test.runIf(OFFERED).each(["f64", "f32"])("panel mates change no bit, in %s", (precision) => {
  const among = (steps: string, ...stream: string[]) =>
    json(
      "--relaxed",
      "--precision",
      precision,
      "--radius",
      "0.5",
      "--rounds",
      "3000",
      "--step-size",
      steps,
      ...stream,
    ).runs.filter(({ stepSize }) => stepSize === 0.1);
  for (const stream of [
    ["--outcomes", "values"],
    ["--stream", "choices"],
  ])
    expect(among("1,0.1,0.01", ...stream)).toEqual(among("0.1", ...stream));
});

test.skipIf(hasRelaxed())("a host without it says so, before anything runs", async () => {
  const run = simulate({ rounds: 10, stream: gaussian({ features: 2 }), relaxed: true });
  await expect(run.next()).rejects.toThrow(
    new RangeError(
      "simulate: relaxed: expected a host with relaxed SIMD (Node 22, Chrome 114), got one without",
    ),
  );
});

test("anything but true and false is refused", async () => {
  const run = simulate({ rounds: 10, stream: gaussian({ features: 2 }), relaxed: 1 as unknown as boolean });
  await expect(run.next()).rejects.toThrow(new TypeError("simulate: relaxed: expected true or false, got 1"));
});
