import { fullInformation } from "../../estimators/full-information.ts";
import { world as live } from "../../live/world.ts";
import { hedge } from "../../models/hedge.ts";
import type { LearnerResult } from "../../result.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { verdict } from "../../verdict/verdict.ts";
import { tinyPieces as worldOf } from "../../worlds/catalogue/tiny-pieces.ts";
import { poisson } from "../../worlds/poisson.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { atMost, exactly, says } from "../measurement.ts";
import { real, whole, word } from "../parameters.ts";

export const tinyPieces: Experiment = experiment({
  id: "tiny-pieces",
  section: 4,
  statement: "Low stakes can be scary: the situation can deteriorate in a thousand tiny pieces.",
  definition:
    "A world s steps from where it should be costs δs a round and moves one step a round. An overseer does not see differences below θ, and where " +
    "he sees no harm going on seems to gain θ. Hedge, told what the overseer sees, lives there with latency k: the world drifts to where differences " +
    "begin to show, and stays. Regret as perceived is within its bound, true regret is linear, for every k.",
  formula:
    "perceived <= ρ √((T + 2Δ) C ln 3/2); true regret δs a round once it is there, s = ⌈θ/δ⌉ - 1, and ρ = δ(2s + 1) where it stays.",
  source: "post, section 4; docs/worlds.md, 5 and 6; docs/rounds.md, 3 (Hedge)",
  parameters: {
    cost: real("δ, utility a step and round", 0.01, { least: 1e-6, most: 1 }),
    threshold: real("θ, utility", 0.1, { least: 1e-6, most: 10 }),
    rounds: whole("T", 1_000_000, { least: 100, most: 1e9, deep: 10_000_000 }),
    latency: whole("largest k; the other is 1", 64, { least: 2, most: 1e4 }),
    overseer: word("who sees no differences below θ, or all", ["blind", "keen"]),
    seed: whole("of the learners' choices", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    { set: { overseer: "keen" }, why: "an objective that is right in the small is right in the large" },
    { set: { rounds: 500 }, why: "half of the rounds is not enough to get where differences show" },
  ],
  async run({ cost, threshold, rounds, latency, overseer, seed }, lab) {
    const world = worldOf({ cost, limit: Math.ceil(threshold / cost) + 1 });
    const blind = world.overseen(threshold);
    const { stall } = blind;
    const told = overseer === "blind" && { perceived: { utilities: blind.perceived(threshold) } };
    const stream = live(world.mdp, { name: world.name, ...told });
    const checkpoints = await lab.simulated({
      rounds,
      stream,
      model: hedge(),
      estimator: fullInformation(),
      schedules: [pipelined(1), pipelined(latency)],
      seed,
    });
    const last = checkpoints.at(-1)!;
    // the last checkpoint in the first half: what follows is half the rounds, or more
    const before = checkpoints.findLast((one) => 2 * one.rounds <= rounds)!;
    const rate = (k: number): number => {
      const realised = ({ world }: LearnerResult): number => world!.realised;
      return (realised(last.runs[k]!) - realised(before.runs[k]!)) / (rounds - before.rounds);
    };
    const { word: said } = verdict({
      damage: latency / rounds,
      bound: Math.sqrt((2 * latency - 1) / rounds) / 2,
    });
    const { actionValues } = poisson(world.mdp);
    const value = (s: number, move: number): number => actionValues[world.state(s)]![move + 1]!;
    const judged = Array.from({ length: stall + 1 }, (_, s) =>
      s < stall ? value(s, 0) - value(s, 1) : value(s, -1) - value(s, 0),
    );
    return [
      atMost("largest difference that was let pass", Math.max(...judged), threshold),
      says("verdict on the stakes alone", said, "LOW-STAKES"),
      ...[1, latency].flatMap((k, i) => {
        const { regret, certificate, world: life } = last.runs[i]!;
        const { seeming, bound } = life!.perceived ?? { seeming: regret!, bound: certificate!.bound };
        return [
          atMost(`regret as perceived, k = ${k}`, seeming, bound!),
          exactly("true regret a round, once it is there", rate(i), cost * stall, 1e-9),
        ];
      }),
    ];
  },
});
