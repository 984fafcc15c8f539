import { fixed } from "../../comparators/comparator.ts";
import { absolute } from "../../losses/absolute.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { SEQUENCE, uniforms } from "../../worlds/draws.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { estimate } from "../formulas/exponent.ts";
import type { Lab } from "../lab.ts";
import { atMostOnAverage, type Measurement } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";
import { perturbedShares } from "../setups/perturbed.ts";

/** Step sizes, in units of the one that is best without latency. */
const STEPS = [0.25, 0.5, 1, 2];

interface Setting {
  readonly rounds: number;
  readonly latency: number;
  readonly mean: number;
  readonly flips: boolean;
  readonly biased: boolean;
  readonly seed: number;
}

export const unbiased: Experiment = experiment({
  id: "unbiased",
  section: 7,
  statement: "SGD needs no more than an unbiased estimator of the gradient: on average its bound stays.",
  definition:
    "The utility of output x in [-1, 1] has slope μ, or μ and -μ in turn for 2k rounds each; the learner sees a random sign of that mean, much " +
    "louder than it. Mean regret over replicates against the output 1, at latencies 1 and k and several step sizes: the largest share of the " +
    "bound. Then learners that are told nothing but the loss of what they played, a Gaussian policy, one-point and two-point estimates, on losses " +
    "<w, x> whose |x| = 1 turns away from all before: mean regret against the best weights, as a share of the bound.",
  formula:
    "E R <= R0²/(2η) + η(G₂² T/2 + G G₂ Δ), E|ĝ|² <= G₂², |E ĝ| <= G, Δ = (k - 1)T. Signs: G₂ = 1, G = μ. Told " +
    "losses: G = 1, G₂² = R²/σ² + 3 (Gaussian), d²R²/δ² + d (one point), d (two points); |w| <= R = R0.",
  source: "post, section 7; k = 1: Zinkevich (2003), ICML, in expectation; k > 1: docs/rounds.md, 3",
  parameters: {
    latency: whole("k", 16, { least: 2, most: 1000 }),
    rounds: whole("T", 2048, { least: 64, most: 1e7 }),
    mean: real("μ", 0.3, { least: 0.01, most: 1 }),
    replicates: whole("n", 100, { least: 2, most: 1e5, deep: 1000 }),
    estimator: word("of the gradient", ["unbiased", "biased"]),
    seed: whole("of the signs", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [{ set: { estimator: "biased" }, why: "it points the other way: regret 2μT" }],
  async run({ latency, rounds, mean, replicates, estimator, seed }, lab) {
    const of = { rounds, latency, mean, replicates, seed, biased: estimator === "biased" };
    const found: Measurement[] = [];
    for (const flips of [false, true]) {
      const regrets: (readonly number[])[] = [];
      for (let r = 0; r < replicates; r++) regrets.push(await play(lab, { ...of, flips }, r));
      const name = flips ? "±μ" : "μ";
      for (const [i, k] of [1, latency].entries()) {
        const shares = STEPS.map((step, j) => {
          const bound = boundOf(step / Math.sqrt(rounds), k, of);
          return estimate(regrets.map((each) => each[i * STEPS.length + j]! / bound));
        });
        const largest = shares.reduce((most, one) => (one.mean > most.mean ? one : most));
        found.push(atMostOnAverage(`mean regret/bound, slope ${name}, k = ${k}`, largest, 1));
      }
    }
    for (const { estimator: name, latency: k, share } of await perturbedShares(lab, of))
      found.push(atMostOnAverage(`mean regret/bound, ${name}, k = ${k}`, share, 1));
    return found;
  },
});

function boundOf(step: number, k: number, { rounds, mean }: { rounds: number; mean: number }): number {
  return 1 / (2 * step) + step * (rounds / 2 + mean * (pipelined(k).staleness(rounds) ?? NaN));
}

/** Regrets against the output 1 of a replicate: for latency 1 and k, each step size. */
async function play(
  lab: Lab,
  { rounds, latency, mean, flips, biased, seed }: Setting,
  replicate: number,
): Promise<number[]> {
  const draws = uniforms(BigInt(seed), SEQUENCE.signs, replicate, rounds);
  const slope = (s: number): number =>
    flips && Math.floor((s - 1) / (2 * latency)) % 2 === 1 ? -mean : mean;
  const told = biased ? -1 : 1;
  const { runs } = await lab.replay({
    // |x - y| has the slope of y's side, since |x| <= 1
    rows: outcomes(rounds, (s) => (draws[s - 1]! < (1 + told * slope(s)) / 2 ? 2 : -2)),
    loss: absolute(),
    schedules: [pipelined(1), pipelined(latency)],
    update: ogd({
      step: constant(...STEPS.map((step) => step / Math.sqrt(rounds))),
      gradient: "stale",
      radius: 1,
    }),
    comparator: fixed([1]),
  });
  // an output is chosen before its sign is drawn: what is told has the mean of the truth, or its opposite
  return runs.map(({ regret }) => told * regret!);
}
