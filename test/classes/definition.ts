import type { Row } from "../rows.ts";

/** Softmax regression with latency as docs/rounds.md defines it: one row after the other, in plain terms. Features are not scaled. */

export interface Setting {
  readonly rows: readonly Row[];
  readonly classes: number;
  readonly columns: { readonly dense: number; readonly sparse: number };
  /** a(s) of round s, counted from 1. */
  readonly seen: (round: number) => number;
  /** The round that is learned as an item, both counted from 1; default the same. */
  readonly order?: (item: number) => number;
  readonly fresh: boolean;
  /** Step size of an item, counted from 1, and the squared norm of its gradient. */
  readonly eta: (item: number, squares: number) => number;
}

export interface Learned {
  readonly loss: number;
  readonly errors: number;
  readonly brier: number;
  readonly frequencyLoss: number;
  readonly lastErrors: number;
  readonly predictions: number[];
}

export function softmaxRegression({ rows, classes, columns, seen, order, fresh, eta }: Setting): Learned {
  const width = 1 + columns.dense + columns.sparse;
  const weights = Array.from({ length: classes }, () => new Array<number>(width).fill(0));
  const counts = new Array<number>(classes).fill(0);
  const played: number[][] = [];
  const predictions: number[] = [];
  let [learned, loss, errors, brier, frequencyLoss, lastErrors, last, squares] = [0, 0, 0, 0, 0, 0, 0, 0];
  const featuresOf = ({ dense, sparse }: Row): (readonly [column: number, value: number])[] => [
    [0, 1],
    ...dense.map((x, j) => [1 + j, x] as const),
    ...sparse.map(([column, x]) => [1 + columns.dense + column, x] as const),
  ];
  const probabilities = (row: Row): number[] => {
    const z = weights.map((w) => featuresOf(row).reduce((sum, [j, x]) => sum + w[j]! * x, 0));
    const most = Math.max(...z);
    const e = z.map((score) => Math.exp(Math.max(-41.5, score - most)));
    const total = e.reduce((a, b) => a + b);
    return e.map((x) => x / total);
  };
  const learn = (item: number): void => {
    const i = (order?.(item) ?? item) - 1;
    const row = rows[i]!;
    const p = fresh ? probabilities(row) : played[i]!;
    const slopes = p.map((x, c) => row.weight * (x - Number(c === row.outcome)));
    const length2 = featuresOf(row).reduce((sum, [, x]) => sum + x * x, 0);
    squares += slopes.reduce((sum, s) => sum + s * s, 0) * length2;
    const step = eta(item, squares);
    slopes.forEach((s, c) => featuresOf(row).forEach(([j, x]) => (weights[c]![j]! -= step * s * x)));
    last = row.outcome;
    counts[last]!++;
  };
  rows.forEach((row, t) => {
    for (; learned < seen(t + 1); learned++) learn(learned + 1);
    const p = probabilities(row);
    played.push(p);
    const best = p.indexOf(Math.max(...p));
    predictions.push(best);
    loss -= row.weight * Math.log(p[row.outcome]!);
    errors += Number(best !== row.outcome);
    brier += p.reduce((sum, x, c) => sum + (x - Number(c === row.outcome)) ** 2, 0);
    frequencyLoss -= row.weight * Math.log((counts[row.outcome]! + 1) / (learned + classes));
    lastErrors += Number(last !== row.outcome);
  });
  return { loss, errors, brier, frequencyLoss, lastErrors, predictions };
}
