import { fullInformation } from "../../estimators/full-information.ts";
import { reinforce } from "../../estimators/reinforce.ts";
import { world } from "../../live/world.ts";
import { hedge } from "../../models/hedge.ts";
import { softmax } from "../../models/softmax.ts";
import type { SimulationCheckpoint, WorldResult } from "../../result.ts";
import { pipelined } from "../../schedules/pipelined.ts";
import type { Stream } from "../../streams/stream.ts";
import { ogd } from "../../updates/ogd.ts";
import { constant } from "../../updates/steps.ts";
import { performanceDifference } from "../../worlds/difference.ts";
import type { Mdp } from "../../worlds/mdp.ts";
import { withOptimalPolicy } from "../../worlds/optimal.ts";
import { poisson } from "../../worlds/poisson.ts";
import { randomMdp } from "../../worlds/random-mdp.ts";
import { span } from "../../worlds/values.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { logarithm } from "../formulas/logarithm.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly, onAverage } from "../measurement.ts";
import { whole, word } from "../parameters.ts";

/** Probability that the bound on the martingale fails. */
const DELTA = 1e-6;
const MODELS = 64;
const PATHS = 200;

export const telescoping: Experiment = experiment({
  id: "telescoping",
  section: 7,
  statement: "The regret is the sum of U[t](y*[t]) - U[t](y[t]) over all rounds.",
  definition:
    "A policy that learns late, live in a random world whose M* is the best policy there is. U[t](y) is the utility if y is chosen in round t " +
    "and M* decides afterwards; rewards, gaps and the martingale that the post leaves out (U[t+1](y*[t+1]) = U[t](y[t]) is true on average) are " +
    "added up round by round. In a deterministic world the martingale is 0 to the bit. In expectation the identity is the performance difference lemma.",
  formula:
    "T g + h(s_1) - h(s_{T+1}) - Σ r_t = Σ gap_t - Σ m_t; |Σ m_t| <= span(h) √(T ln(2/δ)/2) but for δ = 1e-6; J(M*) - J(M) = Σ E gap_t.",
  source:
    "post, section 7; docs/worlds.md, 4; Kakade and Langford (2002), lemma 6.1; Hoeffding (1963) and Azuma (1967)",
  parameters: {
    rounds: whole("T of the path", 1_000_000, { least: 64, most: 1e9, deep: 10_000_000 }),
    states: whole("states of the world", 8, { least: 2, most: 50 }),
    actions: whole("actions", 4, { least: 2, most: 20 }),
    latency: whole("k", 10, { least: 1, most: 10_000 }),
    martingale: word("whether it is accounted for, or left out as in the post", ["counted", "left out"]),
    seed: whole("of world and path", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    {
      set: { martingale: "left out" },
      why: "U[t+1](y*[t+1]) = U[t](y[t]) is true on average, and not on a path",
    },
  ],
  async run({ rounds, states, actions, latency, martingale, seed }, lab) {
    const mdp = withOptimalPolicy(randomMdp({ states, actions, seed }));
    const solution = poisson(mdp);
    const learner = {
      model: softmax(),
      estimator: reinforce({ baseline: "mean" }),
      update: ogd({ step: constant(0.01) }),
      schedules: [pipelined(latency)],
      seed,
    };
    const stream = world(mdp);
    const lives = livesOf(await lab.simulated({ ...learner, rounds, stream }));
    const counted = (life: WorldResult): number => (martingale === "counted" ? life.martingale : 0);
    const apart = lives.map(
      (life) => Math.abs(life.realised - (life.gaps - counted(life))) / Math.abs(life.realised),
    );
    const path = lives.at(-1)!;
    const bound = span(solution.values) * Math.sqrt((rounds * logarithm(2 / DELTA)) / 2);
    const short = Math.ceil(rounds / (10 * PATHS));
    const paths = await lab.replicates({ ...learner, rounds: short, stream, replicates: PATHS });
    const models = Array.from({ length: MODELS }, (_, i) =>
      randomMdp({ states, actions, seed: seed + 1 + i }),
    );
    const lemma = performanceDifference(
      mdp,
      () => solution,
      (t) => models[t % MODELS]!.policy,
      MODELS * 16,
    );
    return [
      exactly("regret", path.realised, path.gaps - counted(path), 1e-12),
      atMost("largest error at any checkpoint", Math.max(...apart), 1e-12, 0),
      atMost("size of the martingale", Math.abs(path.martingale), bound),
      onAverage(`mean of the martingale, ${PATHS} paths`, paths.at(-1)!.runs[0]!.world!.martingale, 0),
      exactly("the martingale of a deterministic world", await certainly(lab, states, actions, seed), 0),
      exactly("expected regret, by distributions", lemma.regret, lemma.gaps, 1e-12),
    ];
  },
});

function livesOf(checkpoints: readonly SimulationCheckpoint[]): WorldResult[] {
  return checkpoints.map(({ runs }) => runs[0]!.world!);
}

/** The martingale where nothing is left to chance but what Hedge chooses. */
async function certainly(lab: Lab, states: number, actions: number, seed: number): Promise<number> {
  const { runs } = await lab.simulate({
    stream: deterministic(states, actions, seed),
    rounds: 10_000,
    model: hedge(),
    estimator: fullInformation(),
    seed,
  });
  return runs[0]!.world!.martingale;
}

/** The first random world, from the seed on, that is deterministic and whose M* leaves one closed class. */
function deterministic(states: number, actions: number, seed: number): Stream {
  for (let one = seed; ; one++) {
    const mdp: Mdp = randomMdp({ states, actions, branching: 1, policy: "deterministic", seed: one });
    const stream = world(mdp);
    if (stream.world!.unichain) return stream;
  }
}
