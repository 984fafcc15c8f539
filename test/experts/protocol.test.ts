import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { constant, experts, type ExpertsCheckpoint, pipelined, wealth } from "../../src/index.ts";
import { lowstakesJson } from "../command.ts";
import { row, source } from "../rows.ts";

/** Reference numbers of real forecasts and portfolios, computed independently of this engine (PROTOCOL.md beside the data). */

const SHARED = "../shared/data";
const LOAD = `${SHARED}/experts-french-load/experts_load.csv`;
const STOCKS = `${SHARED}/nyse-o/nyse_o.csv`;
const LATENCIES = [1, 7, 30, 100];

/** There the loss is ((f - y)/1000)², here (f - y)²/2: RMSE (MW) and MAPE (%), at each latency. */
const HEDGE: Readonly<Record<string, readonly string[]>> = {
  "0.01": [
    "1422.878207 / 1.91827407",
    "1487.795621 / 1.99841998",
    "1596.295409 / 2.16220466",
    "1825.000872 / 2.42911591",
  ],
  "0.1": [
    "1483.881871 / 1.96030362",
    "1522.245705 / 2.01736492",
    "1593.107009 / 2.12103010",
    "1791.963152 / 2.35390565",
  ],
  "1": [
    "1483.905700 / 1.95211831",
    "1521.285485 / 2.00613535",
    "1590.428402 / 2.11104385",
    "1775.992173 / 2.32786316",
  ],
};

test.skipIf(!existsSync(LOAD))("the load of France, through the command line", () => {
  const names = readFileSync(LOAD, "utf8").split("\n", 1)[0]!.split(",").slice(3).join(",");
  const etas = Object.keys(HEDGE).map((eta) => String(Number(eta) * 2e-6));
  const args = [
    "--target",
    "load",
    "--experts",
    names,
    "--latency",
    LATENCIES.join(),
    "--step-size",
    etas.join(),
  ];
  const { runs, experts: each, uniform, best } = lowstakesJson<ExpertsCheckpoint>("experts", LOAD, ...args);
  const shown = runs.map(({ rmse, mape }) => `${rmse.toFixed(6)} / ${(100 * mape).toFixed(8)}`);
  expect(shown).toEqual(LATENCIES.flatMap((_, k) => Object.values(HEDGE).map((cells) => cells[k])));
  for (const { certificate } of runs) expect(certificate.holds).toBe(true);
  const { name, rmse, mape } = each[best]!;
  expect([name, rmse.toFixed(6), (100 * mape).toFixed(6)]).toEqual(["nat0.1", "1476.446088", "2.033324"]);
  expect([uniform.rmse.toFixed(6), (100 * uniform.mape).toFixed(6)]).toEqual(["1773.582100", "2.339941"]);
});

test.skipIf(!existsSync(STOCKS))("36 stocks over 22 years: log wealth of EG", async () => {
  const prices = readFileSync(STOCKS, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const relatives = prices.map((price, t) => price.map((p, i) => (t === 0 ? p : p / prices[t - 1]![i]!)));
  let last: ExpertsCheckpoint | undefined;
  for await (last of experts({
    rows: source(relatives.map((x) => row(x, 0))),
    loss: wealth(),
    follow: "gradient",
    step: constant(0.05),
    schedules: [1, 10, 100, 1000].map(pipelined),
  }));
  expect(last!.runs.map(({ meanLoss, rounds }) => (-meanLoss * rounds).toFixed(10))).toEqual([
    "3.2993451345",
    "3.3143352016",
    "3.3124116525",
    "3.3065480250",
  ]);
  for (const { certificate } of last!.runs) expect(certificate.holds).toBe(true);
});
