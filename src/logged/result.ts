import type { Delayed } from "../result.ts";

/** What an evaluation reports. Every number is defined in docs/rounds.md, 11. */

/** An estimate of a policy's mean reward. */
export interface Estimated {
  readonly value: number;
  readonly standardError: number;
  /** value ± 1.96 standard errors: asymptotic, of 95 %. */
  readonly interval: readonly [low: number, high: number];
}

/** What a log says of a policy over some rows. */
export interface PolicyValue {
  readonly rounds: number;
  /** Σ w r/n. */
  readonly ips: Estimated;
  /** Σ w r/Σ w. */
  readonly selfNormalised: Estimated;
  readonly doublyRobust: Estimated;
  /** (Σ w)²/Σ w². */
  readonly effectiveSample: number;
  /** Mean and largest importance weight; the mean is 1 but for chance where propensities are right. */
  readonly meanWeight: Estimated;
  /** Over all rows played. */
  readonly largestWeight: number;
}

/** A policy that does not learn. */
export interface FixedPolicyResult extends PolicyValue {
  readonly policy: string;
}

/** A policy that learned from the log, late, while it was evaluated. */
export interface LearnedPolicyResult extends PolicyValue {
  readonly schedule: string;
  readonly label: number | null;
  readonly latency: number;
  readonly effectiveLatency: number;
  readonly stepSize: number;
  readonly pending: number;
  /** The first rows, which choose step sizes, and the rest, which judges them. */
  readonly prefix: PolicyValue;
  readonly suffix: PolicyValue;
}

/** Where an evaluation stands. */
export interface EvaluationCheckpoint extends Delayed {
  readonly rounds: number;
  readonly total: number;
  readonly done: boolean;
  readonly interrupted: boolean;
  readonly source: string;
  /** Each action, and how often it was taken. */
  readonly actions: readonly { readonly name: string; readonly taken: number }[];
  /** Mean reward of the log. */
  readonly logged: Estimated;
  readonly policies: readonly FixedPolicyResult[];
  readonly runs: readonly LearnedPolicyResult[];
  /** For each schedule the learner with the largest doubly robust estimate on the prefix; empty where nobody learns. */
  readonly chosen: readonly number[];
}
