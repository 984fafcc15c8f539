import { gaussian } from "../src/streams/gaussian.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { replicate } from "../src/replicate.ts";
import { simulate } from "../src/simulate.ts";
import { constant } from "../src/updates/steps.ts";
import { ogd } from "../src/updates/ogd.ts";
import { argument } from "./arguments.ts";
import { describe, machine } from "./machine.ts";
import { table } from "./table.ts";
import { median } from "./timing.ts";

/**
 * How much faster are two workers than one (target 1.9 on two cores that are otherwise idle)? Replicates of a simulation, and the
 * schedules of one, Gaussian classes, 16 features, 8 learners a schedule. One and two workers take turns; CPU time tells what the
 * second one costs, whatever else the machine is doing. `--rounds N` (10^6), `--repeat N` (5).
 */

const rounds = argument("--rounds", 1e6);
const repeat = argument("--repeat", 5);

const OPTIONS = {
  stream: gaussian({ features: 16 }),
  update: ogd({ step: constant(...Array.from({ length: 8 }, (_, i) => 0.002 / 2 ** i)) }),
};
const LATENCIES = [1, 3, 10, 30, 100, 300, 1000, 3000];

const WORK: Readonly<Record<string, (workers: number) => AsyncIterable<unknown>>> = {
  "32 replicates": (workers) => replicate({ ...OPTIONS, rounds, replicates: 32, workers }),
  "8 schedules": (workers) =>
    simulate({ ...OPTIONS, rounds: 4 * rounds, schedules: LATENCIES.map((k) => pipelined(k)), workers }),
};

/** Wall and CPU seconds, of all threads. */
async function seconds(work: AsyncIterable<unknown>): Promise<{ wall: number; cpu: number }> {
  const [started, used] = [performance.now(), process.cpuUsage()];
  let last: unknown;
  for await (const checkpoint of work) last = checkpoint;
  if (last === undefined) throw new Error("nothing was played");
  const { user, system } = process.cpuUsage(used);
  return { wall: (performance.now() - started) / 1e3, cpu: (user + system) / 1e6 };
}

console.log(`${describe(machine())}; ${rounds} rounds a replicate, ${4 * rounds} of the schedules\n`);
const lines: string[][] = [];
for (const [name, work] of Object.entries(WORK)) {
  const times: Record<1 | 2, { wall: number; cpu: number }[]> = { 1: [], 2: [] };
  await seconds(work(1));
  for (let i = 0; i < repeat; i++)
    for (const workers of [1, 2] as const) times[workers].push(await seconds(work(workers)));
  const least = (workers: 1 | 2) => Math.min(...times[workers].map(({ wall }) => wall));
  const cpu = (workers: 1 | 2) => median(times[workers].map((each) => each.cpu));
  const ratios = times[1].map(({ wall }, i) => wall / times[2][i]!.wall);
  lines.push([
    name,
    least(1).toFixed(2),
    least(2).toFixed(2),
    (least(1) / least(2)).toFixed(2),
    median(ratios).toFixed(2),
    (cpu(2) / cpu(1)).toFixed(2),
  ]);
}
const head = ["work", "1 worker, s", "2 workers, s", "least / least", "median ratio", "CPU 2 / CPU 1"];
console.log(table(head, lines));
