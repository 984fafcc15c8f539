import { auc, type Phase } from "../engine/phase.ts";
import type { Figures } from "../result.ts";

/** How good predictions were. */

export const NO_FIGURES: Figures = {
  rounds: 0,
  meanLoss: NaN,
  errors: null,
  auc: null,
  brier: null,
  rmse: null,
  mae: null,
};

/** What outcomes are, and what is predicted of them. */
export interface Graded {
  readonly classes: boolean;
  readonly quantile: boolean;
}

export function figures(phase: Phase, { classes, quantile }: Graded): Figures {
  const { rounds } = phase;
  return {
    rounds,
    meanLoss: phase.loss / rounds,
    errors: classes ? phase.errors : null,
    auc: phase.histogram && !phase.diverged ? auc(phase.histogram) : null,
    brier: classes ? phase.squared / rounds : null,
    rmse: classes ? null : Math.sqrt(phase.squared / rounds),
    mae: classes ? null : phase.absolute / rounds,
    ...(quantile && { coverage: phase.covered / rounds }),
  };
}
