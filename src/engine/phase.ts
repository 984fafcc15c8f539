import {
  ABSOLUTE,
  BINS,
  COVERED,
  DIVERGED,
  ERRORS,
  EXPLORED,
  FARTHEST,
  GAP,
  LOSS,
  LOSS2,
  MAX_GAP,
  MIN_GAP,
  REALISED,
  SQUARED,
} from "../../assembly/layout.ts";
import type { Panel } from "./panel.ts";

/** What one learner's accounts say about a stretch of rounds. */
export interface Phase {
  readonly rounds: number;
  /** Σ loss; Σ loss - comparator's loss; Σ loss². */
  readonly loss: number;
  readonly gap: number;
  readonly loss2: number;
  /** Extremes of a round's loss minus the comparator's. */
  readonly minGap: number;
  readonly maxGap: number;
  /** Largest difference of a round's loss from the untrained model's. */
  readonly farthest: number;
  /** First round, counted from 1, whose loss was not a finite number; 0 for none. */
  readonly diverged: number;
  readonly errors: number;
  /** Where outcomes are values: rounds whose outcome was at most the output. */
  readonly covered: number;
  /** Σ utility of the actions chosen. */
  readonly realised: number;
  /** Σ loss expected of what was deployed, with exploration, minus that of the policy itself. */
  readonly explored: number;
  readonly squared: number;
  readonly absolute: number;
  /** (2, BINS) counts of outputs by class; null where no class is predicted. */
  readonly histogram: Uint32Array | null;
  /** Sums behind the regret against transformed decisions (Panel.transformed); null where nobody asked. */
  readonly transformed: Float64Array | null;
}

export function readPhase(panel: Panel, lane: number, rounds: number): Phase {
  return {
    rounds,
    loss: panel.sum(LOSS, lane),
    gap: panel.sum(GAP, lane),
    loss2: panel.sum(LOSS2, lane),
    minGap: panel.vector(MIN_GAP)[lane]!,
    maxGap: panel.vector(MAX_GAP)[lane]!,
    farthest: panel.vector(FARTHEST)[lane]!,
    diverged: panel.vector(DIVERGED)[lane]!,
    errors: panel.vector(ERRORS)[lane]!,
    covered: panel.vector(COVERED)[lane]!,
    realised: panel.sum(REALISED, lane),
    explored: panel.sum(EXPLORED, lane),
    squared: panel.sum(SQUARED, lane),
    absolute: panel.sum(ABSOLUTE, lane),
    histogram: panel.rules.histogram ? panel.histogram(lane) : null,
    transformed: panel.rules.transformed ? panel.transformed(lane) : null,
  };
}

/** Two stretches taken together. */
export function merge(a: Phase, b: Phase): Phase {
  return {
    rounds: a.rounds + b.rounds,
    loss: a.loss + b.loss,
    gap: a.gap + b.gap,
    loss2: a.loss2 + b.loss2,
    minGap: Math.min(a.minGap, b.minGap),
    maxGap: Math.max(a.maxGap, b.maxGap),
    farthest: Math.max(a.farthest, b.farthest),
    diverged: a.diverged || b.diverged,
    errors: a.errors + b.errors,
    covered: a.covered + b.covered,
    realised: a.realised + b.realised,
    explored: a.explored + b.explored,
    squared: a.squared + b.squared,
    absolute: a.absolute + b.absolute,
    histogram: a.histogram && b.histogram ? a.histogram.map((count, i) => count + b.histogram![i]!) : null,
    transformed:
      a.transformed && b.transformed ? a.transformed.map((sum, i) => sum + b.transformed![i]!) : null,
  };
}

/**
 * Area under the ROC curve from the histogram: the probability that a random positive has a larger output than a random
 * negative, outputs in the same of 4,096 bins counting half. null without both classes.
 */
export function auc(histogram: Uint32Array): number | null {
  let [below, positives, wins] = [0, 0, 0];
  for (let bin = 0; bin < BINS; bin++) {
    const [negative, positive] = [histogram[bin]!, histogram[BINS + bin]!];
    wins += positive * (below + negative / 2);
    below += negative;
    positives += positive;
  }
  return below > 0 && positives > 0 ? wins / (below * positives) : null;
}
