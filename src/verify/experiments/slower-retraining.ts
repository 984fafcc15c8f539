import { wholeNumber } from "../../check.ts";
import { untrained } from "../../comparators/comparator.ts";
import { absolute } from "../../losses/absolute.ts";
import { growing } from "../../schedules/growing.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import type { Schedule } from "../../schedules/schedule.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { verdict } from "../../verdict/verdict.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { estimate, exponent, exponentOf, exponentOfMean } from "../formulas/exponent.ts";
import { meanAbsoluteWalkOf } from "../formulas/random-walk.ts";
import type { Lab } from "../lab.ts";
import { exactly, onAverage, says } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";
import { signs } from "../setups/signs.ts";

/** The first horizon of the exponents. */
const FIRST = 256;

export const slowerRetraining: Experiment = experiment({
  id: "slower-retraining",
  section: 1,
  statement:
    "Low stakes need that retraining keeps its pace: with k growing like T^β regret grows like T^((1+β)/2).",
  definition:
    "The latency in round s is ⌈s^β⌉. Utilities are linear on [-1, 1] with random signs, each held for as many rounds as the latency has by " +
    "then, so that a learner knows nothing of the sign at hand. Regret against the best fixed output in hindsight.",
  formula:
    "E R = E|Σ ε_j L_j|, L_j the lengths of the blocks: exactly, from the distribution of the sum; exponent -> (1 + β)/2.",
  source: "post, section 1; any learner's expected loss is 0, as in Weinberger and Ordentlich (2002)",
  parameters: {
    rounds: whole("T, a multiple of 256", 8192, { least: 1024, most: 2 ** 22 }),
    beta: real("β", 0.5, { least: 0.1, most: 0.9 }),
    replicates: whole("n", 200, { least: 2, most: 1e5, deep: 2000 }),
    retraining: word("whether it slows down", ["slows", "keeps pace"]),
    seed: whole("of the signs", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    {
      set: { retraining: "keeps pace" },
      why: "at latency 1 the learner knows the sign from the second round on",
    },
  ],
  async run({ rounds, beta, replicates, retraining, seed }, lab) {
    wholeNumber("verify: slower-retraining: rounds/256", rounds / FIRST, 2);
    const lengths = blocks(rounds, beta);
    const schedule = retraining === "slows" ? growing(beta) : pipelined(1);
    const paths: number[][] = [];
    let [horizons, latencies] = [[] as number[], [] as number[]];
    for (let r = 0; r < replicates; r++) {
      const path = await play(lab, schedule, lengths, signs(BigInt(seed), r, lengths.length));
      [horizons, latencies] = [path.map(({ t }) => t), path.map(({ latency }) => latency)];
      paths.push(path.map(({ regret }) => regret));
    }
    const exact: number[] = [];
    for (const t of horizons) {
      await lab.rest();
      exact.push(meanAbsoluteWalkOf(blocks(t, beta)));
    }
    const slowing = exponent(horizons, latencies);
    const { word: said } = verdict({ damage: 0, bound: 0, latencyGrowth: slowing });
    return [
      onAverage("mean regret", estimate(paths.map((path) => path.at(-1)!)), exact.at(-1)!),
      onAverage("exponent of T", exponentOfMean(horizons, paths), exponent(horizons, exact)),
      exactly("exponent of the exact mean", exponent(horizons, exact), (1 + beta) / 2, 0.03),
      exactly(
        "exponent of the latency",
        slowing,
        exponentOf(horizons, (t) => Math.ceil(t ** beta)),
        1e-9,
      ),
      says("verdict", said, "NOT LOW-STAKES"),
    ];
  },
});

/** Lengths of the blocks of T rounds: s^β for one that begins with round s, rounded; the last one ends with T. */
function blocks(rounds: number, beta: number): number[] {
  const lengths: number[] = [];
  for (let s = 1; s <= rounds; s += lengths.at(-1)!)
    // halves are never near, so that the last bit of the power does not matter
    lengths.push(Math.min(rounds - s + 1, Math.max(1, Math.round(s ** beta))));
  return lengths;
}

/** Regret against the best fixed output, and the latency so far, at the checkpoints of a replicate. */
async function play(
  lab: Lab,
  schedule: Schedule,
  lengths: readonly number[],
  sign: Int8Array,
): Promise<{ t: number; regret: number; latency: number }[]> {
  const gradients = lengths.flatMap((length, j) => Array<number>(length).fill(sign[j]!));
  const checkpoints = await lab.replayed({
    // the slope of |x - y| is that of y's side, since |x| <= 1
    rows: outcomes(gradients.length, (s) => -2 * gradients[s - 1]!),
    loss: absolute(),
    schedules: [schedule],
    update: ogd({ step: constant(1 / Math.sqrt(gradients.length)), gradient: "stale", radius: 1 }),
    comparator: untrained(),
  });
  let [sum, s] = [0, 0];
  return checkpoints.flatMap(({ rounds, runs }) => {
    for (; s < rounds; s++) sum += gradients[s]!;
    const { regret, latency } = runs[0]!;
    return rounds < FIRST || !Number.isInteger(rounds / FIRST)
      ? []
      : [{ t: rounds, regret: regret! + Math.abs(sum), latency }];
  });
}
