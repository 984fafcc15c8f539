import type { RowSource } from "./data/rows.ts";
import type { Predictions } from "./engine/predictions.ts";
import { type Follow, planOf } from "./experts/plan.ts";
import { play } from "./experts/play.ts";
import { reporter } from "./experts/report.ts";
import type { ExpertsCheckpoint } from "./experts/result.ts";
import type { Loss } from "./losses/loss.ts";
import type { Schedule } from "./schedules/schedule.ts";
import type { StepSize } from "./updates/steps.ts";
import type { EngineSource } from "./wasm/kernels.ts";

export interface ExpertsOptions {
  /** The log: its numeric features are the experts' forecasts, NaN where one is asleep (`openLog` with `forecasts: true`). */
  readonly rows: RowSource;
  /** Of a forecast: `squared()`, `absolute()`, `huber()`, `pinball()` or `wealth()`. Default `squared()`. */
  readonly loss?: Loss;
  /** Hedge, which follows the experts' losses; or EG, which follows the gradient of the mixture's own loss. Default "losses". */
  readonly follow?: Follow;
  /**
   * `constant(..)` or `root(..)`, in units of 1/loss; `aware()` or `oblivious()`: eight multiples of the step that is best for the bound with
   * the range met on the prefix. Default `aware()`.
   */
  readonly step?: StepSize;
  /** Default: `pipelined(1)`. */
  readonly schedules?: readonly Schedule[];
  /** Share of the rows that chooses step sizes; the rest judges them. In (0, 1), default 0.1. */
  readonly prefix?: number;
  /** Called with the forecasts of each learner, block by block. */
  readonly onPredictions?: (predictions: Predictions) => void;
  readonly blockSize?: number;
  readonly signal?: AbortSignal;
  /** Called every few milliseconds with the rows played. */
  readonly onProgress?: (rounds: number) => void;
  readonly engine?: EngineSource;
}

/**
 * Mixes the forecasts of experts by exponential weights with latency, in one pass over a log, and yields where it stands at log-spaced rows.
 * Memory is that of a block and of the rows that wait for their outcome.
 *
 * @throws TypeError, RangeError on options out of range; InputError on what is wrong in the log.
 */
export async function* experts(options: ExpertsOptions): AsyncGenerator<ExpertsCheckpoint, void> {
  const plan = planOf(options);
  const report = reporter(plan);
  for await (const standing of play(plan, options)) yield report(standing);
}
