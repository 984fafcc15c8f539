import { fullInformation } from "../../estimators/full-information.ts";
import { exploration } from "../../exploration.ts";
import { world as live } from "../../live/world.ts";
import { hedge } from "../../models/hedge.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { verdict } from "../../verdict/verdict.ts";
import { catastrophe as worldOf, ruleOfThree } from "../../worlds/catalogue/catastrophe.ts";
import { performanceDifference } from "../../worlds/difference.ts";
import { poisson } from "../../worlds/poisson.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { atMost, exactly, onAverage, says } from "../measurement.ts";
import { real, whole } from "../parameters.ts";

const PATHS = 100;

export const catastrophe: Experiment = experiment({
  id: "catastrophe",
  section: 3,
  statement: "The other half of the problem: rare decisions with large costs, which no average tells of.",
  definition:
    "One action in a world costs H. A model takes it with probability p: its expected regret. Hedge, which knows better from its first round on, " +
    "explores it with probability p: its regret on paths, live. A log of n decisions without a " +
    "catastrophe leaves p <= 3/n at 95% confidence, which the bound must allow for. Verdicts at a value at stake of v a round: H = vT; H = 1 " +
    "with a long log; H = 1 with a log of 1% of its length.",
  formula:
    "E R = HTp, of Hedge H/2 + H(T - 1)p; (1 - 3/n)^n < 0.05; slack (3/n)HT on top of (ρ/2)√((2k - 1)T), ρ = H.",
  source: "post, section 3; Hanley and Lippman-Hand (1983), JAMA 249(13); docs/worlds.md, 5",
  parameters: {
    rounds: whole("T", 100_000, { least: 1000, most: 1e9, deep: 1_000_000 }),
    probability: real("p", 0.01, { least: 1e-6, most: 0.5 }),
    cost: real("H of the model that is played", 5, { least: 1e-6, most: 1e6 }),
    explorations: whole("n", 10_000, { least: 4, most: 1e7 }),
    latency: whole("k", 4, { least: 1, most: 1e6 }),
    value: real("v, value at stake a round", 0.25, { least: 1e-6, most: 1e6 }),
    epsilon: real("share of the value at stake that is little", 0.05, { least: 1e-9, most: 1 }),
    seed: whole("of the paths", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [{ set: { explorations: 200 }, why: "the log is too short to say anything of p" }],
  async run({ rounds, probability: p, cost, explorations, latency, value, epsilon, seed }, lab) {
    const world = worldOf(cost);
    const solution = poisson(world.mdp);
    const expected = performanceDifference(
      world.mdp,
      () => solution,
      () => [[1 - p, p]],
      1000,
    );
    const short = Math.ceil(rounds / PATHS);
    const explorers = await lab.replicates({
      rounds: short,
      stream: live(world.mdp, { name: world.name }),
      model: hedge(),
      estimator: fullInformation(),
      // one look at it is enough
      update: ogd({ step: constant(100 / cost) }),
      exploration: exploration({ gamma: 2 * p }),
      replicates: PATHS,
      seed,
    });
    const unseen = Array.from({ length: explorations }).reduce<number>(
      (chance) => chance * (1 - ruleOfThree(explorations)),
      1,
    );
    const judged = (height: number, log: number): string => {
      const stake = value * rounds;
      const bound = (height / 2) * Math.sqrt((2 * latency - 1) * rounds) + worldOf(height).slack(log, rounds);
      return verdict({ damage: (height * latency) / stake, bound: bound / stake, epsilon }).word;
    };
    return [
      exactly("expected regret, 1,000 rounds", expected.regret, world.expectedRegret(p, 1000), 1e-9),
      onAverage(
        `mean regret of an explorer, ${PATHS} paths`,
        explorers.at(-1)!.runs[0]!.world!.realised,
        cost / 2 + world.expectedRegret(p, short - 1),
      ),
      atMost("chance of seeing none at p = 3/n", unseen, 0.05, 0),
      says("verdict, H = vT", judged(value * rounds, explorations), "NOT LOW-STAKES"),
      says("verdict, H = 1", judged(1, explorations), "LOW-STAKES"),
      says("verdict, H = 1, short log", judged(1, Math.ceil(explorations / 100)), "NOT MEANINGFUL"),
    ];
  },
});
