import { execFileSync } from "node:child_process";
import { squared } from "../src/losses/squared.ts";
import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate, type SimulateOptions } from "../src/simulate.ts";
import { choices } from "../src/streams/choices.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { constant } from "../src/updates/steps.ts";
import { decaying } from "./decay.ts";
import { describe, machine } from "./machine.ts";
import { LEARNERS, steps } from "./panel.ts";
import { pace } from "./pace.ts";
import { waiting } from "./waiting.ts";

/**
 * Does anything make a decision slower that must not? One line for each guard: how many times as long a decision takes as in a run
 * that it is compared with, the limit, and whether it is met; exit code 1 if one is missed. The two runs are taken in turn, and
 * of each the quietest stretches count. Eight learners, 16 features. `--deep` goes to 10^9 rounds (minutes).
 */

const TIMES = 3;
const FEATURES = 16;
const STEP = 0.005;

interface Guard {
  readonly name: string;
  readonly limit: number;
  readonly measure: () => Promise<number>;
}

const CLASSES: SimulateOptions = {
  rounds: 2e6,
  stream: gaussian({ features: FEATURES }),
  update: ogd({ step: constant(...steps(STEP)) }),
};

/** Least time of `run` over that of `other`, taken in turn. */
async function ratio(run: () => Promise<number>, other: () => Promise<number>): Promise<number> {
  let [least, against] = [Infinity, Infinity];
  for (let i = 0; i < TIMES; i++) {
    against = Math.min(against, await other());
    least = Math.min(least, await run());
  }
  return least / against;
}

/** Rounds of a simulation by which everything is compiled. */
const WARM = 5e5;
const simulated = (options: Partial<SimulateOptions>) => () => pace({ ...CLASSES, ...options }, WARM);

const acting = (options: Partial<SimulateOptions>) =>
  simulated({ stream: choices({ features: FEATURES, actions: 4 }), schedules: [pipelined(16)], ...options });

/** In a fresh process: CPU time of the first 2^20 rounds, compiler threads included, and of as many later ones. */
async function firstRounds(): Promise<void> {
  const before = process.cpuUsage();
  const at = new Map<number, number>();
  for await (const { rounds } of simulate({ ...CLASSES, rounds: 2 ** 23 })) {
    const { user, system } = process.cpuUsage(before);
    at.set(rounds, user + system);
  }
  console.log(JSON.stringify([at.get(2 ** 20), (at.get(2 ** 23)! - at.get(2 ** 22)!) / 4]));
}

async function firstMillion(): Promise<number> {
  const runs = Array.from({ length: 2 * TIMES }, () => {
    const told = execFileSync(process.execPath, [process.argv[1]!, "--child"], { encoding: "utf8" });
    return JSON.parse(told) as [first: number, later: number];
  });
  return Math.min(...runs.map(([first]) => first)) / Math.min(...runs.map(([, later]) => later));
}

/** A thousandth of the weights is taken away in each round: e^-1000 is left after 10^6. */
const PENALTY = { steps: Array<number>(LEARNERS).fill(0.01), l2: 0.1 } as const;

function late(rounds: number): Guard {
  const exponent = Math.log10(rounds);
  return {
    name: `a decision at 10^${exponent} rounds against one at 10^7`,
    limit: 1.03,
    measure: async () => {
      let early = await pace({ ...CLASSES, rounds: 1e7 }, WARM);
      const measured = await pace({ ...CLASSES, rounds }, rounds / 2);
      early = Math.min(early, await pace({ ...CLASSES, rounds: 1e7 }, WARM));
      return measured / early;
    },
  };
}

const GUARDS: readonly Guard[] = [
  {
    name: "first 2^20 rounds of a process, compiling included, against later ones",
    limit: 1.5,
    measure: firstMillion,
  },
  {
    name: "projection in every round against none",
    limit: 1.8,
    // even the steps of the smallest size are ten times the radius long
    measure: () =>
      ratio(
        simulated({ update: ogd({ step: constant(...steps(STEP)), radius: STEP / 5 / 2 ** 7 }) }),
        simulated({}),
      ),
  },
  {
    name: "probabilities of 0 and 1 against others",
    limit: 1.2,
    measure: () =>
      ratio(
        simulated({
          stream: gaussian({ features: FEATURES, norm: 1000 }),
          update: ogd({ step: constant(...steps(1000)) }),
        }),
        simulated({}),
      ),
  },
  {
    name: "policies that are certain of their action against others",
    limit: 1.2,
    measure: () => ratio(acting({ update: ogd({ step: constant(...steps(1000)) }) }), acting({})),
  },
  {
    name: "policies projected in every round against none",
    limit: 1.8,
    measure: () =>
      ratio(
        acting({ update: ogd({ step: constant(...steps(STEP)), radius: STEP / 5 / 2 ** 7 }) }),
        acting({}),
      ),
  },
  {
    name: "weights that decay under a penalty against others",
    limit: 1.2,
    measure: () => decaying({ dense: FEATURES, rules: PENALTY }, 0),
  },
  {
    name: "residuals that decay against others",
    limit: 1.2,
    measure: () => decaying({ dense: FEATURES, loss: squared() }, 0.25),
  },
  {
    name: "latency 10^5 against 4",
    limit: 1.3,
    measure: () =>
      ratio(simulated({ schedules: [pipelined(1e5)] }), simulated({ schedules: [pipelined(4)] })),
  },
  {
    name: "feedback of each row after 1 to 2,000 rows, out of order, against latency 1,000",
    limit: 1.5,
    // a linear congruence whose low bits are not used
    measure: () =>
      ratio(
        waiting((row) => 1 + (((row * 2_654_435_761) >>> 8) % 2000), 1),
        waiting(null, 1000),
      ),
  },
  late(process.argv.includes("--deep") ? 1e9 : 1e8),
];

async function main(): Promise<void> {
  console.log(`${describe(machine())}; least of ${TIMES} or more\n`);
  for (const { name, limit, measure } of GUARDS) {
    const measured = await measure();
    const met = measured <= limit;
    console.log(`${name}: ${measured.toFixed(3)} x, limit ${limit} x: ${met ? "met" : "MISSED"}`);
    if (!met) process.exitCode = 1;
  }
}

if (process.argv.includes("--child")) await firstRounds();
else await main();
