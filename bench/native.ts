import { pipelined } from "../src/schedules/pipelined.ts";
import { simulate } from "../src/simulate.ts";
import { choices } from "../src/streams/choices.ts";
import { gaussian } from "../src/streams/gaussian.ts";
import { ogd } from "../src/updates/ogd.ts";
import { constant, root } from "../src/updates/steps.ts";
import { LANES, type Precision } from "../src/wasm/variants.ts";
import { argument } from "./arguments.ts";
import { compile, compilers, FLAGS } from "./compile.ts";
import { describe, machine } from "./machine.ts";
import { LEARNERS, onMemory, SIZES, steps, stepFor } from "./panel.ts";
import { formatParts, parts } from "./parts.ts";
import { type Peer, printRace, race, SAME_BITS, SAME_TO_ROUNDING, twice, verdict } from "./race.ts";
import { rowsOf } from "./rows.ts";

/**
 * How fast is a panel of learners against the same loops in C?
 *
 * Rows in memory: online logistic regression, constant step, no intercept, latency 1, against a loop of one learner as one would
 * write it and against a panel of eight; both make their rows themselves, bit by bit the engine's, and total loss is the
 * checksum. Simulations: everything from the drawing of a row to accounts and the sums of the bound, for eight learners, with the
 * regret of the first as checksum; and softmax policies that choose and learn by REINFORCE, likewise. `--rows N`, `--rounds N`
 * (default 10^7), `--repeat N`, `--parts` for what the engine's stages cost. Compilers: gcc and clang where they are, or $CC.
 */

const PANELS = Object.entries(FLAGS).map(([name, flags]) => ({
  name,
  flags,
  tolerance: name === "128 bits, no FMA" ? SAME_BITS : SAME_TO_ROUNDING,
}));
/** Loops of one learner: the partial sums of -ffast-math are what lets a compiler make vectors of them. */
const LOOPS = [["-march=native"], ["-march=native", "-ffast-math"]] as const;

/** Features, step size of the first learner and latencies of the simulations. */
const SIMULATION = { features: 16, step: 0.005, latencies: [1, 100] } as const;

/** Softmax policies that learn by REINFORCE in a ball that they do not leave: native/choices.c. */
const POLICIES = { features: 16, actions: 4, latency: 16, step: 0.5, radius: 50 } as const;

const found = compilers();
const repeat = argument("--repeat", 5);

async function memory(n: number, d: number): Promise<void> {
  const rows = rowsOf(n, d);
  const step = stepFor(d);
  const peers: Peer[] = [
    {
      name: "this engine, panel of 8",
      learners: LEARNERS,
      tolerance: SAME_BITS,
      run: twice(() => onMemory(rows)),
    },
    {
      name: "this engine in f32, panel of 16",
      learners: LANES.f32,
      tolerance: 1e-5,
      run: twice(() => onMemory(rows, "f32")),
    },
  ];
  for (const compiler of found) {
    for (const flags of LOOPS) {
      const program = compile(compiler, "logistic", flags);
      const name = `C loop, ${compiler.name} ${flags.join(" ")}`;
      peers.push({ name, learners: 1, tolerance: SAME_TO_ROUNDING, run: () => program(n, d, step) });
    }
    for (const { name: vectors, flags, tolerance } of PANELS) {
      const program = compile(compiler, "panel", flags);
      const name = `C panel of 8, ${compiler.name}, ${vectors}`;
      peers.push({ name, learners: LEARNERS, tolerance, run: () => program(n, d, step) });
    }
  }
  const results = await race(peers, n, repeat);
  printRace(`Rows in memory, d = ${d}, ${n} rows`, "learner-row", "total loss", results);
  verdict(results, "C loop", d < 100 ? 3.5 : 2);
  verdict(results, `C panel of 8, ${found[0]?.name}, 128 bits`, 0.88);
  if (process.argv.includes("--parts")) console.log(`\n${formatParts(await parts(rows, repeat))}`);
}

/** Regret of the first of eight learners. */
async function simulated(rounds: number, latency: number): Promise<number> {
  let regret = NaN;
  for await (const { runs } of simulate({
    rounds,
    stream: gaussian({ features: SIMULATION.features }),
    schedules: [pipelined(latency)],
    update: ogd({ step: constant(...steps(SIMULATION.step)) }),
    seed: 1,
  }))
    regret = runs[0]!.regret!;
  return regret;
}

async function simulation(rounds: number, latency: number): Promise<void> {
  const { features, step } = SIMULATION;
  const peers: Peer[] = [
    {
      name: "this engine, simulate()",
      learners: LEARNERS,
      tolerance: SAME_BITS,
      run: twice(() => () => simulated(rounds, latency)),
    },
  ];
  for (const compiler of found)
    for (const { name: vectors, flags, tolerance } of PANELS) {
      const program = compile(compiler, "simulation", flags);
      const name = `C, ${compiler.name}, ${vectors}`;
      peers.push({
        name,
        learners: LEARNERS,
        tolerance,
        run: () => program(rounds, features, step, latency),
      });
    }
  const results = await race(peers, rounds, repeat);
  const title = `Simulation, d = ${features}, latency ${latency}, ${rounds} decisions of ${LEARNERS} learners`;
  printRace(title, "learner-decision", "regret", results);
}

/** Regret of the first of a panel of softmax policies. */
async function acted(rounds: number, precision: Precision): Promise<number> {
  let regret = NaN;
  for await (const { runs } of simulate({
    rounds,
    stream: choices({ features: POLICIES.features, actions: POLICIES.actions }),
    schedules: [pipelined(POLICIES.latency)],
    update: ogd({ step: root(...steps(POLICIES.step, LANES[precision])), radius: POLICIES.radius }),
    precision,
    seed: 1,
  }))
    regret = runs[0]!.regret!;
  return regret;
}

async function policies(rounds: number): Promise<void> {
  const { features, actions, latency, step } = POLICIES;
  const peers: Peer[] = [
    {
      name: "this engine, simulate()",
      learners: LEARNERS,
      tolerance: SAME_BITS,
      run: twice(() => () => acted(rounds, "f64")),
    },
    {
      // a draw close to a limit may choose another action, and the learner goes another way
      name: "this engine in f32",
      learners: LANES.f32,
      tolerance: Infinity,
      run: twice(() => () => acted(rounds, "f32")),
    },
  ];
  for (const compiler of found)
    for (const { name: vectors, flags, tolerance } of PANELS) {
      const program = compile(compiler, "choices", flags);
      peers.push({
        name: `C, ${compiler.name}, ${vectors}`,
        learners: LEARNERS,
        tolerance,
        run: () => program(rounds, features, step, latency, actions),
      });
    }
  const results = await race(peers, rounds, repeat);
  const title = `Softmax policies, d = ${features}, ${actions} actions, latency ${latency}, ${rounds} decisions`;
  printRace(title, "learner-decision", "regret", results);
}

const names = found.map(({ name }) => name).join(", ") || "none: only the engine is timed";
console.log(`${describe(machine())}; C compilers: ${names}; medians of ${repeat}`);
for (const [d, usual] of SIZES) await memory(argument("--rows", usual), d);
for (const latency of SIMULATION.latencies) await simulation(argument("--rounds", 1e7), latency);
await policies(argument("--rounds", 1e7) / 5);
