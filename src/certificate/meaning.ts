import type { ExceededStakes } from "../result.ts";
import { square } from "../vectors.ts";

/**
 * Whether a bound says anything: damage before retraining and bound, each against the total value at stake.
 * Definitions in docs/rounds.md; the post's "small relative to the total value at stake".
 */
export interface Meaning {
  /** ρ: the largest difference of loss between two outputs in one round, stated or as met. */
  readonly stakes: number;
  /**
   * Where ρ comes from: stated by the caller, or the largest difference met among learner, comparator and untrained model; of policies, between
   * expected utilities of any two actions.
   */
  readonly stakesFrom: "stated" | "met";
  /** Where the stakes stated were first exceeded; only where they were. */
  readonly exceeded?: ExceededStakes;
  /** The largest difference met; only there too. */
  readonly metStakes?: number;
  /** V: total value at stake, by default what the comparator saves against the untrained model. */
  readonly value: number;
  /** V_trivial = ρ T. */
  readonly trivialValue: number;
  /** S1 = ρ k_max / V: damage before retraining. */
  readonly s1: number | null;
  /** S2 = bound / V. */
  readonly s2: number | null;
  /** S3 = regret / bound. */
  readonly s3: number | null;
  /** S2 <= epsilon; null without a bound. */
  readonly meaningful: boolean | null;
  readonly epsilon: number;
  /**
   * T*: horizon from which the bound R0 G sqrt(T + 2 Δ) of the latency-aware step stays below epsilon V; null for never, without a
   * bound, and where that is not the bound: a comparator that moves, a penalty, a latency without a limit.
   */
  readonly horizon: number | null;
  /** The same for the post's c ρ k sqrt(T), with c = 1; null without a bound or a limit of the latency. */
  readonly postHorizon: number | null;
}

export function meaning(of: {
  readonly rounds: number;
  readonly latency: number;
  /** Effective latency of the schedule in the long run; null where there is none. */
  readonly steadyLatency: number | null;
  /** The bound grows like the square root of the horizon: a fixed comparator, and no penalty. */
  readonly rooted: boolean;
  /** Stakes grow with the horizon. */
  readonly growing?: boolean;
  readonly regret: number;
  readonly bound: number | null;
  readonly value: number;
  readonly statedStakes: number | null;
  readonly metStakes: number;
  readonly exceeded?: ExceededStakes | null;
  readonly gradient: number;
  readonly distance: number;
  readonly epsilon: number;
}): Meaning {
  const { rounds, latency, bound, value, epsilon } = of;
  const stakes = of.statedStakes ?? of.metStakes;
  const perDecision = value / rounds;
  const share = (x: number | null): number | null => (x === null || !(value > 0) ? null : x / value);
  const s2 = share(bound);
  const horizon = (numerator: number): number | null =>
    bound !== null && perDecision > 0 && Number.isFinite(numerator)
      ? Math.ceil(numerator / square(epsilon * perDecision))
      : null;
  return {
    stakes,
    stakesFrom: of.statedStakes === null ? "met" : "stated",
    ...(of.exceeded && { exceeded: of.exceeded, metStakes: of.metStakes }),
    value,
    trivialValue: stakes * rounds,
    s1: share(stakes * latency),
    s2,
    s3: bound !== null && bound > 0 ? of.regret / bound : null,
    meaningful: bound === null ? null : s2 !== null && s2 <= epsilon,
    epsilon,
    horizon:
      of.steadyLatency === null || !of.rooted
        ? null
        : horizon((2 * of.steadyLatency - 1) * square(of.distance * of.gradient)),
    postHorizon: of.steadyLatency === null || of.growing ? null : horizon(square(stakes * latency)),
  };
}
