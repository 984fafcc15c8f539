/** Mixing forecasts as docs/rounds.md defines it: one round after the other, in plain terms. */

export interface Setting {
  /** (rows, experts); NaN where asleep. */
  readonly forecasts: readonly (readonly number[])[];
  readonly outcomes: readonly number[];
  readonly value: (forecast: number, outcome: number) => number;
  readonly slope: (forecast: number, outcome: number) => number;
  readonly follow: "losses" | "gradient";
  /** a(s) of round s, counted from 1. */
  readonly seen: (round: number) => number;
  readonly eta: (item: number) => number;
}

export interface Mixed {
  readonly predictions: number[];
  readonly loss: number;
  readonly expected: number;
  /** Against each expert, over the rounds in which it was awake: loss, and what is followed, minus its own. */
  readonly regrets: number[];
  readonly followedRegrets: number[];
}

export function mixture({ forecasts, outcomes, value, slope, follow, seen, eta }: Setting): Mixed {
  const n = forecasts[0]!.length;
  const scores = new Array<number>(n).fill(0);
  const waiting: number[][] = [];
  const result: Mixed = {
    predictions: [],
    loss: 0,
    expected: 0,
    regrets: new Array<number>(n).fill(0),
    followedRegrets: new Array<number>(n).fill(0),
  };
  let [learned, loss, expected] = [0, 0, 0];
  forecasts.forEach((row, t) => {
    for (; learned < seen(t + 1); learned++)
      waiting[learned]!.forEach((g, i) => (scores[i]! -= eta(learned + 1) * g));
    const y = outcomes[t]!;
    const awake = row.map((f) => !Number.isNaN(f));
    const most = Math.max(...scores.filter((_, i) => awake[i]));
    const weights = scores.map((z, i) => (awake[i] ? Math.exp(Math.max(-41.5, z - most)) : 0));
    const total = weights.reduce((a, b) => a + b);
    const mean = (of: (f: number) => number): number =>
      weights.reduce((sum, w, i) => (awake[i] ? sum + (w / total) * of(row[i]!) : sum), 0);
    const forecast = mean((f) => f);
    const own = follow === "losses" ? (f: number) => value(f, y) : (f: number) => slope(forecast, y) * f;
    const charged = mean(own);
    waiting.push(row.map((f, i) => (awake[i] ? own(f) : charged)));
    result.predictions.push(forecast);
    loss += value(forecast, y);
    expected += mean((f) => value(f, y));
    row.forEach((f, i) => {
      if (!awake[i]) return;
      result.regrets[i]! += value(forecast, y) - value(f, y);
      result.followedRegrets[i]! += charged - own(f);
    });
  });
  return { ...result, loss, expected };
}
