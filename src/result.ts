import type { Task } from "./data/choose.ts";
import type { Certificate } from "./certificate/staleness.ts";
import type { Meaning } from "./certificate/meaning.ts";

/** What runs report. Totals are sums over rounds; every number is defined in docs/rounds.md. */

/** One learner under one schedule. */
export interface LearnerResult {
  readonly schedule: string;
  /** The number the schedule is known by: latency k, period p; null where there is none. */
  readonly label: number | null;
  /** Largest s - a(s) over the rounds played. */
  readonly latency: number;
  /** 1 + Δ/T, measured. */
  readonly effectiveLatency: number;
  readonly stepSize: number;
  readonly rounds: number;
  /** Rounds played whose feedback had not been learned when the run ended. */
  readonly pending: number;
  readonly meanLoss: number;
  /** Mean utility of the actions a policy chose; its mean loss is minus the mean of what was expected of them. */
  readonly meanUtility?: number;
  readonly diverged: Divergence | null;
  /** Where the learner stands in its world, and what that has brought; only where decisions have consequences. */
  readonly world?: WorldResult;
  /** Regret against its own decisions in another form, where that was asked for. */
  readonly transformed?: Transformed;
  /** Mean loss of the outputs played, where they were perturbed: that of the draws. `meanLoss` is that of the scores. */
  readonly playedLoss?: number;
  /** What was deployed where there was exploration; `meanLoss` and `regret` are those of the policy itself, or of the scores. */
  readonly deployed?: Deployed;
  /** Σ loss - comparator's loss; null without a comparator, and while one chosen in hindsight is not known. */
  readonly regret: number | null;
  readonly certificate: Certificate | null;
  readonly meaning: Meaning | null;
  /** Extremes of a round's loss minus the comparator's (the untrained model's, where no other is known beforehand). */
  readonly minGap: number;
  readonly maxGap: number;
  /** Σ loss². */
  readonly squaredLoss: number;
  /** Largest norm of a gradient met; null where a replay keeps no bound, like the path. */
  readonly maxGradient: number | null;
  /** Σ eta |g|: length of the learner's path, before projection. */
  readonly path: number | null;
}

/** A policy with the exploration mixed into it, or scores with their perturbation. */
export interface Deployed {
  readonly meanLoss: number;
  /**
   * What exploration cost: Σ γ_s (U_s(p_s) - U_s(μ)), μ being actions drawn at random. Of perturbations: Σ (l_s(z + r) + l_s(z - r))/2 - l_s(z), r being
   * how far the score z was moved.
   */
  readonly cost: number;
  /** Regret with that cost; null where the policy's own is. */
  readonly regret: number | null;
}

/** A learner's life in a world (docs/worlds.md, 4): realised = gaps - martingale, for every path. */
export interface WorldResult {
  /** The state before the next round, by its name. */
  readonly state: string;
  /** Σ r. */
  readonly reward: number;
  /** What deciding otherwise than M* has cost: T g + h(s_1) - h(s_{T+1}) - Σ r. */
  readonly realised: number;
  /** Σ U[t](y*) - U[t](y[t]) over the actions taken; `regret` is the same sum, of what could be expected before they were drawn. */
  readonly gaps: number;
  /** Σ of what was luck: of mean 0, and 0 where nothing is left to chance. */
  readonly martingale: number;
  /** ρ: largest difference of utility between two actions in a state met, in any state, and in any that can be met from the start. */
  readonly rhoPath: number;
  readonly rhoAll: number;
  readonly rhoReachable: number;
  /** Regret as it looked to the learners; null where they were told the truth. */
  readonly perceived: PerceivedRegret | null;
}

/** Regret under the utilities that learners were told in place of the true ones. */
export interface PerceivedRegret {
  /** Against M*, and against the action that seemed best in each round. */
  readonly regret: number;
  readonly seeming: number;
  /** Largest difference between two utilities told in one round. */
  readonly range: number;
  /** Hedge's bound, which is true of what it was told: of `regret`, and of `seeming` where what is told does not change. null elsewhere. */
  readonly bound: number | null;
}

/**
 * Regret against the best transformed model: the learner itself, every decision of which is put through the same function. Policies have the
 * first two (with exploration those of the policy itself), decisions with linear losses the third; others are null.
 */
export interface Transformed {
  /** Σ over contexts and actions b of max_a Σ p_b (U_a - U_b): each action replaced by the best one for it. */
  readonly swapRegret: number | null;
  /** The largest single one of these gains. */
  readonly internalRegret: number | null;
  /** Upper bound on the swap regret, and whether it holds up to rounding; null where no theorem gives one. */
  readonly swapBound: number | null;
  readonly holds: boolean | null;
  /** max over linear maps A that lengthen nothing of Σ <g, x> - <g, A x>. */
  readonly linearRegret: number | null;
}

/** How learners estimated what they were not told. */
export interface EstimatorResult {
  readonly label: string;
  /** Its mean is not what it estimates. */
  readonly biased: boolean;
}

export interface Divergence {
  readonly reason: string;
  /** First round, counted from 1, whose loss was not finite; or first checkpoint at which the mean loss was absurd. */
  readonly round: number;
}

/** Where a run went beyond the stakes that its caller stated: two outputs in one round that differ by more. */
export interface ExceededStakes {
  /** Counted from 1. */
  readonly round: number;
  /** Difference of their losses. */
  readonly difference: number;
  readonly outputs: readonly [OutputMet, OutputMet];
}

/** The same in one of several replicates, counted from 0. */
export interface ExceededInReplicate extends ExceededStakes {
  readonly replicate: number;
  /** ρ as stated. */
  readonly stakes: number;
}

/** What one of them did in a round. */
export interface OutputMet {
  /** "action": one of a policy's that could have been taken. */
  readonly of: "learner" | "comparator" | "untrained" | "action";
  /** Which one: its name in a world, else its number, from 0. */
  readonly action?: string | number;
  /** In which state of a world, or in which context, from 0, where rows have no features. */
  readonly state?: string;
  readonly context?: number;
  /** The score of its output; null for policies, which have one for each action. */
  readonly score: number | null;
  readonly loss: number;
}

/** A mean loss so many times the untrained model's counts as diverged. */
export const ABSURD = 1e4;

/** What the learners were compared with. */
export interface ComparatorResult {
  readonly name: string;
  /** |u| at the start; null where it has no weights of its own. */
  readonly norm: number | null;
  readonly meanLoss: number;
  readonly untrainedMeanLoss: number;
  /** What it saves against the untrained model, over all rounds. */
  readonly value: number;
  /** Path length of a drifting model. */
  readonly path: number;
  /**
   * Of a model chosen in hindsight: ball, duality gap a decision, passes over the stream; of a policy, which has no ball, the best action in
   * each context, from 0.
   */
  readonly hindsight: {
    readonly actions?: readonly number[];
    readonly radius: number;
    readonly gap: number;
    readonly passes: number;
    readonly converged: boolean;
  } | null;
}

/** Of results that other hosts need not reproduce to the last bit. */
export interface Relaxed {
  /** There only where arithmetic was relaxed. */
  readonly reproducible?: false;
}

/** Of logs whose rows have delays of their own. */
export interface Delayed {
  /** Rows played whose feedback never comes: judged, and not learned from. There only where there are any. */
  readonly passedOver?: number;
}

/** A state of a simulation: where it stands after so many rounds. */
export interface SimulationCheckpoint extends Relaxed {
  readonly rounds: number;
  /** The last one of its run. */
  readonly done: boolean;
  /** It was stopped before its horizon. */
  readonly interrupted: boolean;
  readonly runs: readonly LearnerResult[];
  /** Of policies and perturbed outputs only. */
  readonly estimator?: EstimatorResult;
  readonly comparator: ComparatorResult;
}

/** A mean over replicates. */
export interface Estimate {
  readonly mean: number;
  /** Standard deviation of the replicates over the root of their number; null for a single one. */
  readonly standardError: number | null;
}

/** One learner in all replicates of an experiment. A mean is not finite where that of a replicate is not. */
export interface ReplicatedLearner {
  readonly schedule: string;
  /** The number the schedule is known by: latency k, period p; null where there is none. */
  readonly label: number | null;
  readonly stepSize: number;
  readonly replicates: number;
  /** 1 + Δ/T, measured: mean of the replicates. */
  readonly effectiveLatency: number;
  readonly meanLoss: Estimate;
  /** Of policies: mean utility of the actions chosen. */
  readonly meanUtility?: Estimate;
  /** Of perturbed outputs: mean loss of what was played. */
  readonly playedLoss?: Estimate;
  /** null while the comparator, one chosen in hindsight, is not known; so are the next three. */
  readonly regret: Estimate | null;
  /** With exploration or perturbation: regret of what was deployed. */
  readonly deployedRegret?: Estimate;
  /** In a world: what was realised, what was decided, and luck (`WorldResult`). */
  readonly world?: {
    readonly realised: Estimate;
    readonly gaps: Estimate;
    readonly martingale: Estimate;
    /** Largest of the replicates. */
    readonly rhoPath: number;
    readonly perceived: Estimate | null;
  };
  /** Where that was asked for, of policies: swap regret, and how many replicates were beyond its bound. */
  readonly swapRegret?: Estimate;
  readonly swapViolations?: number;
  /** The same of decisions with linear losses: regret against linear maps of them. */
  readonly linearRegret?: Estimate;
  /** (replicates,) the regret of each. */
  readonly regrets: Float64Array | null;
  /** Mean bound; null also where no theorem covers the runs. */
  readonly bound: number | null;
  /** Largest regret/bound. */
  readonly largestRatio: number | null;
  /** Replicates whose regret is beyond the bound: any would disprove one of the two. */
  readonly violations: number;
  /** Replicates that diverged. */
  readonly diverged: number;
  /** Where the stakes stated were exceeded: in how many replicates, and the first of these; only where they were. */
  readonly exceeded?: { readonly replicates: number; readonly first: ExceededInReplicate };
  /** Why no theorem covers the runs; null where one does. */
  readonly notCovered: string | null;
}

/** Where all replicates of an experiment stand after so many rounds. */
export interface ReplicatesCheckpoint extends Relaxed {
  readonly rounds: number;
  /** The last one. */
  readonly done: boolean;
  /** It was stopped before all replicates were played. */
  readonly interrupted: boolean;
  /** Replicates 0 to replicates - 1. */
  readonly replicates: number;
  readonly comparator: string;
  /** Of policies and perturbed outputs only. */
  readonly estimator?: EstimatorResult;
  readonly runs: readonly ReplicatedLearner[];
}

/** How good predictions were over a stretch of rounds. */
export interface Figures {
  readonly rounds: number;
  readonly meanLoss: number;
  /** Rounds whose class was wrong; null for regression, like the next two. */
  readonly errors: number | null;
  readonly auc: number | null;
  /** Mean squared error of the probability. */
  readonly brier: number | null;
  /** Root mean squared and mean absolute residual; null for classification. */
  readonly rmse: number | null;
  readonly mae: number | null;
  /** Share of outcomes at or below the prediction; only where a quantile is predicted (pinball loss). */
  readonly coverage?: number;
}

/** One learner of a replay. */
export interface ReplayedLearner extends LearnerResult, Figures {
  /** The figures over the first rounds, which choose the step size, and over the rest, which judge it. */
  readonly prefix: Figures;
  readonly suffix: Figures;
}

/** What one gets without learning from the data that the schedule lets one see. */
export interface Baseline {
  readonly rounds: number;
  /** Mean log loss of the frequency of class 1 by Laplace's rule; null for regression. */
  readonly frequencyLoss: number | null;
  /** Rounds in which the last class seen was wrong; null for regression. */
  readonly persistenceErrors: number | null;
  /** Mean outcome so far as prediction, and the last outcome seen; null for classification. */
  readonly meanRmse: number | null;
  readonly meanMae: number | null;
  readonly persistenceMae: number | null;
}

export interface BaselineResult extends Baseline {
  readonly schedule: string;
  readonly prefix: Baseline;
  readonly suffix: Baseline;
}

/** A state of a replay: where it stands after so many rows. */
export interface ReplayCheckpoint extends Relaxed, Delayed {
  readonly rounds: number;
  /** Rows of the log. */
  readonly total: number;
  readonly done: boolean;
  readonly interrupted: boolean;
  readonly source: string;
  readonly task: Task;
  /** Where outcomes are one of several classes: their names. */
  readonly classes?: readonly string[];
  readonly loss: string;
  /** Columns of the model, the intercept included. */
  readonly columns: number;
  readonly runs: readonly ReplayedLearner[];
  /** For each schedule, the index in `runs` of the step size that was best on the prefix. */
  readonly chosen: readonly number[];
  readonly baselines: readonly BaselineResult[];
  readonly comparator: ComparatorResult | null;
}
