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

/** @param classes outcomes are classes. */
export function figures(phase: Phase, classes: boolean): Figures {
  const { rounds } = phase;
  return {
    rounds,
    meanLoss: phase.loss / rounds,
    errors: classes ? phase.errors : null,
    auc: phase.histogram && !phase.diverged ? auc(phase.histogram) : null,
    brier: classes ? phase.squared / rounds : null,
    rmse: classes ? null : Math.sqrt(phase.squared / rounds),
    mae: classes ? null : phase.absolute / rounds,
  };
}
