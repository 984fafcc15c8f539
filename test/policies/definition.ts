import type { Stream } from "../../src/index.ts";
import { words } from "../philox.ts";
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
  readonly model: "softmax" | "hedge";
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
  const weights = Array.from({ length: Math.max(1, stream.contexts) * actions }, () =>
    Array.from({ length: Math.max(1, stream.features) }, () => 0),
  );
  const memory = new Memory(of.estimator, actions);
  const descend = descent(of, weights);
  const items: Item[] = [];
  const sums: PolicySums = {
    ...{ loss: 0, deployed: 0, aligned: 0, best: 0, untrained: 0, utility: 0 },
    gained: Array.from({ length: Math.max(1, stream.contexts) }, () =>
      Array.from({ length: actions }, () => 0),
    ),
  };
  for (let t = 0, learned = 0; t < of.rounds; t++) {
    for (; learned < seen(t + 1); learned++) {
      memory.learn(items[learned]!);
      descend(items[learned]!);
    }
    const row = of.life ? of.life.row(t) : drawRow(of, t);
    const own = weights.slice(row.place * actions, (row.place + 1) * actions);
    const p = softmax(own.map((w) => dot(w, row.x)));
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
  return model === "hedge" ? u.map((v) => -v) : u.map((v, a) => p[a]! * (dot(p, u) - v));
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
function descent({ step, rule, radius, stream }: PolicySetting, weights: number[][]): (item: Item) => void {
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
      const w = weights[place * stream.actions + a]!;
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

type Draws = Pick<PolicySetting, "seed" | "replicate">;

/** Coordinate j of the uniforms of a sequence in a round: docs/rounds.md, 6. */
export function uniform({ seed, replicate }: Draws, sequence: number, round: number, j: number): number {
  return (words(10, seed, 8 * replicate + sequence, BigInt(round), j >> 2)[j & 3]! + 0.5) * 2 ** -32;
}

/** The same of the normals: words 0 and 1 make the first two, words 2 and 3 the others. */
function normal({ seed, replicate }: Draws, sequence: number, round: number, j: number): number {
  const group = words(10, seed, 8 * replicate + sequence, BigInt(round), j >> 2);
  const [w, angle] = group.slice(j & 2, (j & 2) + 2);
  const radius = Math.sqrt(-2 * Math.log((w! + 0.5) * 2 ** -32));
  const turn = 2 * Math.PI * angle! * 2 ** -32;
  return radius * (j & 1 ? Math.sin(turn) : Math.cos(turn));
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
