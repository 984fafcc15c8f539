import type { Comparator } from "./comparators/comparator.ts";
import type { Estimator } from "./estimators/estimator.ts";
import type { Exploration } from "./exploration.ts";
import type { Loss } from "./losses/loss.ts";
import type { Model } from "./models/model.ts";
import type { SimulationCheckpoint } from "./result.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { checkpointsOf } from "./simulate/checkpoints.ts";
import { planOf, portable } from "./simulate/plan.ts";
import { playersFor, workersOf } from "./simulate/players.ts";
import { together } from "./simulate/together.ts";
import type { Generator } from "./streams/generator.ts";
import type { Stream } from "./streams/stream.ts";
import type { Update } from "./updates/ogd.ts";
import type { EngineSource } from "./wasm/kernels.ts";
import type { Precision } from "./wasm/variants.ts";

export interface SimulateOptions {
  /** Horizon T: decisions to simulate, >= 1. */
  readonly rounds: number;
  readonly stream: Stream;
  /** Default: logistic for classes, softmax for choices (where `hedge()` and `swap()` take contexts too), linear else. */
  readonly model?: Model;
  /** Default: the model's own; `utility()` for adversaries. */
  readonly loss?: Loss;
  /**
   * How a learner estimates what it is not told. Of choices: default REINFORCE with baseline 0.5, importance weighting for the other policies.
   * Else `gaussianPolicy`, `onePoint` or `twoPoint`, for learners that are told the loss of what they played only; default: outcomes are told.
   */
  readonly estimator?: Estimator;
  /** How often a policy acts at random; default never. For streams of choices only. */
  readonly exploration?: Exploration;
  /** Default: stale gradients with the latency-aware step size. */
  readonly update?: Update;
  /** One panel of learners each; default `pipelined(1)`. */
  readonly schedules?: readonly Schedule[];
  /** Default: the aligned model of the stream, where it has one; else `hindsight()`. */
  readonly comparator?: Comparator;
  /**
   * Report regret against the best transformed model too: of policies swap and internal regret, of linear losses that against linear maps.
   * Takes a sum for each pair of actions in each context, or of features. Default false.
   */
  readonly transformed?: boolean;
  /** 64-bit seed of every draw; default 1. */
  readonly seed?: number | bigint;
  /** What makes numbers of the seed; default "philox10". Others are faster, and give other draws. */
  readonly generator?: Generator;
  /** Which of the experiment's replicates, 0 to 2^28 - 1: each has draws of its own, from the same M*. Default 0. */
  readonly replicate?: number;
  /** Share of the value at stake up to which a bound is meaningful; default 0.05. */
  readonly epsilon?: number;
  /** ρ where it is known; default: the largest difference met. */
  readonly stakes?: number;
  /** Value at stake in units of loss a decision; default: what the comparator saves against the untrained model. */
  readonly value?: number;
  /**
   * Type of weights, scores, slopes and single losses; default "f64". In "f32" twice as many learners share a panel, and the bound has a
   * term for what rounding can add.
   */
  readonly precision?: Precision;
  /**
   * Relaxed SIMD: products and sums may be rounded at once, which is faster on hosts that can; results then differ from host to host, and
   * say so. Default false. Needs Node 22 or Chrome 114.
   */
  readonly relaxed?: boolean;
  /** Rounds played at once; changes no result. Default 1,024, fewer where rows are wide. */
  readonly blockSize?: number;
  /**
   * Threads that may be started, >= 1, default 1; changes no result. From 2 on they share the schedules (and step sizes beyond
   * eight), and this thread only waits; sequences of deployments are played here.
   */
  readonly workers?: number;
  /** Stops the run within 50 ms; the last checkpoint then has the partial result. */
  readonly signal?: AbortSignal;
  /** Called every few milliseconds with the rounds played so far, and the pass over the stream, from 1. */
  readonly onProgress?: (rounds: number, pass: number) => void;
  /** Where to take the kernels from; default: the copy inside the package. */
  readonly engine?: EngineSource;
}

/**
 * Simulates a stream of decisions and every learner on it, and yields where it stands at log-spaced rounds. Memory does not
 * grow with the horizon. The same seed gives the same bits for any block size and number of workers, in Node and in browsers.
 *
 * @throws TypeError, RangeError on options out of range, before anything runs.
 */
export async function* simulate(options: SimulateOptions): AsyncGenerator<SimulationCheckpoint, void> {
  const plan = planOf("simulate", options);
  const workers = workersOf("simulate", options.workers);
  const { players, awaited } = await playersFor(workers, portable(plan));
  yield* awaited(checkpointsOf(plan, together(players), options));
}
