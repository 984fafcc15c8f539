import { F_LAST_LOSS, F_MEAN_ABSOLUTE, F_MEAN_LOSS } from "../../assembly/layout.ts";
import type { Panel } from "../engine/panel.ts";
import type { Baseline } from "../result.ts";

/** What one gets without learning from the same data at the same time. */

export const NO_BASELINE: Baseline = {
  rounds: 0,
  frequencyLoss: null,
  persistenceErrors: null,
  meanRmse: null,
  meanMae: null,
  persistenceMae: null,
};

/** The baselines under a panel's schedule, over the `rounds` rounds since its accounts were started. */
export function readBaseline({ table }: Panel, rounds: number, classes: boolean): Baseline {
  const pair = (slot: number): number => table.real(slot) + table.real(slot + 1);
  return {
    rounds,
    frequencyLoss: classes ? pair(F_MEAN_LOSS) / rounds : null,
    persistenceErrors: classes ? table.real(F_LAST_LOSS) : null,
    meanRmse: classes ? null : Math.sqrt(pair(F_MEAN_LOSS) / rounds),
    meanMae: classes ? null : pair(F_MEAN_ABSOLUTE) / rounds,
    persistenceMae: classes ? null : pair(F_LAST_LOSS) / rounds,
  };
}

/** Two stretches taken together. */
export function together(a: Baseline, b: Baseline): Baseline {
  const rounds = a.rounds + b.rounds;
  const mean = (x: number | null, y: number | null): number | null =>
    x === null || y === null ? null : (x * a.rounds + y * b.rounds) / rounds;
  const square = (x: number | null): number | null => x && x * x;
  const meanSquare = mean(square(a.meanRmse), square(b.meanRmse));
  return {
    rounds,
    frequencyLoss: mean(a.frequencyLoss, b.frequencyLoss),
    persistenceErrors: a.persistenceErrors === null ? null : a.persistenceErrors + b.persistenceErrors!,
    meanRmse: meanSquare && Math.sqrt(meanSquare),
    meanMae: mean(a.meanMae, b.meanMae),
    persistenceMae: mean(a.persistenceMae, b.persistenceMae),
  };
}
