import { oneOf, realNumber, wholeNumber } from "../check.ts";
import { norm as normOf } from "../vectors.ts";
import type { Drift, Stream } from "./stream.ts";

/**
 * Features N(0, 1), independent, and outcomes that an aligned model M* gives: y = <u, x> + noise N(0, 1), or classes with
 * P(y = 1) = (1 - noise) / (1 + exp(-<u, x>)) + noise / 2.
 *
 * @param features d >= 1.
 * @param outcomes "classes" (default) or "values".
 * @param noise values: standard deviation, default 1; classes: share of outcomes that are a fair coin, in [0, 1], default 0.
 * @param aligned (d,) weights of M*; by default a direction drawn from the seed, of norm `norm`.
 * @param norm norm of M*, >= 0, default 1. With an aligned model given it is that of shifts only.
 * @param drift random walk (standard deviation a round and coordinate), given shift rounds, shifts at random.
 */
export function gaussian({
  features,
  outcomes = "classes",
  noise = outcomes === "values" ? 1 : 0,
  aligned = null,
  norm = 1,
  drift = {},
}: {
  readonly features: number;
  readonly outcomes?: "values" | "classes";
  readonly noise?: number;
  readonly aligned?: readonly number[] | null;
  readonly norm?: number;
  readonly drift?: Partial<Drift>;
}): Stream {
  wholeNumber("gaussian: features", features, 1, 2 ** 20);
  oneOf("gaussian: outcomes", outcomes, ["values", "classes"]);
  realNumber("gaussian: noise", noise, outcomes === "classes" ? { least: 0, most: 1 } : { least: 0 });
  realNumber("gaussian: norm", norm, { least: 0 });
  if (aligned !== null && aligned.length !== features) {
    throw new RangeError(`gaussian: aligned: expected ${features} weights, got ${aligned.length}`);
  }
  aligned?.forEach((weight, j) => realNumber(`gaussian: aligned[${j}]`, weight));
  const { walk = 0, shifts = [], shiftRate = 0 } = drift;
  realNumber("gaussian: drift.walk", walk, { least: 0 });
  realNumber("gaussian: drift.shiftRate", shiftRate, { least: 0, most: 1 });
  shifts.forEach((round, i) => wholeNumber(`gaussian: drift.shifts[${i}]`, round, 2));
  const distance = aligned ? normOf(aligned) : norm;
  const spread = outcomes === "classes" ? 0.5 : normOf([noise, distance]);
  return {
    name: `gaussian(${features} features, ${outcomes})`,
    kernel: "aligned",
    features,
    contexts: 0,
    actions: 0,
    outcomes,
    gradient: spread * Math.sqrt(features),
    distance: distance || 1,
    aligned: {
      weights: aligned,
      norm,
      noise,
      drift: { walk, shifts: [...new Set(shifts)].sort((a, b) => a - b), shiftRate },
      best: false,
    },
    length: 0,
    table: null,
  };
}
