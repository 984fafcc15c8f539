import type { Interval, PlanPoint } from "../../src/planner/result.ts";

/** Periods 1, 10, 100 and 1000 of one learner that pays 0.01 √k for its effective latency k, and is thrown back by two shifts. */
export function samplePoints(): PlanPoint[] {
  return [1, 10, 100, 1000].map((period): PlanPoint => {
    const k = (period + 1) / 2 + 3;
    const loss = 0.4 + 0.004 * Math.sqrt(k);
    const figures = {
      rounds: 18_000,
      meanLoss: loss,
      errors: 3000,
      auc: 0.8,
      brier: 0.12,
      rmse: null,
      mae: null,
    };
    return {
      schedule: `periodic(${period}, 3)`,
      kind: "periodic",
      label: period,
      training: 3,
      feedbackDelay: 0,
      latency: period + 3,
      effectiveLatency: k,
      steadyLatency: k,
      stepSize: 0.1,
      prefixLoss: loss + 0.03,
      choiceLoss: loss + 0.02,
      suffixLoss: around(loss, 0.01),
      increase: period === 1 ? null : around(loss - 0.408, 0.003),
      waiting: period === 1 ? null : around(0.001 * Math.sqrt(k), 0.0001),
      figures,
      surface: [0.01, 0.1, 1].map((stepSize, i) => ({
        stepSize,
        prefixLoss: loss + 0.03 + 0.05 * Math.abs(i - 1),
        choiceLoss: loss + 0.02 + 0.05 * Math.abs(i - 1),
        suffixLoss: loss + 0.04 * Math.abs(i - 1),
        diverged: i === 2 && period === 1000 ? { reason: "a loss that is not finite", round: 900 } : null,
      })),
      course: parts.map(
        (j) => loss + (j === 8 || j === 24 ? 0.2 : j === 9 || j === 25 ? 0.003 * Math.sqrt(k) : 0),
      ),
      retraining: {
        perDecision: 2 / period,
        choiceTotal: loss + 0.02 + 2 / period,
        total: around(loss + 2 / period, 0.01),
        increase: null,
      },
      compute: { updates: 20_000, fixedJob: null },
      lastOutcome: period === 1 ? null : around(0.02, 0.01),
      baseline: {
        rounds: 18_000,
        frequencyLoss: 0.61,
        persistenceErrors: 5000,
        meanRmse: null,
        meanMae: null,
        persistenceMae: null,
      },
      regret: 200 * Math.sqrt(k),
      bound: 700 * Math.sqrt(k),
      meaning: null,
      verdict: null,
      diverged: null,
    };
  });
}

/** Equal parts of the rows that judge. */
export const parts: readonly number[] = Array.from({ length: 40 }, (_, j) => j);

export function around(value: number, error: number): Interval {
  return { value, low: value - error, high: value + error, block: 9 };
}
