import type { Comparator } from "./comparators/comparator.ts";
import type { RowSource } from "./data/rows.ts";
import type { Predictions } from "./engine/predictions.ts";
import type { Loss } from "./losses/loss.ts";
import type { Model } from "./models/model.ts";
import { planOf } from "./replay/plan.ts";
import { play } from "./replay/play.ts";
import { reporter } from "./replay/report.ts";
import type { ReplayCheckpoint } from "./result.ts";
import type { Schedule } from "./schedules/schedule.ts";
import type { Update } from "./updates/ogd.ts";
import type { EngineSource } from "./wasm/kernels.ts";
import type { Precision } from "./wasm/variants.ts";

export interface ReplayOptions {
  /** The log. */
  readonly rows: RowSource;
  /** Default: logistic for classification, linear for regression. */
  readonly model?: Model;
  readonly loss?: Loss;
  /** Default: fresh gradients, the eight step sizes of `AUTO`. */
  readonly update?: Update;
  /** Default: `pipelined(1)`. */
  readonly schedules?: readonly Schedule[];
  /** Running standardisation of numeric columns: with the row itself, as the model's own (river), or none. Default "standard". */
  readonly scale?: "standard" | "river" | "none";
  /** Default: none, and no regret. */
  readonly comparator?: Comparator;
  /** Share of the rows that chooses step sizes; the rest judges them. In (0, 1), default 0.1. */
  readonly prefix?: number;
  /** Class predicted for a score exactly at the threshold. Default 1. */
  readonly tie?: 0 | 1;
  readonly epsilon?: number;
  readonly stakes?: number;
  /** Value at stake in units of loss a decision; default: what the comparator saves against the untrained model. */
  readonly value?: number;
  /** Called with the predictions of each learner, block by block. */
  readonly onPredictions?: (predictions: Predictions) => void;
  /** Type of weights, scores, slopes and single losses; default "f64". In "f32" twice as many learners share a panel. */
  readonly precision?: Precision;
  /**
   * Relaxed SIMD: products and sums may be rounded at once, which is faster on hosts that can; results then differ from host to host, and
   * say so. Default false. Needs Node 22 or Chrome 114.
   */
  readonly relaxed?: boolean;
  readonly blockSize?: number;
  readonly signal?: AbortSignal;
  /** Called every few milliseconds with the pass over the log, from 1, and the rows played in it. */
  readonly onProgress?: (rounds: number, pass: number) => void;
  readonly engine?: EngineSource;
}

/**
 * Replays a log through every learner in one pass, and yields where it stands at log-spaced rows. Memory is that of a block
 * and of the rows that wait for their feedback.
 *
 * @throws TypeError, RangeError on options out of range; InputError on what is wrong in the log.
 */
export async function* replay(options: ReplayOptions): AsyncGenerator<ReplayCheckpoint, void> {
  const plan = planOf(options);
  const report = reporter(plan);
  for await (const standing of play(plan, options)) yield report(standing);
}
