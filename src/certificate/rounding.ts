import { REFRESH_F32 } from "../../assembly/layout.ts";
import type { Trace } from "./trace.ts";

/** What a run in f32 met beside what its trace holds. */
export interface Single {
  /** Gradients were taken at the learner's own weights. */
  readonly fresh: boolean;
  /** Columns of the model, the intercept included. */
  readonly columns: number;
  /** Largest norm of a row, times its weight. */
  readonly longest: number;
  /** Total losses of the learner and of the untrained model. */
  readonly loss: number;
  readonly untrained: number;
}

/** Unit roundoff of f32. */
const UNIT = 2 ** -24;

/**
 * What rounding can add to the regret of a run in f32, to first order in the unit roundoff: of losses, of scores, of slopes and steps,
 * and of the ball. Derived term by term in docs/rounds.md, 8.
 */
export function rounding(
  trace: Trace,
  comparatorNorm: number,
  setup: { readonly rounds: number; readonly l2: number; readonly radius: number },
  { fresh, columns, longest, loss, untrained }: Single,
): number {
  const { rounds, l2, radius } = setup;
  const { maxGradient, lastStep, path, squares, stale } = trace;
  // norms taken at every 64th item say where the learner was between them to within what it moved
  const norm = trace.maxNorm + REFRESH_F32 * lastStep * maxGradient;
  const far = norm + comparatorNorm;
  // Σ |gradient|: steps never grow, so that those of the items learned add up to no more than the path over the last step
  const most = rounds * maxGradient;
  const gradients = fresh || !(lastStep > 0) ? most : Math.min(most, path / lastStep);
  const times = (3 + (radius === Infinity ? 0 : REFRESH_F32)) * (columns + 4) + 24;
  const carried = lastStep > 0 ? (2 * UNIT * norm) / lastStep : 0;
  const steps = times * (gradients + rounds * l2 * norm) + rounds * (5 * longest + carried);
  return UNIT * (8 * (Math.max(loss, 0) + untrained) + far * steps + 64 * (squares + stale));
}
