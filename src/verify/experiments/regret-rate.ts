import { wholeNumber } from "../../check.ts";
import { hindsight } from "../../comparators/comparator.ts";
import type { ReplicatesCheckpoint } from "../../result.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { blockRademacher } from "../../streams/adversaries.ts";
import { sum } from "../../sum.ts";
import { ogd } from "../../updates/ogd.ts";
import { aware } from "../../updates/steps.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { exponentOf, exponentOfMean } from "../formulas/exponent.ts";
import { meanAbsoluteWalk } from "../formulas/random-walk.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly, onAverage } from "../measurement.ts";
import { real, whole } from "../parameters.ts";

/** Blocks of k rounds at the first horizon of an exponent. */
const BLOCKS = 16;

export const regretRate: Experiment = experiment({
  id: "regret-rate",
  section: 7,
  statement: "Online descent on convex losses reaches regret O(ρk√T): ½ in T and, knowing k, ½ in k.",
  definition:
    "Utilities are linear on [-1, 1], with a random sign that is held for k rounds: no learner of latency k can do better on average. " +
    "Gradient descent with the step that is best for its latency, against the best fixed output in hindsight. Exponents are slopes of log " +
    "mean regret in log T and log k, their standard errors by the delta method across replicates.",
  formula: "E R = k E|S_{T/k}| ~ √(2kT/π); every path R <= R0²/(2η) + ½ η Σ|g|² + staleness.",
  source:
    "post, section 7; Weinberger and Ordentlich (2002), IEEE Trans. Inf. Theory 48(7); docs/rounds.md, 3 and 6",
  parameters: {
    latency: whole("largest k, a square; the others are √k and 1", 64, { least: 4, most: 4096 }),
    rounds: whole("T, a multiple of 32k", 16_384, { least: 1024, most: 2 ** 24 }),
    replicates: whole("n", 200, { least: 2, most: 1e5, deep: 2000 }),
    block: real("rounds a sign is held, in units of k", 1, { least: 0, most: 100 }),
    seed: whole("of the signs", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [{ set: { block: 0.25 }, why: "the signs change within the latency and average out: less regret" }],
  async run({ latency, rounds, replicates, block, seed }, lab) {
    wholeNumber("verify: regret-rate: √latency", Math.sqrt(latency), 2);
    wholeNumber("verify: regret-rate: rounds/(32 latency)", rounds / (2 * BLOCKS * latency), 1);
    const latencies = [1, Math.sqrt(latency), latency];
    const played: (readonly ReplicatesCheckpoint[])[] = [];
    for (const k of latencies) {
      const held = k === 1 ? 1 : Math.max(1, Math.round(block * k));
      played.push(await play(lab, { rounds, replicates, seed, k, held }));
    }
    const last = played.map((checkpoints) => checkpoints.at(-1)!.runs[0]!);
    const exact = (k: number, t: number): number => k * meanAbsoluteWalk(t / k);
    const grid = played[2]!.filter(({ rounds: t }) => t % latency === 0 && t >= BLOCKS * latency);
    const horizons = grid.map(({ rounds: t }) => t);
    const inHorizon = exponentOfMean(horizons, perReplicate(grid.map(({ runs }) => runs[0]!.regrets!)));
    const inLatency = exponentOfMean(latencies, perReplicate(last.map(({ regrets }) => regrets!)));
    return [
      ...[0, 2].map((i) => {
        const k = latencies[i]!;
        return onAverage(`mean regret, k = ${k}`, last[i]!.regret!, exact(k, rounds));
      }),
      onAverage(
        `exponent of T, k = ${latency}`,
        inHorizon,
        exponentOf(horizons, (t) => exact(latency, t)),
      ),
      onAverage(
        "exponent of k",
        inLatency,
        exponentOf(latencies, (k) => exact(k, rounds)),
      ),
      atMost("largest regret/bound of all runs", Math.max(...last.map((run) => run.largestRatio!)), 1),
      exactly("runs beyond the bound", sum(last.map(({ violations }) => violations)), 0),
    ];
  },
});

interface Play {
  readonly rounds: number;
  readonly replicates: number;
  readonly seed: number;
  readonly k: number;
  readonly held: number;
}

function play(lab: Lab, { rounds, replicates, seed, k, held }: Play) {
  return lab.replicates({
    rounds,
    replicates,
    seed,
    stream: blockRademacher(held),
    schedules: [pipelined(k)],
    update: ogd({ step: aware(), radius: 1 }),
    comparator: hindsight({ radius: 1 }),
  });
}

/** (points, replicates) -> (replicates, points). */
function perReplicate(regrets: readonly Float64Array[]): number[][] {
  return Array.from(regrets[0]!, (_, r) => regrets.map((each) => each[r]!));
}
