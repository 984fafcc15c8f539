import type { Follow } from "./plan.ts";

/** What a replay of forecasts reports. Every number is defined in docs/rounds.md, 9. */

/** How good forecasts were over some rounds. Losses and errors are means over the rounds; `mape` is a share, not finite where an outcome was 0. */
export interface ForecastFigures {
  readonly rounds: number;
  readonly meanLoss: number;
  readonly rmse: number;
  readonly mae: number;
  readonly mape: number;
}

/** One expert, over the rounds in which it was awake. */
export interface ExpertResult extends ForecastFigures {
  readonly name: string;
  readonly prefix: ForecastFigures;
  readonly suffix: ForecastFigures;
}

/** Hedge's bound on what was lost to the best expert, in what is followed. */
export interface ExpertsCertificate {
  /** The largest sum, over experts and the rounds each was awake, of what is followed minus the expert's own. */
  readonly regret: number;
  /** Largest range of it in one round. */
  readonly range: number;
  /** null where no theorem covers the run. */
  readonly bound: number | null;
  readonly ratio: number | null;
  readonly holds: boolean | null;
  readonly notCovered: string | null;
}

/** One mixture under one schedule. */
export interface ExpertsLearner extends ForecastFigures {
  readonly schedule: string;
  readonly label: number | null;
  readonly latency: number;
  readonly effectiveLatency: number;
  readonly stepSize: number;
  /** Rounds played whose outcome had not been learned when the run ended. */
  readonly pending: number;
  readonly prefix: ForecastFigures;
  readonly suffix: ForecastFigures;
  /** Mean over rounds of the experts' mean loss under its weights: at least the loss of its forecast, where that is convex. */
  readonly expectedMeanLoss: number;
  /** Largest Σ loss - an expert's loss, over the rounds in which that was awake; and whose. */
  readonly regret: number;
  readonly against: string;
  readonly certificate: ExpertsCertificate;
}

/** Where a replay of forecasts stands. */
export interface ExpertsCheckpoint {
  readonly rounds: number;
  readonly total: number;
  readonly done: boolean;
  readonly interrupted: boolean;
  readonly source: string;
  readonly loss: string;
  readonly follow: Follow;
  /** Some expert was asleep in some round. */
  readonly slept: boolean;
  readonly experts: readonly ExpertResult[];
  /** The mean of all forecasts given. */
  readonly uniform: ExpertResult;
  /** The expert of least mean loss, by its position. */
  readonly best: number;
  readonly runs: readonly ExpertsLearner[];
  /** For each schedule the learner with the least mean loss on the prefix. */
  readonly chosen: readonly number[];
}
