import { oneOf, realNumber, shown, wholeNumber } from "../check.ts";
import { norm as normOf } from "../vectors.ts";
import type { Stream } from "./stream.ts";

/**
 * A contextual bandit: features uniform on [-√3, √3], of variance 1, and one right action a round, drawn from an aligned policy M*:
 * action a is right with probability exp(<u_a, x>) / Σ exp(<u_b, x>). Choosing it has utility 1, any other 0, and a learner is told
 * the utility of its own choice only.
 *
 * @param features d >= 1.
 * @param actions A, 2 to 1024.
 * @param aligned (A d,) weights of M*, action by action; by default a direction drawn from the seed, of norm `norm`.
 * @param norm norm of M*, 0 to 1e100; default 2 √A, where the scores of an action have standard deviation 2.
 * @param chooses what M* does: "samples" from its probabilities (default), or takes the "best" action, the most probable one.
 */
export function choices({
  features,
  actions,
  aligned = null,
  norm = 2 * Math.sqrt(actions),
  chooses = "samples",
}: {
  readonly features: number;
  readonly actions: number;
  readonly aligned?: readonly number[] | null;
  readonly norm?: number;
  readonly chooses?: "samples" | "best";
}): Stream {
  wholeNumber("choices: features", features, 1, 2 ** 20);
  wholeNumber("choices: actions", actions, 2, 1024);
  realNumber("choices: norm", norm, { least: 0, most: 1e100 });
  oneOf("choices: chooses", chooses, ["samples", "best"]);
  if (aligned !== null && !Array.isArray(aligned))
    throw new TypeError(`choices: aligned: expected an array of weights, got ${shown(aligned)}`);
  if (aligned !== null && aligned.length !== actions * features) {
    throw new RangeError(
      `choices: aligned: expected ${actions} x ${features} weights, got ${aligned.length}`,
    );
  }
  aligned?.forEach((weight, j) => realNumber(`choices: aligned[${j}]`, weight));
  return {
    name: `choices(${features} features, ${actions} actions)`,
    kernel: "choices",
    features,
    contexts: 0,
    actions,
    outcomes: "choices",
    // root mean square at p uniform, utilities 0 and 1, and a baseline in the middle
    gradient: 0.5 * Math.sqrt((1 - 1 / actions) * features),
    distance: (aligned ? normOf(aligned) : norm) || 1,
    aligned: {
      weights: aligned,
      norm,
      noise: 0,
      drift: { walk: 0, shifts: [], shiftRate: 0 },
      best: chooses === "best",
    },
    length: 0,
    table: null,
  };
}
