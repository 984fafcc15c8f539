import { absolute } from "../../losses/absolute.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { verdict } from "../../verdict/verdict.ts";
import { corruptionBound } from "../../worlds/catalogue/corruption.ts";
import { type Experiment, experiment } from "../experiment.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly, says } from "../measurement.ts";
import { real, whole } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";

/** Utilities are linear with slope 1 on [-1, 1]. */
const RHO = 2;

export const tampering: Experiment = experiment({
  id: "tampering",
  section: 1,
  statement: "Low stakes need that AI systems can't corrupt the training process quickly.",
  definition:
    "The best output is 1. From some round on, and for good, the learner is told that it is -1. True regret is that against 1. With corrupted " +
    "rounds T_c of order √T the bound is still small beside the value at stake, 1 a round; with a share of all rounds it says nothing.",
  formula:
    "true regret = k + 1/(2η) - ½ + η n(n + 1)/2 for n = T_c - k <= 2/η, 2 a round from there on; at most R0²/(2η) + ηG²(T/2 + Δ) + 2ρT_c.",
  source: "post, section 1; the path of the learner is known; docs/worlds.md, 5 (corruptionBound)",
  parameters: {
    rounds: whole("T", 100_000, { least: 1000, most: 1e8, deep: 1_000_000 }),
    latency: whole("k", 4, { least: 1, most: 1000 }),
    few: real("T_c, in units of √T", 1, { least: 0.1, most: 1e4 }),
    share: real("of all rounds: T_c where the training process is lost", 0.1, { least: 1e-4, most: 0.5 }),
    epsilon: real("share of the value at stake that is little", 0.05, { least: 1e-9, most: 1 }),
  },
  breaks: [
    { set: { few: 20 }, why: "T_c is larger than √T: the bound is no longer small beside what is at stake" },
  ],
  async run({ rounds, latency: k, few, share, epsilon }, lab) {
    // a step whose multiples meet the ends of [-1, 1]
    const inverse = Math.ceil(Math.sqrt((2 * k - 1) * rounds));
    const judged = async (corrupted: number) => {
      const regret = await trueRegret(lab, { rounds, corrupted, k, step: 1 / inverse });
      const staleness = pipelined(k).staleness(rounds)!;
      const bound = corruptionBound({
        bound: inverse / 2 + (rounds / 2 + staleness) / inverse,
        stakes: RHO,
        corrupted,
      });
      const { word } = verdict({ damage: (RHO * k) / rounds, bound: bound / rounds, epsilon });
      return { regret, bound, word };
    };
    const [less, more] = [Math.ceil(few * Math.sqrt(rounds)), Math.ceil(share * rounds)];
    const [mild, lost] = [await judged(less), await judged(more)];
    return [
      exactly(`true regret, T_c = ${less}`, mild.regret, known(k, inverse, less), 1e-9),
      atMost("the same against its bound", mild.regret, mild.bound),
      says("verdict", mild.word, "LOW-STAKES"),
      exactly(`true regret, T_c = ${more}`, lost.regret, known(k, inverse, more), 1e-9),
      atMost("the same against its bound", lost.regret, lost.bound),
      says("verdict", lost.word, "NOT MEANINGFUL"),
    ];
  },
});

/** What was said in the corrupted rounds is the opposite of the truth, so their true loss follows from the loss that was told. */
async function trueRegret(
  lab: Lab,
  of: { rounds: number; corrupted: number; k: number; step: number },
): Promise<number> {
  const clean = of.rounds - of.corrupted;
  const { runs } = await lab.replay({
    rows: outcomes(of.rounds, (s) => (s <= clean ? 2 : -2)),
    loss: absolute(),
    schedules: [pipelined(of.k)],
    update: ogd({ step: constant(of.step), gradient: "stale", radius: 1 }),
    prefix: (clean + 0.5) / of.rounds,
  });
  const { prefix, suffix } = runs[0]!;
  // told |x - 2| = 2 - x, of which output 1 loses 1; then |x + 2| = 2 + x instead of 2 - x
  return prefix.rounds * (prefix.meanLoss - 1) + suffix.rounds * (3 - suffix.meanLoss);
}

/** From 0 to 1 in steps of η, the first of them in round k + 1; and down again, to -1. */
function known(k: number, inverse: number, corrupted: number): number {
  const [n, whole] = [Math.max(0, corrupted - k), 2 * inverse];
  const down = Math.min(n, whole);
  return k + (inverse - 1) / 2 + (down * (down + 1)) / (2 * inverse) + RHO * Math.max(0, n - whole);
}
