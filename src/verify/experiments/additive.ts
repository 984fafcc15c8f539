import { fixed } from "../../comparators/comparator.ts";
import { squared } from "../../losses/squared.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { square } from "../../vectors.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { echo } from "../formulas/echo.ts";
import { estimate, exponent, exponentOfMean } from "../formulas/exponent.ts";
import type { Lab } from "../lab.ts";
import { onAverage } from "../measurement.ts";
import { whole } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";
import { signs } from "../setups/signs.ts";

export const additive: Experiment = experiment({
  id: "additive",
  section: 7,
  statement: "Where rounds are alike, latency costs an amount once that does not grow with T.",
  definition:
    "Outcomes are 1 or -1 more or less than an optimum of 1, independently. A single number follows them on parabolas with step 1/√T at " +
    "latencies 1 and k, against the optimum. Exponents as in regret-rate.",
  formula:
    "E R = ½ Σ_t [h_{t-1}² + η² Σ_{i<=t-k-1} h_i²], h the echo of an impulse: h_i = 1 for i < k, then h_i = h_{i-1} - η h_{i-k}.",
  source: "linearity and independence, for this recursion; docs/words.md (latency)",
  parameters: {
    latency: whole("k", 16, { least: 2, most: 1000 }),
    rounds: whole("T; also a quarter of it", 4096, { least: 64, most: 1e7 }),
    replicates: whole("n", 200, { least: 2, most: 1e5, deep: 2000 }),
    held: whole("rounds for which a difference is held", 1, { least: 1, most: 1e6 }),
    seed: whole("of the outcomes", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    { set: { held: 16 }, why: "rounds of a block are alike, blocks are not: the latency costs √(kT)" },
  ],
  async run({ latency, rounds, replicates, held, seed }, lab) {
    const horizons = [Math.floor(rounds / 4), rounds];
    const costs: number[][] = Array.from({ length: replicates }, () => []);
    const means = [];
    for (const t of horizons) {
      const sample = await play(lab, { latency, rounds: t, replicates, held, seed });
      sample.forEach(([first, late], r) => costs[r]!.push(late! - first!));
      means.push([0, 1].map((i) => estimate(sample.map((regrets) => regrets[i]!))));
    }
    const exact = (k: number, t: number): number => expected(1 / Math.sqrt(t), k, t);
    const exactCosts = horizons.map((t) => exact(latency, t) - exact(1, t));
    return [
      onAverage("mean regret, k = 1", means[1]![0]!, exact(1, rounds)),
      onAverage(`mean regret, k = ${latency}`, means[1]![1]!, exact(latency, rounds)),
      onAverage("mean cost of the latency", estimate(costs.map(([, cost]) => cost!)), exactCosts[1]!),
      onAverage("its exponent of T", exponentOfMean(horizons, costs), exponent(horizons, exactCosts)),
    ];
  },
});

/** (replicates, 2) regrets at latency 1 and k, on the same outcomes. */
async function play(
  lab: Lab,
  of: { latency: number; rounds: number; replicates: number; held: number; seed: number },
): Promise<number[][]> {
  const { latency, rounds, held } = of;
  const sample: number[][] = [];
  for (let r = 0; r < of.replicates; r++) {
    const noise = signs(BigInt(of.seed), r, Math.ceil(rounds / held));
    const { runs } = await lab.replay({
      rows: outcomes(rounds, (s) => 1 + noise[Math.floor((s - 1) / held)]!),
      loss: squared(),
      schedules: [pipelined(1), pipelined(latency)],
      update: ogd({ step: constant(1 / Math.sqrt(rounds)), gradient: "stale" }),
      comparator: fixed([1]),
    });
    sample.push(runs.map(({ regret }) => regret!));
  }
  return sample;
}

/** E R of a learner that starts at distance 1 from the optimum, with noise of variance 1. */
function expected(step: number, k: number, rounds: number): number {
  const squares = echo(step, k, rounds).map(square);
  let [total, noise] = [0, 0];
  for (let t = 1; t <= rounds; t++) {
    if (t > k) noise += squares[t - k - 1]!;
    total += squares[t - 1]! + square(step) * noise;
  }
  return total / 2;
}
