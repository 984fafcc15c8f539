import { hindsight } from "../../comparators/comparator.ts";
import { world } from "../../live/world.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import { squareWave } from "../../streams/adversaries.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { horizonStakes } from "../../worlds/horizon.ts";
import { poisson } from "../../worlds/poisson.ts";
import { randomMdp } from "../../worlds/random-mdp.ts";
import { stakes as stakesOf } from "../../worlds/stakes.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { atMost, exactly } from "../measurement.ts";
import { real, whole } from "../parameters.ts";

export const stakes: Experiment = experiment({
  id: "stakes",
  section: 6,
  statement: "ρ bounds the difference of utility between two outputs of a round, and a run is held to it.",
  definition:
    "A learner of latency k follows a square wave of gradients ±1 with step η: it swings between 0 and -2kη, so that the stakes met " +
    "against the untrained model are 2kη. Stakes that are stated are enforced: the first round beyond them is reported with its two " +
    "outputs. In a world, ρ comes from Poisson's equation, and from backward induction over T rounds; a learner who lives there " +
    "meets no larger one.",
  formula:
    "met = 2kη; beyond (k - 1/2)η first in round 2k, at output -kη; ρ = max_s span_a Q(s, a) <= span r + span h.",
  source: "post, section 6; docs/rounds.md, 4; docs/worlds.md, 2",
  parameters: {
    latency: whole("k, rounds", 10, { least: 1, most: 1000 }),
    waves: whole("periods of 4k rounds", 100, { least: 1, most: 1e6, deep: 1000 }),
    declared: real("ρ as declared, in units of the ρ met", 1, { least: 0, most: 1e6 }),
    states: whole("states of the world", 8, { least: 2, most: 50 }),
    horizon: whole("rounds of backward induction", 200, { least: 1, most: 1e5, deep: 2000 }),
    seed: whole("of the world", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [{ set: { declared: 0.5 }, why: "outputs differ by twice what was declared" }],
  async run({ latency: k, waves, declared, states, horizon, seed }, lab) {
    const [rounds, step] = [4 * k * waves, 1 / (16 * k)];
    const held = async (limit: number) => {
      const { runs } = await lab.simulate({
        rounds,
        stream: squareWave(k),
        schedules: [pipelined(k)],
        update: ogd({ step: constant(step) }),
        comparator: hindsight({ radius: 1 }),
        ...(limit > 0 && { stakes: limit }),
      });
      return runs[0]!.meaning!;
    };
    const met = (await held(0)).stakes;
    const first = (await held(declared * met)).exceeded;
    const early = (await held((k - 0.5) * step)).exceeded;
    const mdp = randomMdp({ states, actions: 3, seed });
    const lives = await lab.simulate({ rounds, stream: world(mdp) });
    const solution = poisson(mdp);
    const rho = stakesOf(mdp, solution);
    const inductive = horizonStakes(mdp, horizon, { terminal: solution.values, gain: solution.gain });
    return [
      exactly("stakes met", met, 2 * k * step, 1e-9),
      exactly("first round beyond ρ declared (0: none)", first?.round ?? 0, 0),
      exactly("first round beyond (k - 1/2)η", early?.round ?? 0, 2 * k),
      exactly("output in it", early?.outputs[0].score ?? NaN, -k * step, 1e-9),
      exactly("ρ of a random world, two ways", rho.all, inductive.all, 1e-12),
      atMost("the same against span r + span h", rho.all, rho.bound),
      atMost("ρ met by a learner there, against it", lives.runs[0]!.world!.rhoPath, rho.all),
    ];
  },
});
