import type { Stream } from "../../src/index.ts";
import { normal, uniform } from "../philox.ts";
import { dot } from "../reference.ts";

/** Policies by their definition: one round at a time, whole gradients kept, nothing shared with the kernels but the words of Philox. */

export type Estimating =
  | { readonly kind: "full" }
  | { readonly kind: "weighted"; readonly baseline: number }
  | { readonly kind: "implicit"; readonly gamma: number; readonly highest: number }
  | { readonly kind: "robust"; readonly model: readonly number[] | "means" }
  | { readonly kind: "reinforce"; readonly baseline: number | "mean" | "optimal" };

export interface PolicySetting {
  readonly rounds: number;
  readonly seed: bigint;
  readonly replicate: number;
  readonly stream: Stream;
  /** (actions, features) weights of M* of a stream of features. */
  readonly aligned: readonly number[];
  readonly model: "softmax" | "hedge" | "swap";
  readonly estimator: Estimating;
  /** Probability of acting at random in round s, counted from 1. */
  readonly explores: (round: number) => number;
  readonly step: number;
  readonly rule: "constant" | "root" | "adagrad";
  readonly radius: number;
  /** a(s) of round s, counted from 1. */
  readonly seen: (round: number) => number;
  /** Where decisions have consequences: the row of the state at hand, and what becomes of it. */
  readonly life?: Life;
}

/** A learner's life in a world, by its definition. */
export interface Life {
  readonly row: (round: number) => Drawn;
  /** The policy was p, `action` was taken, and a draw in (0, 1) says what follows. */
  readonly live: (round: number, p: readonly number[], action: number, draw: number) => void;
}

/** Sums over the rounds. */
export interface PolicySums {
  /** Losses of the policy, of what was deployed, of the aligned policy as it draws and as it takes its best action. */
  loss: number;
  deployed: number;
  aligned: number;
  best: number;
  untrained: number;
  /** Utilities of the actions drawn. */
  utility: number;
  /** (contexts, actions) what each action would have gained over random ones. */
  gained: number[][];
  /** (contexts, actions b, actions a) what a wherever b was taken would have gained. */
  swaps: number[][][];
}

/** One round as it is learned. */
interface Item {
  readonly place: number;
  readonly x: readonly number[];
  readonly slopes: readonly number[];
  readonly action: number;
  readonly utility: number;
  /** |p/q (e_Y - p)|². */
  readonly length: number;
}

export function playPolicy(of: PolicySetting): PolicySums {
  const { stream, explores, seen } = of;
  const { actions } = stream;
  const places = Math.max(1, stream.contexts);
  const scores = of.model === "swap" ? actions * actions : actions;
  const weights = Array.from({ length: places * scores }, () =>
    Array.from({ length: Math.max(1, stream.features) }, () => 0),
  );
  const memory = new Memory(of.estimator, actions);
  const descend = descent(of, weights);
  const items: Item[] = [];
  const sums: PolicySums = {
    ...{ loss: 0, deployed: 0, aligned: 0, best: 0, untrained: 0, utility: 0 },
    gained: Array.from({ length: places }, () => zeros(actions)),
    swaps: Array.from({ length: places }, () => Array.from({ length: actions }, () => zeros(actions))),
  };
  for (let t = 0, learned = 0; t < of.rounds; t++) {
    for (; learned < seen(t + 1); learned++) {
      memory.learn(items[learned]!);
      descend(items[learned]!);
    }
    const row = of.life ? of.life.row(t) : drawRow(of, t);
    const own = weights.slice(row.place * scores, (row.place + 1) * scores).map((w) => dot(w, row.x));
    const p = of.model === "swap" ? fixedPoint(own, actions) : softmax(own);
    const gamma = explores(t + 1);
    const q = p.map((chance) => (1 - gamma) * chance + gamma / actions);
    const action = firstAbove(q, uniform(of, 5, t, 0));
    const utility = row.utilities[action]!;
    const mean = row.expected.reduce((sum, u) => sum + u, 0) / actions;
    sums.loss -= dot(p, row.expected);
    sums.deployed -= dot(q, row.expected);
    sums.aligned -= row.sampled;
    sums.best -= Math.max(...row.expected);
    sums.untrained -= mean;
    sums.utility += utility;
    row.expected.forEach((u, a) => (sums.gained[row.place]![a]! += u - mean));
    for (const [b, swaps] of sums.swaps[row.place]!.entries())
      row.expected.forEach((u, a) => (swaps[a]! += p[b]! * (u - row.expected[b]!)));
    const ratio = p[action]! / q[action]!;
    const score = p.map((chance, a) => Number(a === action) - chance);
    of.life?.live(t, p, action, uniform(of, 0, t, 0));
    items.push({
      ...{ place: row.place, x: row.x, action, utility },
      slopes: slopesOf(of, memory, {
        ...{ p, q, action, utility, score, ratio },
        expected: row.told ?? row.expected,
      }),
      length: ratio * ratio * dot(score, score),
    });
  }
  return sums;
}

function zeros(n: number): number[] {
  return Array.from({ length: n }, () => 0);
}

interface Acted {
  readonly p: readonly number[];
  readonly q: readonly number[];
  readonly action: number;
  readonly utility: number;
  readonly expected: readonly number[];
  /** e_Y - p. */
  readonly score: readonly number[];
  readonly ratio: number;
}

/** Slopes of the loss in the scores of the actions. */
function slopesOf({ estimator, model }: PolicySetting, memory: Memory, acted: Acted): number[] {
  const { p, q, action, utility, expected, score, ratio } = acted;
  if (estimator.kind === "reinforce") return score.map((s) => -(utility - memory.baseline) * ratio * s);
  const estimate = (a: number): number => {
    const taken = Number(a === action);
    switch (estimator.kind) {
      case "full":
        return expected[a]!;
      case "weighted":
        return estimator.baseline + (taken * (utility - estimator.baseline)) / q[a]!;
      case "implicit":
        return estimator.highest - (taken * (estimator.highest - utility)) / (q[a]! + estimator.gamma);
      case "robust":
        return memory.means[a]! + (taken * (utility - memory.means[a]!)) / q[a]!;
    }
  };
  const u = p.map((_, a) => estimate(a));
  switch (model) {
    case "hedge":
      return u.map((v) => -v);
    case "swap":
      return p.flatMap((share) => u.map((v) => -share * v));
    case "softmax":
      return u.map((v, a) => p[a]! * (dot(p, u) - v));
  }
}

/** What an estimator knows of the items that were learned. */
class Memory {
  readonly means: number[];
  readonly #estimator: Estimating;
  readonly #times: number[];
  #sum = 0;
  #weight = 0;

  constructor(estimator: Estimating, actions: number) {
    this.#estimator = estimator;
    this.#times = Array.from({ length: actions }, () => 0);
    const model = estimator.kind === "robust" ? estimator.model : "means";
    this.means = model === "means" ? this.#times.map(() => 0) : [...model];
  }

  get baseline(): number {
    const { kind } = this.#estimator;
    if (kind === "reinforce" && typeof this.#estimator.baseline === "number") return this.#estimator.baseline;
    return this.#weight > 0 ? this.#sum / this.#weight : 0;
  }

  learn({ action, utility, length }: Item): void {
    if (this.#estimator.kind === "reinforce") {
      const weight = this.#estimator.baseline === "optimal" ? length : 1;
      this.#sum += weight * utility;
      this.#weight += weight;
    }
    if (this.#estimator.kind !== "robust" || this.#estimator.model !== "means") return;
    const times = ++this.#times[action]!;
    this.means[action]! += (utility - this.means[action]!) / times;
  }
}

/** Projected gradient descent of all weights together. */
function descent({ step, rule, radius }: PolicySetting, weights: number[][]): (item: Item) => void {
  let [learned, squares] = [0, 0];
  return ({ place, x, slopes }) => {
    learned++;
    squares += dot(slopes, slopes) * dot(x, x);
    const eta = {
      constant: step,
      root: step / Math.sqrt(learned),
      adagrad: squares > 0 ? step / Math.sqrt(squares) : 0,
    }[rule];
    slopes.forEach((slope, a) => {
      const w = weights[place * slopes.length + a]!;
      x.forEach((v, j) => (w[j]! -= eta * slope * v));
    });
    const norm = Math.sqrt(weights.flat().reduce((sum, v) => sum + v * v, 0));
    if (norm > radius) for (const w of weights) w.forEach((v, j) => (w[j] = (v * radius) / norm));
  };
}

export interface Drawn {
  /** Its context; 0 for features. */
  readonly place: number;
  readonly x: readonly number[];
  readonly expected: readonly number[];
  readonly utilities: readonly number[];
  /** What full information tells, where that is not the truth. */
  readonly told?: readonly number[];
  /** What the aligned policy can expect where it draws its actions. */
  readonly sampled: number;
}

function drawRow(of: PolicySetting, t: number): Drawn {
  const { stream } = of;
  if (stream.table === null) return drawFeatures(of, t);
  const { utilities, probabilities, once, noise } = stream.table;
  const phase = Math.floor(t / stream.length);
  const next = phase < once ? phase : once + ((phase - once) % (utilities.length - once));
  const row = probabilities ? firstAbove(probabilities, uniform(of, 0, t, 0)) : next;
  const expected = utilities[row]!;
  return {
    place: probabilities ? row : 0,
    x: [1],
    expected,
    utilities: expected.map((u, a) => {
      if (noise === "none") return u;
      return noise === "bernoulli" ? Number(uniform(of, 1, t, a) < u) : u + noise * normal(of, 1, t, a);
    }),
    sampled: Math.max(...expected),
  };
}

function drawFeatures(of: PolicySetting, t: number): Drawn {
  const { features, actions } = of.stream;
  const x = Array.from({ length: features }, (_, j) => Math.sqrt(3) * (2 * uniform(of, 0, t, j) - 1));
  const scores = Array.from({ length: actions }, (_, a) =>
    dot(of.aligned.slice(a * features, (a + 1) * features), x),
  );
  const expected = softmax(scores);
  const right = firstAbove(expected, uniform(of, 1, t, 0));
  return {
    ...{ place: 0, x, expected },
    utilities: expected.map((_, a) => Number(a === right)),
    sampled: dot(expected, expected),
  };
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const e = scores.map((z) => Math.exp(Math.max(z - most, -41.5)));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / sum);
}

/** The first whose cumulative probability exceeds the draw. */
function firstAbove(p: readonly number[], draw: number): number {
  let left = draw;
  for (let a = 0; a < p.length - 1; a++) {
    left -= p[a]!;
    if (left < 0) return a;
  }
  return p.length - 1;
}

/** The distribution p with p = p Q, where the rows of Q are the distributions of scores (actions, actions): Σ p = 1 in place of one equation. */
export function fixedPoint(scores: readonly number[], actions: number): number[] {
  const q = Array.from({ length: actions }, (_, b) => softmax(scores.slice(b * actions, (b + 1) * actions)));
  const equations = q.map((_, a) =>
    a === 0 ? q.map(() => 1) : q.map((row, b) => row[a]! - Number(a === b)),
  );
  return solve(
    equations,
    q.map((_, a) => Number(a === 0)),
  );
}

/** x with m x = b, by elimination. */
export function solve(m: number[][], b: number[]): number[] {
  const rows = m.map((row, i) => [...row, b[i]!]);
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.slice(i).reduce((best, row) => (Math.abs(row[i]!) > Math.abs(best[i]!) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(i, 0, pivot);
    for (const row of rows)
      if (row !== pivot) {
        const factor = row[i]! / pivot[i]!;
        pivot.forEach((v, j) => (row[j]! -= factor * v));
      }
  }
  return rows.map((row, i) => row[b.length]! / row[i]!);
}
