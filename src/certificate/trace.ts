import { ETA, MAX_DIST2, MAX_GRAD, MAX_NORM2, PATH, SQUARES, STALE } from "../../assembly/layout.ts";
import type { Panel } from "../engine/panel.ts";

/** What the staleness bound needs to know of one learner, all its data learned, the pending ones included. */
export interface Trace {
  /** Σ eta_i |g_i|² over the items learned. */
  readonly squares: number;
  /** Σ_s |grad l_s(x_s)| Σ_{a(s)<i<s} eta_i |g_i|. */
  readonly stale: number;
  /** Σ eta_i |g_i|: length of the learner's path before projection. */
  readonly path: number;
  /** Largest gradient norm met, at the weights that played or at the learner's own. */
  readonly maxGradient: number;
  /** Step size at the last item. */
  readonly lastStep: number;
  /**
   * Largest |z_i| of the learner's iterates, and largest |z_i - u|; 0 and |u| where they were not followed. In f32 the first is
   * always at hand: at every item, or at every REFRESH_F32-th where only that is asked for.
   */
  readonly maxNorm: number;
  readonly maxDistance: number;
}

export function readTrace(panel: Panel, lane: number): Trace {
  const at = (id: number): number => panel.vector(id)[lane]!;
  return {
    squares: panel.sum(SQUARES, lane),
    stale: panel.sum(STALE, lane),
    path: panel.sum(PATH, lane),
    maxGradient: at(MAX_GRAD),
    lastStep: at(ETA),
    maxNorm: Math.sqrt(at(MAX_NORM2)),
    maxDistance: Math.sqrt(at(MAX_DIST2)),
  };
}
