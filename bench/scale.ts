import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gaussian } from "../src/streams/gaussian.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate } from "../src/simulate.ts";
import { constant } from "../src/updates/steps.ts";
import { ogd } from "../src/updates/ogd.ts";
import { list, text } from "./arguments.ts";
import { figure, type Point } from "./figure.ts";
import { describe, machine } from "./machine.ts";
import { table } from "./table.ts";

/**
 * How do time and memory grow with the horizon, the features, the latency and the learners? One factor is varied at a time;
 * every simulation (Gaussian classes, certificate included) runs in a process of its own, which tells its resident memory.
 * `--only FACTOR`, `--deep` for 10^9 rounds (minutes), `--rounds LIST`, `--figure FILE.svg` (default bench/results/scale.svg).
 */

/** What a simulation is made of. */
export interface Size {
  readonly rounds: number;
  readonly features: number;
  readonly latency: number;
  readonly learners: number;
}

type Factor = keyof Size;

const BASE: Size = { rounds: 1e7, features: 16, latency: 100, learners: 8 };
const VALUES: Readonly<Record<Factor, readonly number[]>> = {
  rounds: process.argv.includes("--deep") ? [1e6, 1e7, 1e8, 1e9] : [1e6, 1e7, 1e8],
  features: [4, 16, 64, 256, 1024, 4096],
  latency: [1, 4, 100, 1e4, 1e5, 1e6],
  learners: [1, 2, 4, 8, 16, 32, 64],
};
/** Multiplications of rounds, features and learners that a measurement is worth, unless it is about rounds. */
const WORK = 4e8;
const MIB = 2 ** 20;

interface Usage {
  readonly seconds: number;
  readonly peak: number;
  readonly regret: number;
}

/** In the child: simulates, and prints what it took, in CPU seconds. The first tenth warms up and is not timed. */
async function simulateHere({ rounds, features, latency, learners }: Size): Promise<void> {
  const sizes = Array.from(
    { length: learners },
    (_, i) => 0.08 / (features * Math.max(1, latency / 10) * 2 ** (i % 8)),
  );
  let [before, from, seconds, regret] = [process.cpuUsage(), 0, 0, NaN];
  for await (const { rounds: at, runs } of simulate({
    rounds,
    stream: gaussian({ features }),
    schedules: [pipelined(latency)],
    update: ogd({ step: constant(...sizes) }),
  })) {
    if (at <= rounds / 10) [before, from] = [process.cpuUsage(), at];
    const { user, system } = process.cpuUsage(before);
    seconds = (user + system) / 1e6;
    regret = runs[0]!.regret!;
  }
  const usage: Usage = {
    seconds: (seconds * rounds) / (rounds - from),
    peak: process.resourceUsage().maxRSS * 1024,
    regret,
  };
  console.log(JSON.stringify(usage));
}

function measure(size: Size): Usage {
  const args = [process.argv[1]!, "--child", JSON.stringify(size)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Usage;
}

/** The base with one factor changed, and rounds for about a second or two. */
function sized(factor: Factor, value: number): Size {
  const size = { ...BASE, [factor]: value };
  if (factor === "rounds") return size;
  const work = size.features * Math.max(8, size.learners);
  const least = Math.max(1e5, 2 * size.latency);
  return { ...size, rounds: Math.max(least, Math.min(BASE.rounds, Math.round(WORK / work))) };
}

function vary(factor: Factor, values: readonly number[]): Point[] {
  const points: Point[] = [];
  const lines = values.map((value) => {
    const size = sized(factor, value);
    const { seconds, peak, regret } = measure(size);
    const ns = (seconds / size.rounds) * 1e9;
    const each = ns / size.learners;
    const resident = peak / MIB;
    points.push({ factor, value, each, resident });
    const rounds = size.rounds.toExponential(0);
    return [
      String(value),
      rounds,
      ns.toFixed(1),
      each.toFixed(2),
      resident.toFixed(0),
      regret.toPrecision(12),
    ];
  });
  const head = [factor, "played", "ns a decision", "and learner", "peak, MiB", "regret of learner 1"];
  console.log(`\n${table(head, lines)}`);
  return points;
}

/** Memory must not grow with the horizon. */
function checkFlat(points: readonly Point[]): void {
  const peaks = points.filter(({ factor }) => factor === "rounds").map(({ resident }) => resident);
  if (peaks.length < 2) return;
  const grown = Math.max(...peaks) - peaks[0]!;
  console.log(
    `\npeak memory beyond that of the first horizon: ${grown.toFixed(0)} MiB: ${grown <= 32 ? "flat" : "NOT FLAT"}`,
  );
  if (grown > 32) process.exitCode = 1;
}

function main(): void {
  const only = text("--only", "");
  const factors = (Object.keys(VALUES) as Factor[]).filter((factor) => only === "" || factor === only);
  if (factors.length === 0) throw new RangeError(`--only: expected one of ${Object.keys(VALUES).join(", ")}`);
  const { rounds, features, latency, learners } = BASE;
  console.log(
    `${describe(machine())}; ${rounds} rounds, d = ${features}, latency ${latency}, ${learners} learners unless varied`,
  );
  const points = factors.flatMap((factor) =>
    vary(factor, factor === "rounds" ? list("--rounds", VALUES.rounds) : VALUES[factor]),
  );
  checkFlat(points);
  const file = text("--figure", "bench/results/scale.svg");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, figure(points));
  console.log(`\n${file}`);
}

const child = text("--child", "");
if (child) await simulateHere(JSON.parse(child) as Size);
else main();
