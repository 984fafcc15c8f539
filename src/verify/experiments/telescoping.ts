import { performanceDifference } from "../../worlds/difference.ts";
import type { Mdp } from "../../worlds/mdp.ts";
import { poisson } from "../../worlds/poisson.ts";
import { randomMdp } from "../../worlds/random-mdp.ts";
import { span } from "../../worlds/values.ts";
import { type Experiment, experiment } from "../experiment.ts";
import { estimate } from "../formulas/exponent.ts";
import { logarithm } from "../formulas/logarithm.ts";
import type { Lab } from "../lab.ts";
import { atMost, exactly, onAverage } from "../measurement.ts";
import { whole, word } from "../parameters.ts";
import { walk } from "../setups/walk.ts";

/** Probability that the bound on the martingale fails. */
const DELTA = 1e-6;
const MODELS = 64;
const PATHS = 200;

/**
 * A path that is walked on the host, in a world whose policies do not learn: the identity is algebra, and cares neither for how the
 * models came about nor for where the loop runs.
 */
export const telescoping: Experiment = experiment({
  id: "telescoping",
  section: 7,
  statement: "The regret is the sum of U[t](y*[t]) - U[t](y[t]) over all rounds.",
  definition:
    "A path through a random world, decided by 64 random models in turn. U[t](y) is the utility if y is chosen in round t and M* decides " +
    "afterwards; regret, gaps and the martingale that the post leaves out (U[t+1](y*[t+1]) = U[t](y[t]) is true on average) are added up " +
    "round by round. In a deterministic world the martingale is 0 to the bit. In expectation the identity is the performance " +
    "difference lemma.",
  formula:
    "T g + V(s_1) - V(s_{T+1}) - Σ r_t = Σ gap_t - Σ m_t; |Σ m_t| <= span(h) √(T ln(2/δ)/2) but for δ = 1e-6; J(M*) - J(M) = Σ E gap_t.",
  source:
    "post, section 7; docs/worlds.md, 4; Kakade and Langford (2002), lemma 6.1; Hoeffding (1963) and Azuma (1967)",
  parameters: {
    rounds: whole("T of the path", 1_000_000, { least: MODELS, most: 1e9, deep: 10_000_000 }),
    states: whole("states of the world", 8, { least: 2, most: 50 }),
    actions: whole("actions", 4, { least: 2, most: 20 }),
    continuation: word("whether U[t] goes on with the same M* in every round", ["same", "changes"]),
    seed: whole("of world and path", 1, { least: 0, most: 2 ** 32 }),
  },
  breaks: [
    {
      set: { continuation: "changes" },
      why: "half way another model takes the place of M* in the utilities, and what it thinks of the state is not accounted for",
    },
  ],
  async run({ rounds, states, actions, continuation, seed }, lab) {
    const mdp = randomMdp({ states, actions, seed });
    const solution = poisson(mdp);
    const models = Array.from({ length: MODELS }, (_, i) => modelOf(states, actions, seed + 1 + i));
    const later = continuation === "same" ? solution : poisson({ ...mdp, policy: models[0]! });
    const valuesAt = (t: number) => (2 * t <= rounds ? solution : later);
    const policyAt = (t: number) => models[Math.floor(((t - 1) * MODELS) / rounds)]!;
    const of = { seed: BigInt(seed), lab };
    const path = (await walk(mdp, valuesAt, policyAt, { rounds, ...of })).result;
    const bound = span(solution.values) * Math.sqrt((rounds * logarithm(2 / DELTA)) / 2);
    const short = Math.ceil(rounds / (10 * PATHS));
    const lemma = performanceDifference(
      mdp,
      () => solution,
      (t) => models[t % MODELS]!,
      MODELS * 16,
    );
    const luck: number[] = [];
    for (let i = 1; i <= PATHS; i++) {
      const one = await walk(
        mdp,
        () => solution,
        () => models[i % MODELS]!,
        { rounds: short, path: i, ...of },
      );
      luck.push(one.result.martingale);
    }
    return [
      exactly("regret", path.regret, path.gaps - path.martingale, 1e-12),
      atMost("size of the martingale", Math.abs(path.martingale), bound),
      onAverage(`mean of the martingale, ${PATHS} paths`, estimate(luck), 0),
      exactly("the martingale of a deterministic world", await certainly(states, actions, seed, lab), 0),
      exactly("expected regret, by distributions", lemma.regret, lemma.gaps, 1e-12),
    ];
  },
});

function modelOf(states: number, actions: number, seed: number): Mdp["policy"] {
  return randomMdp({ states, actions, seed }).policy;
}

/** The martingale where nothing is left to chance but what the models choose. M* must leave one closed class: the first seed that does. */
async function certainly(states: number, actions: number, seed: number, lab: Lab): Promise<number> {
  const policy = modelOf(states, actions, seed + 1);
  for (let world = seed; ; world++) {
    const mdp = randomMdp({ states, actions, branching: 1, policy: "deterministic", seed: world });
    const solution = attempt(() => poisson(mdp));
    if (!solution) continue;
    const path = await walk(
      mdp,
      () => solution,
      () => policy,
      { rounds: 10_000, seed: BigInt(seed), lab },
    );
    return path.result.martingale;
  }
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
