import type { Task } from "../data/choose.ts";
import type { Meaning } from "../certificate/meaning.ts";
import type { PolicyValue } from "../logged/result.ts";
import type {
  Baseline,
  ComparatorResult,
  Delayed,
  Divergence,
  Figures,
  Relaxed,
  ReplayCheckpoint,
} from "../result.ts";

/** What a pass over a log leaves behind for a plan, whether it was a replay of outcomes or an evaluation of policies. */
export interface Played extends Relaxed, Delayed {
  readonly source: string;
  readonly task: Task;
  readonly loss: string;
  readonly columns: number;
  readonly rounds: number;
  readonly total: number;
  readonly interrupted: boolean;
  readonly runs: readonly PlayedRun[];
  /** Of each schedule, on the rows after the prefix; null for policies. */
  readonly baselines: readonly (Baseline | null)[];
  readonly comparator: ComparatorResult | null;
}

/** A learner under one schedule. The loss of a policy is minus the doubly robust estimate of its reward. */
export interface PlayedRun {
  readonly latency: number;
  readonly effectiveLatency: number;
  readonly stepSize: number;
  readonly rounds: number;
  readonly pending: number;
  readonly prefixLoss: number;
  readonly suffixLoss: number;
  /** On the rows after the prefix: of predictions, or of policies. */
  readonly figures: Figures | null;
  readonly estimates: PolicyValue | null;
  readonly regret: number | null;
  readonly bound: number | null;
  /** Why there is no bound; null where there is one, or no comparator. */
  readonly notCovered: string | null;
  readonly meaning: Meaning | null;
  readonly diverged: Divergence | null;
}

export function playedReplay(replayed: ReplayCheckpoint): Played {
  const { baselines, runs, ...rest } = replayed;
  return {
    ...rest,
    baselines: baselines.map(({ suffix }) => suffix),
    runs: runs.map(({ prefix, suffix, certificate, ...run }) => ({
      ...run,
      prefixLoss: prefix.meanLoss,
      suffixLoss: suffix.meanLoss,
      figures: suffix,
      estimates: null,
      bound: certificate?.bound ?? null,
      notCovered: certificate?.notCovered ?? null,
    })),
  };
}
