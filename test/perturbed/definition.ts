import { type Draws, normal, uniform } from "../philox.ts";
import { dot, type LossFunction, sigmoid } from "../reference.ts";

/** Learners that are told only the loss of what they played, by their definition: one round at a time, nothing shared with the kernels but Philox. */

export interface PerturbedSetting extends Draws {
  readonly rounds: number;
  readonly outcomes: "values" | "classes";
  readonly noise: number;
  /** (features,) weights of M*. */
  readonly aligned: readonly number[];
  readonly loss: LossFunction;
  readonly estimator: "gaussian" | "one-point" | "two-point";
  /** sigma or delta. */
  readonly reach: number;
  readonly baseline: number | "mean";
  readonly step: number;
  readonly rule: "constant" | "root" | "adagrad";
  /** Of the ball that what is played may not leave. */
  readonly radius: number;
  /** a(s) of round s, counted from 1. */
  readonly seen: (round: number) => number;
}

/** Sums over the rounds: losses of the scores, of what was played, of both signs of the perturbation, of M*. */
export interface PerturbedSums {
  loss: number;
  played: number;
  deployed: number;
  aligned: number;
}

/** A round's estimate of the gradient, and the loss that was told. */
interface Item {
  readonly gradient: readonly number[];
  readonly told: number;
}

export function playPerturbed(of: PerturbedSetting): PerturbedSums {
  const { loss, reach, estimator } = of;
  const d = of.aligned.length;
  const learner = new Learner(of);
  const items: Item[] = [];
  const sums = { loss: 0, played: 0, deployed: 0, aligned: 0 };
  for (let t = 0, learned = 0; t < of.rounds; t++) {
    for (; learned < of.seen(t + 1); learned++) learner.learn(items[learned]!);
    const x = normals(of, 0, t, d);
    const y = outcome(of, dot(of.aligned, x), t);
    const z = dot(learner.weights, x);
    const u = unit(normals(of, 5, t, d));
    const n = normal(of, 5, t, 0);
    const move = reach * (estimator === "gaussian" ? n : dot(u, x));
    const [plus, minus] = [loss.value(z + move, y), loss.value(z - move, y)];
    const excess = plus - learner.baseline;
    sums.loss += loss.value(z, y);
    sums.deployed += (plus + minus) / 2;
    sums.played += estimator === "two-point" ? (plus + minus) / 2 : plus;
    sums.aligned += loss.value(dot(of.aligned, x), y);
    items.push({
      told: plus,
      gradient: {
        gaussian: () => x.map((v) => ((excess * n) / reach) * v),
        "one-point": () => u.map((v) => (d / reach) * excess * v),
        "two-point": () => u.map((v) => (d / (2 * reach)) * (plus - minus) * v),
      }[estimator](),
    });
  }
  return sums;
}

class Learner {
  readonly weights: number[];
  readonly #of: PerturbedSetting;
  readonly #radius: number;
  #learned = 0;
  #squares = 0;
  #losses = 0;

  constructor(of: PerturbedSetting) {
    this.#of = of;
    this.weights = of.aligned.map(() => 0);
    this.#radius = of.estimator === "gaussian" ? of.radius : of.radius - of.reach;
  }

  get baseline(): number {
    const { baseline } = this.#of;
    if (baseline !== "mean") return baseline;
    return this.#learned > 0 ? this.#losses / this.#learned : 0;
  }

  learn({ gradient, told }: Item): void {
    const { rule, step } = this.#of;
    this.#learned++;
    this.#losses += told;
    this.#squares += dot(gradient, gradient);
    const eta = {
      constant: step,
      root: step / Math.sqrt(this.#learned),
      adagrad: this.#squares > 0 ? step / Math.sqrt(this.#squares) : 0,
    }[rule];
    gradient.forEach((g, j) => (this.weights[j]! -= eta * g));
    const norm = Math.sqrt(dot(this.weights, this.weights));
    if (norm > this.#radius) this.weights.forEach((w, j) => (this.weights[j] = (w * this.#radius) / norm));
  }
}

const normals = (of: Draws, sequence: number, t: number, d: number): number[] =>
  Array.from({ length: d }, (_, j) => normal(of, sequence, t, j));

function unit(v: readonly number[]): number[] {
  const length = Math.sqrt(dot(v, v));
  return v.map((one) => one / length);
}

function outcome(of: PerturbedSetting, score: number, t: number): number {
  const { outcomes, noise } = of;
  if (outcomes === "values") return score + noise * normal(of, 1, t, 0);
  return Number(uniform(of, 1, t, 0) < (1 - noise) * sigmoid(score) + noise / 2);
}
