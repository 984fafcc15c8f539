import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Every example runs and shows what its first lines say it shows. */

function output(name: string): string {
  const { status, stdout, stderr } = spawnSync(
    name.endsWith(".sh") ? "sh" : process.execPath,
    [`examples/${name}`],
    { encoding: "utf8", env: { ...process.env, COLUMNS: "140" } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** The numbers of the lines that begin so. */
function numbers(text: string, start: RegExp): number[][] {
  const lines = text.split("\n").filter((line) => start.test(line));
  return lines.map((line) =>
    (line.replaceAll(",", "").match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number),
  );
}

test("flights: each latency has its price, and the plan finds a period between", () => {
  const text = output("flights.sh");
  const rows = numbers(text.slice(0, text.indexOf("Given up")), /^ +\d+ /);
  expect(rows.map(([latency, , step, , loss]) => [latency, step, loss])).toEqual([
    [1, 0.1, 0.42826],
    [100, 0.1, 0.43471],
    [10000, 0.01, 0.48739],
  ]);
  expect(text).toContain("At 5 a retraining, retrain every 1,000 rows: 0.4469 a decision in all.");
});

test("drift: a small step is best where nothing moves, a large one where it does, unless it is late", () => {
  const text = output("drift.sh");
  // latency, effective latency, step size, mean loss, regret
  const [still, walks, jumps] = text
    .split("It ")
    .slice(1)
    .map((part) => numbers(part, /^pipelined/).map((row) => row[4]!));
  for (const list of [still!, walks!, jumps!]) expect(list).toHaveLength(8);
  const [small, large] = [0, 1];
  expect(still![small]!).toBeLessThan(still![large]!);
  expect(walks![large]!).toBeLessThan(walks![small]!);
  expect(jumps![large]!).toBeLessThan(jumps![small]!);
  for (const list of [still!, walks!, jumps!]) expect(list[6 + large]!).toBeGreaterThan(3 * list[6 + small]!);
});

test("a bandit log: intervals hold the truth, and learning beats every constant policy", () => {
  const text = output("bandit-log.mjs");
  const fixed = numbers(text, /^(uniform|always)/);
  expect(fixed).toHaveLength(4);
  for (const [, , , selfNormalised, low, high, , , , truth] of fixed) {
    expect(selfNormalised).toBeGreaterThan(low!);
    // an interval of 95 % holds it nineteen times of twenty: somewhat wider ones do here
    expect(Math.abs(truth! - selfNormalised!)).toBeLessThan(1.75 * (high! - selfNormalised!));
  }
  const [softmax] = numbers(text, /^softmax/);
  expect(softmax![7]!).toBeGreaterThan(0.25);
});

test("policy lag: what staleness costs, and what its step size buys", () => {
  const lags = numbers(output("policy-lag.mjs"), /^ +\d+ /);
  expect(lags.map(([lag]) => lag)).toEqual([1, 10, 100, 1000, 10_000]);
  for (const [, kept, , tuned, , , careful] of lags) {
    expect(tuned).toBeLessThanOrEqual(kept!);
    expect(careful).toBeGreaterThan(tuned!);
  }
  expect(lags[4]![3]!).toBeGreaterThan(2 * lags[3]![3]!);
});

test("the table of examples has each of them", () => {
  const names = readdirSync("examples").filter((name) => name !== "README.md");
  const readme = readFileSync("examples/README.md", "utf8");
  expect(names).toHaveLength(4);
  for (const name of names) expect(readme).toContain(`[${name}](${name})`);
});
