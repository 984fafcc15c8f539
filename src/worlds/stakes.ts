import type { Mdp } from "./mdp.ts";
import { reachable } from "./chain.ts";
import type { PoissonSolution } from "./poisson.ts";
import { span } from "./values.ts";

/** A largest value: over all states, and over those that can be met from the start whatever is decided. */
export interface Extent {
  readonly all: number;
  readonly reachable: number;
}

export interface Stakes extends Extent {
  /** Largest minus smallest reward plus largest minus smallest bias, which `all` cannot exceed. */
  readonly bound: number;
}

/**
 * ρ: the largest difference of utility that one decision can make, max_s max_{a,b} Q(s, a) - Q(s, b), for every horizon if the state
 * after the last round counts with its bias. (Post, section 6.)
 */
export function stakes(mdp: Mdp, { actionValues, values }: PoissonSolution): Stakes {
  const spans = actionValues.map((row) => span(row));
  return { ...extent(spans, reachable(mdp)), bound: span(...mdp.rewards) + span(values) };
}

/** @param met (S,) 1 for the states that can be met. */
export function extent(values: readonly number[], met: Uint8Array): Extent {
  const largest = (list: readonly number[]): number =>
    list.reduce((most, value) => Math.max(most, value), -Infinity);
  return { all: largest(values), reachable: largest(values.filter((_, state) => met[state] === 1)) };
}
