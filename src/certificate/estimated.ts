import type { Perturbation } from "../estimators/perturbation.ts";
import { square } from "../vectors.ts";

/**
 * The staleness bound where gradients are estimated. If an estimate ĝ has the mean g whatever happened before its round, |g| <= G and E|ĝ|² <= G₂²,
 * then against a fixed u
 *
 *   E R_T(u) <= R0²/(2 eta) + eta (G₂² T/2 + G G₂ Δ),
 *
 * proof in docs/rounds.md, 3. It says nothing of a single run.
 */
export interface Estimated {
  /** G₂²: the second moment of the estimates. */
  readonly second: number;
  /** G: the largest norm of their mean. */
  readonly gradient: number;
}

/** @param distance R0; @param staleness Δ. */
export function meanBound(
  { second, gradient }: Estimated,
  step: number,
  distance: number,
  rounds: number,
  staleness: number,
): number {
  const moved = (second * rounds) / 2 + gradient * Math.sqrt(second) * staleness;
  return square(distance) / (2 * step) + step * moved;
}

/** What the second moment of an estimate is made of: a loss that is linear about the weights. */
export interface LocalLoss {
  /** d, and the squared norm of a row. */
  readonly features: number;
  readonly length2: number;
  /** Squared norm of the gradient. */
  readonly gradient2: number;
  /** (l - b)² at the weights, b being the baseline. */
  readonly excess2: number;
}

/**
 * E|ĝ|² of a linear loss: (d/δ)² ((l - b)² + δ²|g|²/d) for one point, d|g|² for two, and (l - b)²|x|²/σ² + 3|g|² for a Gaussian policy, whose
 * output is a single number.
 */
export function secondMoment({ of, reach, points }: Perturbation, local: LocalLoss): number {
  const { features: d, length2, gradient2, excess2 } = local;
  if (of === "outputs") return (excess2 * length2) / square(reach) + 3 * gradient2;
  return points === 2 ? d * gradient2 : square(d / reach) * excess2 + d * gradient2;
}
