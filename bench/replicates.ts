import {
  aware,
  choices,
  gaussian,
  type LearnerResult,
  ogd,
  pipelined,
  replicate,
  root,
  simulate,
} from "../src/index.ts";
import { argument, list } from "./arguments.ts";
import { describe, machine } from "./machine.ts";
import { table } from "./table.ts";
import { cpuSecondsOf } from "./timing.ts";

/**
 * What do replicates in lanes save? The same replicates by `replicate`, which plays eight of them in one panel, each on rows of its
 * own, and by a loop over `simulate`, whose panels play one each. In turn, in one process; the least of all turns. Their regrets are
 * the checksum. `--replicates N`, `--rounds N`, `--latency LIST`, `--features N`, `--repeat N`; `--f32`; `--policies`: softmax policies over
 * four actions instead of Gaussian classes.
 */

const REPLICATES = argument("--replicates", 64);
const ROUNDS = argument("--rounds", 1e5);
const FEATURES = argument("--features", 16);
const REPEAT = argument("--repeat", 5);
const POLICIES = process.argv.includes("--policies");

async function measure(latency: number): Promise<string[]> {
  const options = {
    rounds: ROUNDS,
    stream: POLICIES ? choices({ features: FEATURES, actions: 4 }) : gaussian({ features: FEATURES }),
    update: POLICIES ? ogd({ step: root(0.5), radius: 50 }) : ogd({ step: aware() }),
    precision: process.argv.includes("--f32") ? "f32" : "f64",
    schedules: [pipelined(latency)],
  } as const;
  const [inLanes, alone]: [number[], number[]] = [[], []];
  for (let turn = 0; turn <= REPEAT; turn++) {
    const regrets: (number | null)[] = [];
    const loop = await cpuSecondsOf(async () => {
      for (let r = 0; r < REPLICATES; r++) {
        let last: LearnerResult | undefined;
        for await (const { runs } of simulate({ ...options, replicate: r })) [last] = runs;
        regrets.push(last!.regret);
      }
    });
    let together: Float64Array | null = null;
    const lanes = await cpuSecondsOf(async () => {
      for await (const { runs } of replicate({ ...options, replicates: REPLICATES }))
        together = runs[0]!.regrets;
    });
    if (String(together) !== String(regrets)) throw new Error("the regrets differ");
    // the first turn warms up
    if (turn > 0) {
      alone.push(loop);
      inLanes.push(lanes);
    }
  }
  const nanoseconds = (seconds: number[]) => (Math.min(...seconds) * 1e9) / (REPLICATES * ROUNDS);
  const [one, eight] = [nanoseconds(alone), nanoseconds(inLanes)];
  return [String(latency), one.toFixed(1), eight.toFixed(1), (one / eight).toFixed(2)];
}

console.log(`${describe(machine())}; ${REPLICATES} replicates of ${ROUNDS} rounds, ${FEATURES} features\n`);
const rows: string[][] = [];
for (const latency of list("--latency", [1, 100])) rows.push(await measure(latency));
console.log(table(["latency", "loop, ns a decision", "replicate, ns a decision", "ratio"], rows));
