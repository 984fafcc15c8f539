import { execFileSync } from "node:child_process";
import { gaussian } from "../src/streams/gaussian.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate } from "../src/simulate.ts";
import { constant } from "../src/updates/steps.ts";
import { ogd } from "../src/updates/ogd.ts";
import { argument, list } from "./arguments.ts";
import { describe, machine } from "./machine.ts";
import { steps } from "./panel.ts";
import { table } from "./table.ts";

/**
 * Does memory stay flat as the horizon grows? One simulation in a process of its own for each horizon: Gaussian classes,
 * eight learners, latency 100. `--features D` (default 4), `--rounds A,B,...` (default 10^6, 10^7, 10^8; 10^9 takes minutes).
 */

const MIB = 2 ** 20;

interface Usage {
  readonly rss: number;
  readonly peak: number;
  readonly seconds: number;
  readonly loss: number;
}

/** In the child: simulates, and prints what it took. */
async function simulateHere(rounds: number, features: number): Promise<void> {
  const start = performance.now();
  let loss = NaN;
  const update = ogd({ step: constant(...steps(0.01)) });
  for await (const { runs } of simulate({
    rounds,
    stream: gaussian({ features }),
    schedules: [pipelined(100)],
    update,
  }))
    loss = runs[0]!.meanLoss;
  const usage: Usage = {
    rss: process.memoryUsage().rss,
    peak: process.resourceUsage().maxRSS * 1024,
    seconds: (performance.now() - start) / 1e3,
    loss,
  };
  console.log(JSON.stringify(usage));
}

function measure(rounds: number, features: number): Usage {
  const args = [process.argv[1]!, "--child", "--rounds", String(rounds), "--features", String(features)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Usage;
}

function compare(horizons: readonly number[], features: number): void {
  console.log(`${describe(machine())}; d = ${features}, 8 learners, latency 100, one run each`);
  const used = horizons.map((rounds) => ({ rounds, ...measure(rounds, features) }));
  const lines = used.map(({ rounds, rss, peak, seconds, loss }) => [
    rounds.toExponential(0),
    (rss / MIB).toFixed(0),
    (peak / MIB).toFixed(0),
    seconds.toFixed(1),
    ((seconds / rounds) * 1e9).toFixed(0),
    ((seconds / rounds / 8) * 1e9).toFixed(1),
    loss.toPrecision(12),
  ]);
  const head = ["rounds", "RSS, MiB", "peak, MiB", "s", "ns a decision", "and learner", "mean loss"];
  console.log(`\n${table(head, lines)}`);
  const peaks = used.map(({ peak }) => peak);
  const grown = (Math.max(...peaks) - peaks[0]!) / MIB;
  console.log(
    `\npeak beyond that of the first horizon: ${grown.toFixed(0)} MiB: ${grown <= 32 ? "flat" : "NOT FLAT"}`,
  );
  if (grown > 32) process.exitCode = 1;
}

const features = argument("--features", 4);
if (process.argv.includes("--child")) await simulateHere(argument("--rounds", 1e6), features);
else compare(list("--rounds", [1e6, 1e7, 1e8]), features);
