import type { Row } from "./rows.ts";

/**
 * The definition of a run, one round at a time and with nothing clever: what the kernels compute, in the words of
 * docs/rounds.md. Read `playByDefinition` first.
 *
 * Rounds are s = 1..T. Round s is decided by a model that has learned from the data of rounds 1..a(s), a(s) <= s - 1.
 * The learner's iterates are z_1 = 0 and z_{i+1} = update(z_i, item i), so that this model is z_{a(s)+1}. Item i is round i, unless feedback
 * arrives in another order.
 */

/** What a round costs as a function of score z and outcome y, and its derivative in z. */
export interface LossFunction {
  readonly value: (z: number, y: number) => number;
  readonly slope: (z: number, y: number) => number;
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** The seven losses by the names of their kernels, given their parameter where they have one. */
export function lossFunction(name: string, parameter: number = NaN): LossFunction {
  switch (name) {
    case "squared":
      return { value: (z, y) => (z - y) ** 2 / 2, slope: (z, y) => z - y };
    case "absolute":
      return { value: (z, y) => Math.abs(z - y), slope: (z, y) => Math.sign(z - y) };
    case "huber": {
      const delta = parameter;
      return {
        value: (z, y) =>
          Math.abs(z - y) <= delta ? (z - y) ** 2 / 2 : delta * (Math.abs(z - y) - delta / 2),
        slope: (z, y) => Math.max(-delta, Math.min(delta, z - y)),
      };
    }
    case "pinball": {
      const quantile = parameter;
      return {
        value: (z, y) => (z < y ? quantile * (y - z) : (1 - quantile) * (z - y)),
        slope: (z, y) => (z < y ? -quantile : z > y ? 1 - quantile : 0),
      };
    }
    case "linear": // the row is the gradient; the outcome plays no part
      return { value: (z) => z, slope: () => 1 };
    case "logistic":
      return {
        value: (z, y) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z,
        slope: (z, y) => sigmoid(z) - y,
      };
    case "brier":
      return {
        value: (z, y) => (sigmoid(z) - y) ** 2 / 2,
        slope: (z, y) => (sigmoid(z) - y) * sigmoid(z) * sigmoid(-z),
      };
  }
  throw new RangeError(`no loss ${name}`);
}

/** a(s) of the schedules that have a formula. */
export const schedules = {
  pipelined:
    (k: number) =>
    (s: number): number =>
      Math.max(0, s - k),
  periodic:
    (p: number, training: number) =>
    (s: number): number =>
      Math.max(0, p * Math.floor((s - 1 - training) / p)),
  /** s^beta is taken for an integer where it is one to 14 digits. */
  growing:
    (beta: number) =>
    (s: number): number =>
      s - Math.ceil(s ** beta * (1 - 1e-14)),
};

export interface Run {
  readonly loss: LossFunction;
  /** a(s): how many rounds the model that decides round s has learned from. */
  readonly seen: (s: number) => number;
  /** The round that is learned as item i; default i. */
  readonly order?: (i: number) => number;
  /** Slopes at the weights that played (stale), or at the learner's own (fresh). */
  readonly gradient: "stale" | "fresh";
  readonly rule: "constant" | "root" | "adagrad";
  readonly step: number;
  readonly l2: number;
  readonly radius: number;
  /** Step size of the intercept where it has one of its own. */
  readonly interceptStep: number | null;
  readonly intercept: boolean;
  /** Number of columns: the intercept's (also where there is none: it stays 0), the dense ones, the sparse ones. */
  readonly columns: number;
  readonly scale: "standard" | "river" | "none";
  /** Which dense columns are standardised. */
  readonly scaled: readonly boolean[];
  /** Weights of the comparator u, (columns,). */
  readonly comparator: readonly number[];
}

export interface Played {
  /** Loss of every round, times its row's weight, and the same for the comparator. */
  readonly losses: Float64Array;
  readonly comparatorLosses: Float64Array;
  /** z_{a(T)+1}, the weights that decided the last round. */
  readonly weights: Float64Array;
  /** Σ (s - 1 - a(s)), and the largest s - a(s). */
  readonly staleness: number;
  readonly latency: number;
  /** The sums of the staleness bound, all T items learned. */
  readonly certificate: {
    readonly squares: number;
    readonly stale: number;
    readonly path: number;
    readonly lastStep: number;
    readonly maxGradient: number;
    readonly maxNorm: number;
    readonly maxDistance: number;
  };
}

export function playByDefinition(rows: Iterable<Row>, run: Run): Played {
  const { loss, seen, comparator } = run;
  const learner = new Learner(run);
  const scaler = new Scaler(run);
  const waiting = new Map<number, Waiting>();
  const losses: number[] = [];
  const comparatorLosses: number[] = [];
  const playedGradients: number[] = [];
  let [s, staleness, latency] = [0, 0, 0];
  for (const row of rows) {
    s++;
    // 1. the data that the schedule allows are learned, in order
    const goal = seen(s);
    while (learner.items < goal) learner.learn(waiting, learner.items + 1);
    staleness += s - 1 - goal;
    latency = Math.max(latency, s - goal);
    // 2. the row is seen
    scaler.observe(row);
    const x = scaler.features(row);
    // 3. the model decides: its score, its loss
    const z = dot(learner.weights, run.scale === "river" ? learner.scaler.features(row) : x);
    const slope = row.weight * loss.slope(z, row.outcome);
    losses.push(row.weight * loss.value(z, row.outcome));
    comparatorLosses.push(row.weight * loss.value(dot(comparator, x), row.outcome));
    playedGradients.push(Math.abs(slope) * norm(x));
    // 4. and the data item waits
    waiting.set(s, { row, x, slope });
  }
  const weights = learner.weights.slice();
  // the bound is about all items: those still waiting are learned now
  while (learner.items < s) learner.learn(waiting, learner.items + 1);
  return {
    losses: Float64Array.from(losses),
    comparatorLosses: Float64Array.from(comparatorLosses),
    weights,
    staleness,
    latency,
    certificate: certificate(run, learner, playedGradients),
  };
}

/** A data item whose turn has not come: its row as it was seen, and the slope at the score that was played. */
interface Waiting {
  readonly row: Row;
  readonly x: Float64Array;
  readonly slope: number;
}

/** Projected online gradient descent on one item after the other. */
class Learner {
  readonly run: Run;
  readonly weights: Float64Array;
  /** The model's own scaler, which learns with the labels: river scaling. */
  readonly scaler: Scaler;
  /** Items learned so far. */
  items = 0;
  /** eta_i and |g_i| of every item. */
  readonly etas: number[] = [];
  readonly gradients: number[] = [];
  maxNorm = 0;
  maxDistance: number;
  #sumOfSquares = 0;
  readonly #gradient: Float64Array;

  constructor(run: Run) {
    this.run = run;
    this.weights = new Float64Array(run.columns);
    this.#gradient = new Float64Array(run.columns);
    this.scaler = new Scaler(run);
    this.maxDistance = norm(run.comparator);
  }

  learn(waiting: Map<number, Waiting>, i: number): void {
    const { loss, gradient, rule, step, l2, radius, interceptStep, scale, comparator } = this.run;
    const round = this.run.order?.(i) ?? i;
    const { row, x: atPlay, slope: played } = waiting.get(round)!;
    waiting.delete(round);
    const w = this.weights;
    this.scaler.observe(row);
    const x = scale === "river" ? this.scaler.features(row) : atPlay;
    const heard = gradient === "stale" ? played : row.weight * loss.slope(dot(w, x), row.outcome);
    const slope = (row.delay ?? row.feedback) === Infinity ? 0 : heard;
    // the gradient of loss and penalty l2/2 |w|²
    for (let j = 0; j < w.length; j++) this.#gradient[j] = slope * x[j]! + l2 * w[j]!;
    const length = norm(this.#gradient);
    this.#sumOfSquares += length ** 2;
    let eta = step;
    if (rule === "root") eta = step / Math.sqrt(i);
    // AdaGrad waits for the first gradient that is not 0
    if (rule === "adagrad") eta = this.#sumOfSquares > 0 ? step / Math.sqrt(this.#sumOfSquares) : 0;
    for (let j = 0; j < w.length; j++) {
      const own = j === 0 && interceptStep !== null ? interceptStep : eta;
      w[j] = (1 - eta * l2) * w[j]! - own * slope * x[j]!;
    }
    const size = norm(w);
    if (size > radius) for (let j = 0; j < w.length; j++) w[j]! *= radius / size;
    this.items = i;
    this.etas.push(eta);
    this.gradients.push(length);
    this.maxNorm = Math.max(this.maxNorm, norm(w));
    this.maxDistance = Math.max(this.maxDistance, distance(w, comparator));
  }
}

/** Running standardisation: mean and population variance of the rows observed so far (Welford). */
class Scaler {
  readonly run: Run;
  readonly mean: number[];
  readonly squares: number[];
  count = 0;

  constructor(run: Run) {
    this.run = run;
    this.mean = run.scaled.map(() => 0);
    this.squares = run.scaled.map(() => 0);
  }

  observe({ dense }: Row): void {
    this.count++;
    for (let j = 0; j < dense.length; j++) {
      const before = dense[j]! - this.mean[j]!;
      this.mean[j]! += before / this.count;
      this.squares[j]! += before * (dense[j]! - this.mean[j]!);
    }
  }

  /** The row as one vector: 1 for the intercept, dense columns, standardised where asked for, sparse columns. */
  features({ dense, sparse }: Row): Float64Array {
    const { columns, intercept, scale, scaled } = this.run;
    const x = new Float64Array(columns);
    x[0] = intercept ? 1 : 0;
    for (let j = 0; j < dense.length; j++) {
      const deviation = Math.sqrt(this.squares[j]! / this.count);
      const standardised = deviation > 0 ? (dense[j]! - this.mean[j]!) / deviation : 0;
      x[1 + j] = scale !== "none" && scaled[j] ? standardised : dense[j]!;
    }
    for (const [column, value] of sparse) x[1 + dense.length + column] = value;
    return x;
  }
}

/** Σ eta_i |g_i|²;  Σ_s |grad l_s(x_s)| Σ_{a(s)<i<n(s)} eta_i |g_i|, n(s) the item that round s is;  Σ eta_i |g_i|;  and the extremes. */
function certificate(
  { seen, order }: Run,
  learner: Learner,
  playedGradients: readonly number[],
): Played["certificate"] {
  const { etas, gradients, maxNorm, maxDistance } = learner;
  const moved = etas.map((eta, i) => eta * gradients[i]!);
  const stale = playedGradients.map((_, t) => {
    const round = order?.(t + 1) ?? t + 1;
    let meanwhile = 0;
    for (let i = seen(round) + 1; i < t + 1; i++) meanwhile += moved[i - 1]!;
    return playedGradients[round - 1]! * meanwhile;
  });
  return {
    squares: total(moved.map((distance, i) => distance * gradients[i]!)),
    stale: total(stale),
    path: total(moved),
    lastStep: etas.at(-1)!,
    maxGradient: [...playedGradients, ...gradients].reduce((most, g) => Math.max(most, g), 0),
    maxNorm,
    maxDistance,
  };
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

export function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}

/** A sum that keeps what rounding loses (Neumaier 1974). */
export function total(values: Iterable<number>): number {
  let [sum, lost] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
