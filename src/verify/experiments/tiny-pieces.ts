import { fixed } from "../../comparators/comparator.ts";
import { absolute } from "../../losses/absolute.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { verdict } from "../../verdict/verdict.ts";
import { tinyPieces as worldOf } from "../../worlds/catalogue/tiny-pieces.ts";
import { poisson } from "../../worlds/poisson.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { exponent } from "../formulas/exponent.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly, says } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";
import { outcomes } from "../setups/outcomes.ts";
import { walk } from "../setups/walk.ts";

export const tinyPieces: Experiment = experiment({
  id: "tiny-pieces",
  section: 4,
  statement: "Low stakes can be scary: the situation can deteriorate in a thousand tiny pieces.",
  definition:
    "A world s steps from where it should be costs δs a round and moves one step a round. An overseer does not see differences below θ: the " +
    "world drifts to where they begin to show, and stays. Beside it descent with latency k on an objective that points the wrong way: regret " +
    "as perceived is within its bound, true regret is linear.",
  formula:
    "regret δsT, s = ⌈θ/δ⌉ - 1, a round (ρ - δ)/2 with ρ = δ(2s + 1); wrong objective: true regret 2T - perceived, perceived <= √((2k - 1)T).",
  source: "post, section 4; docs/worlds.md, 5",
  parameters: {
    cost: real("δ, utility a step and round", 0.01, { least: 1e-6, most: 1 }),
    threshold: real("θ, utility", 0.3, { least: 1e-6, most: 10 }),
    rounds: whole("T", 100_000, { least: 10, most: 1e8, deep: 1_000_000 }),
    latency: whole("largest k; the other is 1", 64, { least: 2, most: 1e4 }),
    overseer: word("who sees no differences below θ, or all", ["blind", "keen"]),
  },
  breaks: [
    { set: { overseer: "keen" }, why: "an objective that is right in the small is right in the large" },
    { set: { rounds: 200 }, why: "a tenth of the rounds is not enough to get where differences show" },
  ],
  async run({ cost, threshold, rounds, latency, overseer }, lab) {
    const world = worldOf({ cost, limit: Math.ceil(threshold / cost) + 1 });
    const solution = poisson(world.mdp);
    const { policy, stall } = world.overseen(overseer === "blind" ? threshold : 0);
    const start = { seed: 0n, lab };
    const regret = async (t: number): Promise<number> =>
      (
        await walk(
          world.mdp,
          () => solution,
          () => policy,
          { rounds: t, ...start },
        )
      ).result.regret;
    const horizons = [Math.floor(rounds / 10), rounds];
    const regrets = [await regret(horizons[0]!), await regret(rounds)];
    const value = (s: number, move: number): number => solution.actionValues[world.state(s)]![move + 1]!;
    const judged = Array.from({ length: stall + 1 }, (_, s) =>
      s < stall ? value(s, 0) - value(s, 1) : value(s, -1) - value(s, 0),
    );
    const rho = cost * (2 * stall + 1);
    const { word: said } = verdict({
      damage: latency / rounds,
      bound: Math.sqrt((2 * latency - 1) / rounds) / 2,
    });
    const learners = [1, latency].map((k) => ({ k, step: Math.ceil(Math.sqrt((2 * k - 1) * rounds)) }));
    const told: { perceived: number; regret: number }[] = [];
    for (const { k, step } of learners)
      told.push(await mislead(lab, k, 1 / step, rounds, overseer === "blind"));
    return [
      atMost("largest difference that was let pass", Math.max(...judged), threshold),
      exactly("true regret a round", regrets[1]! / rounds, (rho - cost) / 2, 1e-9),
      exactly("its exponent of T", exponent(horizons, regrets), 1, 1e-9),
      says("verdict on the stakes alone", said, "LOW-STAKES"),
      ...learners.flatMap(({ k, step }, i) => [
        atMost(`regret as perceived, k = ${k}`, told[i]!.perceived, Math.sqrt((2 * k - 1) * rounds) + 1),
        exactly("true regret a round", told[i]!.regret / rounds, 2 - (k + (step - 1) / 2) / rounds, 1e-9),
      ]),
    ];
  },
});

/** Regret as perceived and in truth of a learner on [-1, 1] who is told that -1 is best where 1 is; or the truth. */
async function mislead(
  lab: Lab,
  k: number,
  step: number,
  rounds: number,
  blind: boolean,
): Promise<{ perceived: number; regret: number }> {
  const target = blind ? -1 : 1;
  const { runs } = await lab.replay({
    rows: outcomes(rounds, () => 2 * target),
    loss: absolute(),
    schedules: [pipelined(k)],
    update: ogd({ step: constant(step), gradient: "stale", radius: 1 }),
    comparator: fixed([target]),
  });
  const perceived = runs[0]!.regret!;
  // perceived Σ 1 + x, true Σ 1 - x
  return { perceived, regret: blind ? 2 * rounds - perceived : perceived };
}
