import { fullInformation } from "../../estimators/full-information.ts";
import { hedge } from "../../models/hedge.ts";
import { softmax } from "../../models/softmax.ts";
import { holonomy } from "../../streams/holonomy.ts";
import { ogd } from "../../updates/ogd.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { logarithm } from "../formulas/logarithm.ts";
import { loopRate } from "../formulas/loop-rate.ts";
import type { Lab } from "../lab.ts";
import { atLeast, atMost, exactly, says } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";

export const convexity: Experiment = experiment({
  id: "convexity",
  section: 8,
  statement: "SGD enjoys a √T online regret bound only for convex losses: that is not a formality.",
  definition:
    "Three actions, and exact gradients of the expected utility of a softmax policy, which is not concave in its scores. The utilities lead it " +
    "around a closed loop, made for its step size; on the way it loses to the first action. Hedge plays the same utilities, on the simplex, where they are " +
    "linear. The loop is an unstable orbit: rounding doubles with each turn, and only some 40 turns can be measured.",
  formula:
    "softmax: a round of the loop ∮ dz_1/p_1 over ∮ range(dz_a/p_a), for every small η, so T in all; Hedge: at most ρ√(T ln N/2). N = 3, ρ = 1.",
  source:
    "post, section 8; constructed in docs/rounds.md, 6; Hedge: Cesa-Bianchi and Lugosi (2006), theorem 2.2",
  parameters: {
    step: real("η of the softmax policy; the loop is 234/η rounds", 0.02, {
      least: 0.005,
      most: 0.2,
      deep: 0.005,
    }),
    turns: whole("turns of the loop", 12, { least: 3, most: 200, deep: 30 }),
    policy: word("who is led around", ["softmax", "hedge"]),
  },
  breaks: [
    { set: { policy: "hedge" }, why: "losses that are linear in what moves are convex" },
    { set: { step: 0.1, turns: 120 }, why: "rounding leads the policy off the loop" },
  ],
  async run({ step, turns, policy }, lab) {
    const rate = loopRate();
    const [early, half] = [await turn(lab, step, 2, policy), await turn(lab, step / 2, 2, policy)];
    const { stream, rounds, whole, covered, ...late } = await turn(lab, step, turns, policy);
    const { runs } = await lab.simulate({ rounds, stream, model: hedge(), estimator: fullInformation() });
    const bound = Math.sqrt((rounds * logarithm(3)) / 2);
    return [
      // against the limit of small steps, which is off by less than η/20
      exactly("softmax, regret a round of the loop", early.regret / early.loop, rate, step / 20),
      exactly("the same with half the step", half.regret / half.loop, rate, step / 40),
      exactly(`turn ${turns} against turn 2`, late.regret / early.regret, 1, 1e-6),
      says("theorem that covers it", covered ? "one" : "none", "none"),
      atLeast("its regret, over ρ√(T ln N/2)", whole / bound, 1),
      atMost("Hedge, regret over ρ√(T ln N/2)", runs[0]!.regret! / bound, 1),
    ];
  },
});

/** The regret of a policy in its n-th turn, n >= 2, and that of all rounds up to then. */
async function turn(lab: Lab, step: number, n: number, policy: "softmax" | "hedge") {
  const stream = holonomy({ step });
  const { utilities, once } = stream.table!;
  const loop = utilities.length - once;
  const after = async (turns: number) => {
    const { runs } = await lab.simulate({
      ...{ rounds: once + turns * loop, stream, estimator: fullInformation() },
      model: { softmax, hedge }[policy](),
      update: ogd({ step }),
    });
    return runs[0]!;
  };
  const [before, { rounds, regret, certificate }] = [await after(n - 1), await after(n)];
  const covered = certificate?.notCovered === null;
  return { stream, loop, rounds, regret: regret! - before.regret!, whole: regret!, covered };
}
