import { squared } from "../../losses/squared.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { sum } from "../../sum.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { square } from "../../vectors.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { echo } from "../formulas/echo.ts";
import { estimate } from "../formulas/exponent.ts";
import { logarithm } from "../formulas/logarithm.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly, onAverage } from "../measurement.ts";
import { real, whole } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";
import { signs } from "../setups/signs.ts";

/** Probability that the bound fails in some replicate. */
const DELTA = 1e-6;

export const subjective: Experiment = experiment({
  id: "subjective",
  section: 7,
  statement: "In subjective expectation we do as well as the aligned model, not for every possible sequence.",
  definition:
    "The truth comes years later; until then training goes by what is believed, an optimum of 1 on parabolas. True regret less believed " +
    "regret against an aligned model that stays at 0, in two worlds: the true optimum is 1 more or less than believed independently in " +
    "every round, or in all rounds alike, as one coin says. Believed and true means agree.",
  formula:
    "difference = -Σ ε_t x_t, x_t = 1 - h_{t-1} the learner's outputs, h the echo of an impulse; own coins: mean 0, mean square Σ x_t², beyond " +
    "max|x| √(2T ln(2/δ)) with probability at most δ; one coin: 0 on average, Σ x_t ~ T in each run.",
  source: "post, section 7; Hoeffding (1963) and Azuma (1967)",
  parameters: {
    latency: whole("k", 8, { least: 1, most: 1000 }),
    step: real("η", 0.05, { least: 1e-4, most: 1 }),
    rounds: whole("T", 4096, { least: 16, most: 1e7, deep: 40_960 }),
    replicates: whole("n", 400, { least: 2, most: 1e5 }),
    bias: real("of the belief: the true optimum is so much larger on average", 0, { least: -10, most: 10 }),
    seed: whole("of the coins", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [{ set: { bias: 0.1 }, why: "the belief is wrong on average: the difference grows like T" }],
  async run({ latency, step, rounds, replicates, bias, seed }, lab) {
    const x = await outputs(lab, latency, step, rounds);
    const differences: number[] = [];
    for (let r = 0; r < replicates; r++) {
      await lab.rest();
      const coin = signs(BigInt(seed), r, rounds);
      differences.push(-sum(x.map((output, t) => (coin[t]! + bias) * output)));
    }
    const [heads, tails] = [1, -1].map((coin) => -sum(x.map((output) => (coin + bias) * output)));
    const known = echo(step, latency, rounds).map((h) => 1 - h);
    const largest = x.reduce((most, output) => Math.max(most, Math.abs(output)), 0);
    return [
      onAverage("mean difference, coins of their own", estimate(differences), 0),
      onAverage(
        "mean of its square/T",
        estimate(differences.map((d) => square(d) / rounds)),
        sum(known.map(square)) / rounds,
      ),
      atMost(
        "largest size of it",
        Math.max(...differences.map(Math.abs)),
        largest * Math.sqrt(2 * rounds * logarithm((2 * replicates) / DELTA)),
      ),
      exactly("mean difference, one coin", (heads! + tails!) / 2, 0, 1e-9),
      exactly("a round of one run, one coin", Math.abs(heads!) / rounds, sum(known) / rounds, 1e-9),
    ];
  },
});

/** (T,) what a learner says that is told of an optimum of 1. */
async function outputs(lab: Lab, latency: number, step: number, rounds: number): Promise<Float64Array> {
  const all = new Float64Array(rounds);
  await lab.replay({
    rows: outcomes(rounds, () => 1),
    loss: squared(),
    schedules: [pipelined(latency)],
    update: ogd({ step: constant(step), gradient: "stale" }),
    onPredictions: ({ round, predictions }) => all.set(predictions, round - 1),
  });
  return all;
}
