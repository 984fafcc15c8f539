import type { Estimator } from "../estimators/estimator.ts";
import type { StepSize } from "../updates/steps.ts";
import { square } from "../vectors.ts";
import type { Precision } from "../wasm/variants.ts";
import type { Opponent } from "./staleness.ts";
import type { Trace } from "./trace.ts";

/**
 * Hedge as the staleness bound sees it. C ln N/eta + eta ρ² (T/8 + Δ/4), for C contexts, N actions and utilities of range ρ in any round, is
 * R0²/(2 eta) + eta G² (T/2 + Δ) with R0² = 2 C ln N and G = ρ/2: entropy is strongly convex in the 1-norm (docs/rounds.md, 3). N copies whose
 * fixed point is played have R0² = 2 C N ln N, for the swap regret and so for the regret.
 */
export function hedgeOpponent(distance: number): Opponent {
  return { norm: distance, maxNorm: distance, path: 0, followed: true };
}

/** @param range ρ: the largest difference between utilities of two actions in one round. */
export function hedgeTrace(step: number, range: number, rounds: number, staleness: number): Trace {
  const gradient = range / 2;
  const squares = step * square(gradient);
  return {
    squares: squares * rounds,
    stale: squares * staleness,
    path: step * gradient * rounds,
    maxGradient: gradient,
    lastStep: step,
    maxNorm: 0,
    maxDistance: 0,
  };
}

/** Why the bound does not cover a run of Hedge; null where it does. */
export function hedgeNotCovered(
  estimator: Estimator,
  rule: StepSize["rule"],
  precision: Precision,
): string | null {
  if (estimator.name !== "full")
    return `Hedge's bound is for full information, and utilities were estimated by ${estimator.label}`;
  if (rule !== "constant") return "Hedge's bound is for a constant step size";
  if (precision === "f32") return "what rounding in f32 adds to Hedge's regret is not bounded";
  return null;
}
