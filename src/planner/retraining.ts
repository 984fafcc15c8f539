import { nonEmpty, realNumber } from "../check.ts";

/** How often to retrain: loss a decision, plus the cost of a retraining spread over a period. */

/** A period and what it costs a decision in all. */
export interface BestPeriod {
  readonly period: number;
  /** J(p) = C(p) + c/p. */
  readonly total: number;
}

/**
 * The period with the least J(p) = C(p) + c/p, the first of several. Every period given is tried: curves measured from logs need be neither
 * smooth nor monotone, and what lies between two measured periods is not guessed.
 *
 * @param of.loss C(p), mean loss a decision of retraining every p rounds; NaN where it is not known.
 * @param of.cost c of one retraining in units of loss, >= 0.
 * @param of.periods to choose from, each > 0.
 * @throws RangeError on a cost below 0, a period that is not above 0, no periods, or where no J is a number.
 */
export function bestPeriod(of: {
  readonly loss: (period: number) => number;
  readonly cost: number;
  readonly periods: readonly number[];
}): BestPeriod {
  realNumber("bestPeriod: cost", of.cost, { least: 0 });
  let best: BestPeriod = { period: NaN, total: NaN };
  for (const period of nonEmpty("bestPeriod: periods", of.periods)) {
    realNumber("bestPeriod: periods", period, { least: 0, open: true });
    const total = of.loss(period) + of.cost / period;
    if (total < best.total || (Number.isNaN(best.total) && !Number.isNaN(total))) best = { period, total };
  }
  if (Number.isNaN(best.total))
    throw new RangeError("bestPeriod: loss: expected a number for some period, got none");
  return best;
}

/**
 * Cost of a retraining at which periods p < q are as good as each other: q saves c (1/p - 1/q) a decision and loses C(q) - C(p) more, so
 * c = p q (C(q) - C(p))/(q - p), which is 2 p (C(2p) - C(p)) at q = 2p. Above it q is better; below 0 it is better at any cost.
 *
 * @param increase C(q) - C(p), a decision.
 */
export function breakEvenCost(shorter: number, longer: number, increase: number): number {
  return (shorter * longer * increase) / (longer - shorter);
}

/**
 * The periods that are best at some cost, in the order of the cost: indices of the lower envelope of J(c) = C(p) + c/p. From the period that is best where
 * retraining is free each step goes to the longer period with the least break-even cost, the longest of several. Where C is not convex in 1/p some periods are
 * best at no cost, and what neighbouring periods break even at says nothing of when to change.
 *
 * @param of periods, the shortest first, each with its C(p); NaN where that is not known.
 */
export function lowerEnvelope(of: readonly { readonly period: number; readonly loss: number }[]): number[] {
  const longestOfLeast = (from: number, value: (i: number) => number): number =>
    of.reduce((best, _, i) => {
      if (i < from || Number.isNaN(value(i))) return best;
      return best < 0 || value(i) <= value(best) ? i : best;
    }, -1);
  const envelope: number[] = [];
  let last = longestOfLeast(0, (i) => of[i]!.loss);
  while (last >= 0) {
    envelope.push(last);
    const { period, loss } = of[last]!;
    last = longestOfLeast(last + 1, (i) => breakEvenCost(period, of[i]!.period, of[i]!.loss - loss));
  }
  return envelope;
}

/** Periods 1, 3, 10, 30, .. of which the prefix has at least ten, so that it can choose their step sizes. */
export function autoPeriods(prefix: number): number[] {
  const periods = [1];
  for (let decade = 1; ; decade *= 10)
    for (const period of decade === 1 ? [3] : [decade, 3 * decade]) {
      if (10 * period > prefix) return periods;
      periods.push(period);
    }
}
