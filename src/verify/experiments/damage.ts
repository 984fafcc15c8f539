import { repairable } from "../../worlds/catalogue/breakable.ts";
import { damageBeforeRetraining } from "../../worlds/damage.ts";
import { performanceDifference } from "../../worlds/difference.ts";
import type { Mdp } from "../../worlds/mdp.ts";
import { poisson } from "../../worlds/poisson.ts";
import { randomMdp } from "../../worlds/random-mdp.ts";
import { stakes } from "../../worlds/stakes.ts";
import { span } from "../../worlds/values.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { atMost, exactly } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";

export const damage: Experiment = experiment({
  id: "damage",
  section: 6,
  statement: "ρk is the total damage that can be done before retraining.",
  definition:
    "The k worst rounds in a row, by exact dynamic programming, if M* decides before and after: in a world where a decision breaks something " +
    "that is repaired with probability q a round and costs c a round until then, and in a random world.",
  formula:
    "D_k = max_s h(s) - W_k(s), W_0 = h, W_{j+1}(s) = min_a [r - g + P W_j](s, a); D_k <= ρk; broken: D_k = c(k - 1 + 1/q).",
  source: "post, section 6; docs/worlds.md, 3",
  parameters: {
    latency: whole("k", 20, { least: 1, most: 100_000, deep: 200 }),
    repair: real("q, repairs a round", 0.2, { least: 1e-6, most: 1 }),
    cost: real("c, utility a round", 1, { least: 1e-6, most: 1e6 }),
    states: whole("states of the random world", 20, { least: 2, most: 200 }),
    stakes: word("what ρ is made of", ["utilities", "rewards"]),
    seed: whole("of the random world", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    {
      set: { stakes: "rewards" },
      why: "what a round earns leaves out what follows from it: nothing to fear from breaking",
    },
  ],
  async run({ latency, repair, cost, states, stakes: made, seed }, lab) {
    await lab.rest();
    const broken = repairable({ repair, cost }).mdp;
    const random = randomMdp({ states, actions: 4, seed });
    const rho = (mdp: Mdp): number =>
      made === "utilities" ? stakes(mdp, poisson(mdp)).all : Math.max(...mdp.rewards.map((row) => span(row)));
    const worst = (mdp: Mdp): number => damageBeforeRetraining(mdp, poisson(mdp), latency).all;
    const careless = performanceDifference(
      broken,
      () => poisson(broken),
      () => [
        [0, 1],
        [0, 1],
      ],
      latency,
    );
    const exact = cost * (latency - 1 + 1 / repair);
    return [
      exactly("D_k, breakable world", worst(broken), exact, 1e-9),
      exactly("loss expected of breaking for k rounds", careless.regret, exact, 1e-9),
      atMost("D_k against ρk, breakable world", worst(broken), rho(broken) * latency),
      atMost("D_k against ρk, random world", worst(random), rho(random) * latency),
    ];
  },
});
