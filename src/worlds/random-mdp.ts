import { oneOf, seedValue, wholeNumber } from "../check.ts";
import { SEQUENCE, uniforms, words } from "./draws.ts";
import { mdpFrom, type Mdp } from "./mdp.ts";

/**
 * A random world, the same on every host: every action of every state leads to `branching` different states drawn at random, with
 * the lengths of the pieces into which branching - 1 uniform cuts divide [0, 1] as probabilities (they add up to 1 exactly). These
 * are the Garnet problems of Archibald, McKinnon and Thomas (1995), "On the generation of Markov decision processes", J. Oper. Res.
 * Soc. 46(3). Rewards are uniform on (-1, 1); the world starts in state 0.
 *
 * With few branches the aligned model may leave several closed classes of states, which `poisson` refuses.
 *
 * @param states S >= 1.
 * @param actions A >= 1, S² A <= 10^8.
 * @param branching successors of an action, 1 (a deterministic world) to S; default S.
 * @param policy of M*: "stochastic", probabilities from uniform cuts (default), or "deterministic", an action drawn at random.
 * @param seed 64 bits; default 1.
 */
export function randomMdp({
  states,
  actions,
  branching = states,
  policy = "stochastic",
  seed = 1,
}: {
  readonly states: number;
  readonly actions: number;
  readonly branching?: number;
  readonly policy?: "stochastic" | "deterministic";
  readonly seed?: number | bigint;
}): Mdp {
  wholeNumber("randomMdp: states", states, 1);
  wholeNumber("randomMdp: actions", actions, 1);
  wholeNumber("randomMdp: states² x actions", states * states * actions, 1, 1e8);
  wholeNumber("randomMdp: branching", branching, 1, states);
  oneOf("randomMdp: policy", policy, ["stochastic", "deterministic"]);
  const key = seedValue("randomMdp: seed", seed);
  const table = <T>(entry: (state: number, action: number) => T): T[][] =>
    Array.from({ length: states }, (_, s) => Array.from({ length: actions }, (_, a) => entry(s, a)));
  const rewards = uniforms(key, SEQUENCE.rewards, 0, states * actions);
  return mdpFrom({
    transitions: table((state, action) => {
      const row = state * actions + action;
      const next = new Array<number>(states).fill(0);
      const pieces = cuts(uniforms(key, SEQUENCE.probabilities, row, branching - 1));
      sample(states, words(key, SEQUENCE.successors, row, branching)).forEach(
        (successor, i) => (next[successor] = pieces[i]!),
      );
      return next;
    }),
    rewards: table((state, action) => 2 * rewards[state * actions + action]! - 1),
    policy: Array.from({ length: states }, (_, state) =>
      policy === "stochastic"
        ? cuts(uniforms(key, SEQUENCE.policy, state, actions - 1))
        : oneHot(actions, words(key, SEQUENCE.policy, state, 1)[0]!),
    ),
    start: 0,
  });
}

/** Lengths of the pieces into which the points divide [0, 1]. */
function cuts(points: Float64Array): number[] {
  const ends = [...points.sort(), 1];
  return ends.map((end, i) => end - (i === 0 ? 0 : ends[i - 1]!));
}

/** As many different numbers below n as there are words: the beginning of a shuffle (Fisher and Yates 1938). */
function sample(n: number, from: Uint32Array): number[] {
  const all = Array.from({ length: n }, (_, i) => i);
  return Array.from(from, (word, i) => {
    const j = i + below(n - i, word);
    [all[i], all[j]] = [all[j]!, all[i]!];
    return all[i]!;
  });
}

function oneHot(n: number, word: number): number[] {
  const chosen = below(n, word);
  return Array.from({ length: n }, (_, i) => Number(i === chosen));
}

/** An integer below n from a word: floor(n word / 2^32), each as likely as the next within n / 2^32. */
function below(n: number, word: number): number {
  return Math.floor((n * word) / 2 ** 32);
}
