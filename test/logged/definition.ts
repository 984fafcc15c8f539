import type { Row } from "../rows.ts";

/** Evaluation from a log as docs/rounds.md defines it, in plain terms. Rows: features, the action taken, its reward and propensity. */

export interface Taken {
  readonly row: Row;
  readonly reward: number;
  readonly propensity: number;
}

/** Probabilities of all actions in each row. */
export type Played = readonly (readonly number[])[];

interface Mean {
  readonly value: number;
  readonly standardError: number;
}

export interface Estimates {
  readonly ips: Mean;
  readonly selfNormalised: Mean;
  readonly doublyRobust: Mean;
  readonly effectiveSample: number;
  readonly meanWeight: Mean;
  readonly largestWeight: number;
}

export function estimates(log: readonly Taken[], actions: number, played: Played): Estimates {
  const sums = new Array<number>(actions).fill(0);
  const counts = new Array<number>(actions).fill(0);
  const w = log.map(({ row, propensity }, t) => played[t]![row.outcome]! / propensity);
  const r = log.map(({ reward }) => reward);
  const robust = log.map(({ row: { outcome: a }, reward }, t) => {
    const model = sums.map((sum, b) => (counts[b]! > 0 ? sum / counts[b]! : 0));
    sums[a]! += reward;
    counts[a]!++;
    const expected = played[t]!.reduce((sum, p, b) => sum + p * model[b]!, 0);
    return expected + w[t]! * (reward - model[a]!);
  });
  const n = log.length;
  const sum = (x: readonly number[]) => x.reduce((a, b) => a + b, 0);
  const mean = (x: readonly number[]) => {
    const value = sum(x) / n;
    return { value, standardError: Math.sqrt(sum(x.map((y) => (y - value) ** 2)) / n / (n - 1)) };
  };
  const normalised = sum(w.map((x, t) => x * r[t]!)) / sum(w);
  return {
    ips: mean(w.map((x, t) => x * r[t]!)),
    selfNormalised: {
      value: normalised,
      standardError: Math.sqrt(sum(w.map((x, t) => (x * (r[t]! - normalised)) ** 2))) / sum(w),
    },
    doublyRobust: mean(robust),
    effectiveSample: sum(w) ** 2 / sum(w.map((x) => x * x)),
    meanWeight: mean(w),
    largestWeight: Math.max(...w),
  };
}

/**
 * Probabilities of a softmax policy that learns from the log by importance weighting, with stale or fresh gradients, and latency k or a model every
 * `period` rows.
 */
export function learnedPolicy(
  log: readonly Taken[],
  actions: number,
  {
    k = 1,
    period = 1,
    eta,
    baseline,
    fresh,
  }: { k?: number; period?: number; eta: number; baseline: number; fresh: boolean },
): Played {
  const weights = Array.from({ length: actions }, () =>
    new Array<number>(1 + log[0]!.row.dense.length).fill(0),
  );
  const features = (t: number) => [1, ...log[t]!.row.dense];
  const probabilities = (t: number): number[] => {
    const z = weights.map((w) => features(t).reduce((sum, x, j) => sum + w[j]! * x, 0));
    const e = z.map((score) => Math.exp(Math.max(-41.5, score - Math.max(...z))));
    return e.map((x) => x / e.reduce((a, b) => a + b));
  };
  const played: number[][] = [];
  for (let t = 0, i = 0; t < log.length; t++) {
    for (const goal = period * Math.floor((t + 1 - k) / period); i < goal; i++) {
      const { row, reward, propensity } = log[i]!;
      const p = fresh ? probabilities(i) : played[i]!;
      const ratio = p[row.outcome]! / propensity;
      p.forEach((x, a) => {
        const step = eta * ratio * (reward - baseline) * (Number(a === row.outcome) - x);
        features(i).forEach((f, j) => (weights[a]![j]! += step * f));
      });
    }
    played.push(probabilities(t));
  }
  return played;
}
