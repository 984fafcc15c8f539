import { argument } from "./arguments.ts";
import { plainLoop, unrolledLoop } from "./loop.ts";
import { describe, machine } from "./machine.ts";
import { native, type Timed } from "./native.ts";
import { openPanel, playRows, steps } from "./panel.ts";
import { formatParts, parts } from "./parts.ts";
import { rowsOf, type Rows } from "./rows.ts";
import { millions, table } from "./table.ts";
import { cpuSeconds, median } from "./timing.ts";

/**
 * How fast is a panel of learners against the loop one would write by hand?
 *
 * One problem: online logistic regression, constant step, no intercept, latency 1, rows in memory. The engine plays eight
 * learners and keeps its accounts; a hand-written loop has one learner and a running total. Learner 0 of the panel is the
 * learner of the loops: its total loss is the checksum. `--rows N`, `--repeat N`, `--parts` for what the engine's stages cost.
 */

/** Features, and rows unless `--rows` says otherwise: 10^6 of 256 features take 2 GB. */
const SIZES = [
  [16, 1e6],
  [256, 1e5],
] as const;
const LEARNERS = 8;

/** Programs in C: name, source, learners, flags of gcc. */
const NATIVE = [
  ["C loop, -march=native", "logistic", 1, "-O3", "-march=native"],
  ["C loop, -march=native -ffast-math", "logistic", 1, "-O3", "-march=native", "-ffast-math"],
  ["C panel of 8, 128 bits, no FMA", "panel", LEARNERS, "-O3", "-msse4.2", "-ffp-contract=off"],
  ["C panel of 8, -march=native", "panel", LEARNERS, "-O3", "-march=native"],
] as const;

interface Peer {
  readonly name: string;
  readonly learners: number;
  /** Runs twice; CPU seconds of the second run, and total loss of the learner that all have in common. */
  readonly run: () => Timed | Promise<Timed>;
}

interface Result {
  readonly name: string;
  readonly seconds: number;
  readonly rate: number;
  readonly loss: number;
}

const stepFor = (d: number) => 0.8 / d;

async function panelPeer(rows: Rows): Promise<Timed> {
  const { session, panel } = await openPanel({ dense: rows.d, rules: { steps: steps(stepFor(rows.d)) } });
  let loss = 0;
  const seconds = cpuSeconds(() => (loss = playRows(session, panel, rows)));
  return { seconds, loss };
}

function loopPeer(loop: typeof plainLoop, rows: Rows): Timed {
  let loss = 0;
  const seconds = cpuSeconds(() => (loss = loop(rows, stepFor(rows.d))));
  return { seconds, loss };
}

/** The second of two runs: a processor that has waited, for another peer's process, say, is slow at first. */
function warm(run: () => Timed | Promise<Timed>): () => Promise<Timed> {
  return async () => {
    await run();
    return run();
  };
}

function peers(rows: Rows): Peer[] {
  const { n, d } = rows;
  const list: Peer[] = [
    { name: "this engine, panel of 8", learners: LEARNERS, run: warm(() => panelPeer(rows)) },
    { name: "JavaScript loop", learners: 1, run: warm(() => loopPeer(plainLoop, rows)) },
    {
      name: "JavaScript loop, four partial sums",
      learners: 1,
      run: warm(() => loopPeer(unrolledLoop, rows)),
    },
  ];
  for (const [name, program, learners, ...flags] of NATIVE) {
    const run = native(program, flags);
    if (run) list.push({ name, learners, run: () => run(n, d, stepFor(d), 1)[0]! });
    else console.log(`(no C compiler: ${name} left out)`);
  }
  return list;
}

/** Every peer once to warm up, then `repeat` times in turn; the median of each. */
async function race(rows: Rows, repeat: number): Promise<Result[]> {
  const list = peers(rows);
  const times: number[][] = list.map(() => []);
  const losses = list.map(() => NaN);
  for (let r = 0; r <= repeat; r++) {
    for (const [i, peer] of list.entries()) {
      const { seconds, loss } = await peer.run();
      if (r > 0) times[i]!.push(seconds);
      losses[i] = loss;
    }
  }
  return list.map(({ name, learners }, i) => {
    const seconds = median(times[i]!);
    return { name, seconds, rate: (rows.n * learners) / seconds, loss: losses[i]! };
  });
}

function print(results: readonly Result[], { n, d }: Rows): boolean {
  const [panel, loop] = results;
  const c = results.find(({ name }) => name.startsWith("C loop"));
  const same128 = results.find(({ name }) => name.startsWith("C panel"));
  const differences = results.map(({ loss }) => Math.abs(loss - panel!.loss) / panel!.loss);
  console.log(`\nd = ${d}, ${n} rows: learner-rows per CPU second\n`);
  console.log(
    table(
      ["", "learner-rows/s", "ns each", "panel is", "total loss", "difference"],
      results.map(({ name, rate, loss }, i) => [
        name,
        millions(rate),
        (1e9 / rate).toFixed(1),
        `${(panel!.rate / rate).toFixed(2)} x`,
        loss.toPrecision(15),
        differences[i]!.toExponential(1),
      ]),
    ),
  );
  const verdict = (name: string, ratio: number, target: number) =>
    console.log(`${name}: ${ratio.toFixed(2)} x, target ${target} x: ${ratio >= target ? "met" : "MISSED"}`);
  console.log("");
  verdict("panel against the JavaScript loop", panel!.rate / loop!.rate, 8);
  if (c) verdict("panel against the C loop", panel!.rate / c.rate, 2);
  if (same128) console.log(`panel against the same panel in C: ${(panel!.rate / same128.rate).toFixed(2)} x`);
  const same = differences.every((difference) => difference <= 1e-9);
  console.log(`checksum: ${same ? "equal to 1e-9" : "NOT EQUAL to 1e-9"}`);
  return same;
}

const repeat = argument("--repeat", 5);
console.log(`${describe(machine())}; medians of ${repeat}`);
for (const [d, usual] of SIZES) {
  const rows = rowsOf(argument("--rows", usual), d);
  if (!print(await race(rows, repeat), rows)) process.exitCode = 1;
  if (process.argv.includes("--parts")) console.log(`\n${formatParts(await parts(rows, repeat))}`);
}
