import { type FixedPolicy, planOf } from "./logged/plan.ts";
import { play } from "./logged/play.ts";
import { reporter } from "./logged/report.ts";
import type { EvaluationCheckpoint } from "./logged/result.ts";
import type { LoggedRows } from "./logged/rows.ts";
import type { Schedule } from "./schedules/schedule.ts";
import type { Update } from "./updates/ogd.ts";
import type { EngineSource } from "./wasm/kernels.ts";

export interface EvaluateOptions {
  /** What `openLogged` returns. */
  readonly log: LoggedRows;
  /** Policies that do not learn: "uniform", or { always: "an action" }. Default: uniform. */
  readonly policies?: readonly FixedPolicy[];
  /** Whether softmax policies learn from the log, by importance weighting, while they are evaluated. Default true. */
  readonly learn?: boolean;
  /** What learners compare rewards with, in units of reward. Default 0. */
  readonly baseline?: number;
  /** Default: stale gradients, the eight step sizes of `AUTO`. Neither penalty, nor ball, nor a step of the intercept's own. */
  readonly update?: Update;
  /** Default: `pipelined(1)`. */
  readonly schedules?: readonly Schedule[];
  /** Running standardisation of numeric features. Default "standard". */
  readonly scale?: "standard" | "none";
  /** Share of the rows that chooses step sizes; the rest judges them. In (0, 1), default 0.1. */
  readonly prefix?: number;
  readonly blockSize?: number;
  readonly signal?: AbortSignal;
  /** Called every few milliseconds with the rows played. */
  readonly onProgress?: (rounds: number) => void;
  readonly engine?: EngineSource;
}

/**
 * Says what policies would have earned that did not act, from a log of the actions of one that did, with the probabilities they had: by importance
 * weighting (IPS), self-normalised, and doubly robust. Policies that learn get the log's rows in order and late; what is estimated of them
 * is the mean reward of the policies deployed round by round, had they acted while learning from this log.
 *
 * @throws TypeError, RangeError on options out of range, and on policies without support; InputError on what is wrong in the log.
 */
export async function* evaluate(options: EvaluateOptions): AsyncGenerator<EvaluationCheckpoint, void> {
  const plan = planOf(options);
  const report = reporter(plan);
  for await (const standing of play(plan, options)) yield report(standing);
}
