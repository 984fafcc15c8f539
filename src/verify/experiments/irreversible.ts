import { verdict } from "../../verdict/verdict.ts";
import {
  type BreakableWorld,
  irreversible as forever,
  repairable,
} from "../../worlds/catalogue/breakable.ts";
import { horizonStakes } from "../../worlds/horizon.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { exponent } from "../formulas/exponent.ts";
import { exactly, says } from "../measurement.ts";
import { real, whole } from "../parameters.ts";

export const irreversible: Experiment = experiment({
  id: "irreversible",
  section: 1,
  statement: "Low stakes need that nothing irreversibly bad happens before behaviour changes.",
  definition:
    "Stakes by backward induction over T rounds, in a world where what is broken stays broken, and in one that repairs it with probability q a " +
    "round. The verdict takes the exponent with which they grow, damage ρk and bound (ρ/2)√((2k - 1)T) against a value at stake of c a round.",
  formula:
    "irreversible ρ(T) = (T - 1)c, exponent 1; repairable ρ(T) = c(1 - (1 - q)^(T-1))/q, exponent 0, at most c/q.",
  source: "post, section 1; docs/worlds.md, 5",
  parameters: {
    rounds: whole("T", 20_000, { least: 10, most: 1e6, deep: 200_000 }),
    repair: real("q, repairs a round", 0.2, { least: 1e-9, most: 1 }),
    cost: real("c, utility a round", 1, { least: 1e-6, most: 1e6 }),
    latency: whole("k", 4, { least: 1, most: 1e6 }),
    epsilon: real("share of the value at stake that is little", 0.05, { least: 1e-9, most: 1 }),
  },
  breaks: [
    { set: { repair: 1e-6 }, why: "it is repaired too late to matter within T: the stakes grow with T" },
  ],
  async run({ rounds, repair, cost, latency, epsilon }, lab) {
    const [lost, mended] = [forever(cost), repairable({ repair, cost })];
    const half = Math.floor(rounds / 2);
    const judged = async ({ mdp }: BreakableWorld) => {
      await lab.rest();
      const [early, late] = [horizonStakes(mdp, half).all, horizonStakes(mdp, rounds).all];
      const growth = exponent([half, rounds], [early, late]);
      const value = cost * rounds;
      const { word } = verdict({
        damage: (late * latency) / value,
        bound: ((late / 2) * Math.sqrt((2 * latency - 1) * rounds)) / value,
        epsilon,
        stakesGrowth: growth,
      });
      return { late, growth, word };
    };
    const [bad, good] = [await judged(lost), await judged(mended)];
    return [
      exactly("ρ(T), irreversible", bad.late, lost.stakes(rounds), 1e-9),
      exactly(
        "its exponent",
        bad.growth,
        exponent([half, rounds], [lost.stakes(half), lost.stakes(rounds)]),
        1e-9,
      ),
      says("verdict", bad.word, "NOT LOW-STAKES"),
      exactly("ρ(T), repairable", good.late, mended.limit, 1e-9),
      exactly("its exponent", good.growth, 0, 1e-9),
      says("verdict", good.word, "LOW-STAKES"),
    ];
  },
});
