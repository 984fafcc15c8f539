import type { Opponent } from "./certificate/staleness.ts";
import type { Comparator } from "./comparators/comparator.ts";
import type { BestFixed } from "./comparators/hindsight.ts";
import type { Totals } from "./engine/accounts.ts";
import type { ComparatorResult } from "./result.ts";
import { norm as normOf } from "./vectors.ts";

/** A comparator that does not move, as the certificate sees it: by its weights, which one chosen in hindsight has only at the end. */
export function fixedOpponent(comparator: Comparator, best: BestFixed | null): Opponent {
  const weights = comparator.name === "fixed" ? comparator.weights : (best?.weights ?? new Float64Array());
  const norm = normOf(weights);
  return { norm, maxNorm: norm, path: 0, followed: comparator.name !== "hindsight" };
}

/** What is said of the comparator. `loss`: its total; `value`: what it saves against the untrained model. */
export function comparatorResult(of: {
  readonly comparator: Comparator;
  readonly opponent: Opponent;
  readonly best: BestFixed | null;
  readonly totals: Totals;
  readonly loss: number;
  readonly value: number;
  readonly rounds: number;
  /** Passes over the stream beside those of the search. */
  readonly passes: number;
}): ComparatorResult {
  const { comparator, opponent, best, totals, value, rounds } = of;
  return {
    name: comparator.name,
    norm: comparator.name === "hindsight" && !best ? null : opponent.norm,
    meanLoss: of.loss / rounds,
    untrainedMeanLoss: totals.untrained / rounds,
    value,
    path: opponent.path,
    hindsight: best && {
      ...(best.actions && { actions: best.actions }),
      radius: best.radius,
      gap: best.gap / rounds,
      passes: best.passes + of.passes,
      converged: best.converged,
    },
  };
}
