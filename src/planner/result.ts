import type { Task } from "../data/choose.ts";
import type { PolicyValue } from "../logged/result.ts";
import type { Meaning } from "../certificate/meaning.ts";
import type { Baseline, ComparatorResult, Delayed, Divergence, Figures, Relaxed } from "../result.ts";
import type { Verdict } from "../verdict/verdict.ts";

/**
 * What a plan says. Losses are means a decision, in units of the loss; of a log of actions they are minus mean rewards, as estimated. Every number is
 * defined in docs/plan.md.
 */

/** A number with the interval that bootstrap draws of the log's strips give it. */
export interface Interval {
  readonly value: number;
  /** The ends; both are `value` where there are too few strips for an interval. */
  readonly low: number;
  readonly high: number;
  /** Strips that a block of the bootstrap had. */
  readonly block: number;
}

/** What a plan found in a log. */
export interface PlanResult extends Relaxed, Delayed {
  readonly kind: "plan";
  /** Name of the log. */
  readonly source: string;
  readonly task: Task;
  readonly loss: string;
  /** Columns of the model, the intercept included. */
  readonly columns: number;
  /** Rows played, and rows of the log. */
  readonly rounds: number;
  readonly total: number;
  readonly interrupted: boolean;
  /** Rows of the prefix; those after it, which judge, 0 while the prefix was being played. */
  readonly prefix: number;
  readonly suffix: number;
  /** Rows of the prefix that chose step sizes and periods, its last: the ones before them are decided by models that have hardly learned. */
  readonly chose: number;
  readonly configuration: PlanConfiguration;
  /** How intervals were drawn. */
  readonly bootstrap: Bootstrap;
  /** One a schedule, in the order of the effective latency. */
  readonly points: readonly PlanPoint[];
  /** Of a log of actions only. */
  readonly logged?: LoggedFindings;
  /** Index in `points` of the schedule with the least loss on the rows that chose; increases are over it. */
  readonly best: number;
  /** What one gets without learning, as soon as feedback is there, on the rows after the prefix; null while there are none, and of a log of actions. */
  readonly baseline: PromptBaseline | null;
  /** Of retraining periods; null where there are none, or one and no cost of a retraining. */
  readonly retraining: Retraining | null;
  /** null while the prefix was being played, of a log of actions, and where all learners diverged. */
  readonly shifts: Shifts | null;
  /** Last rows of the parts in which `course` of each point has the mean losses; equal parts of the rows after the prefix. */
  readonly course: readonly number[];
  readonly comparator: ComparatorResult | null;
  /** Of the schedule recommended: that of `retraining.chosen`, else of `best`. */
  readonly verdict: PlanVerdict | null;
  /** Why there is no verdict; null where there is one, or none was asked for. */
  readonly undecided: string | null;
  /** What could mislead a reader of this plan, as far as its numbers show it. */
  readonly pitfalls: readonly Pitfall[];
}

/** What was asked for, nothing left open. */
export interface PlanConfiguration {
  readonly model: string;
  readonly loss: string;
  readonly stepRule: "constant" | "root" | "adagrad";
  readonly stepSizes: readonly number[];
  readonly gradient: "stale" | "fresh";
  readonly l2: number;
  /** null for no ball. */
  readonly radius: number | null;
  readonly scale: "standard" | "river" | "none";
  /** Share of the rows. */
  readonly prefix: number;
  /** Cost of one retraining, in units of loss. */
  readonly retrainCost: number;
  /** Rounds that a training takes, and rounds until feedback is there. */
  readonly training: number;
  readonly feedbackDelay: number;
  readonly epsilon: number;
  /** null where not stated. */
  readonly stakes: number | null;
  /** A decision; null where not stated. */
  readonly value: number | null;
  readonly precision: "f64" | "f32";
  /** Of the bootstrap, in decimal digits: it may have 64 bits. */
  readonly seed: string;
}

/** Rules that need no training, and so know every outcome whose feedback is there. */
export interface PromptBaseline extends Baseline {
  readonly latency: number;
}

/** How intervals were drawn: blocks of strips with replacement, the log being a circle (Politis and Romano 1992). */
export interface Bootstrap {
  /** Share of the draws within an interval. */
  readonly level: number;
  readonly draws: number;
  /** Strips of the rows after the prefix, and rows of each but the last. */
  readonly strips: number;
  readonly rows: number;
  /** With fewer strips there are no intervals. */
  readonly fewest: number;
}

/** One schedule: what it costs. */
export interface PlanPoint {
  readonly schedule: string;
  readonly kind: "pipelined" | "periodic";
  /** Latency k or period p, as asked for. */
  readonly label: number;
  /** Rounds until a model is trained, and until feedback is there. */
  readonly training: number;
  readonly feedbackDelay: number;
  /** No model of it was deployed on the prefix: what decided there was untrained, and it is not chosen. */
  readonly idle?: true;
  /** Largest s - a(s) met; 1 + Δ/T, measured. */
  readonly latency: number;
  readonly effectiveLatency: number;
  /** Effective latency in the long run by its formula: k + max(0, n - 1) + tau, or (p + 1)/2 + max(0, n - 1) + tau. */
  readonly steadyLatency: number;
  /** The best on the rows that chose. */
  readonly stepSize: number;
  readonly prefixLoss: number;
  /** On the rows that chose. */
  readonly choiceLoss: number;
  /** On the rows after the prefix; null while there are none, like what follows. Of a learner that diverged there are no numbers. */
  readonly suffixLoss: Interval | null;
  /** Loss beyond that of the best schedule, row by row; null for the best itself. */
  readonly increase: Interval | null;
  /** Loss beyond that of the schedule of this kind that waits a little less, row by row; null for the first of a kind. */
  readonly waiting: Interval | null;
  readonly figures: Figures | null;
  /** Of policies learned from a log of actions, on the rows after the prefix: the other estimates of their reward, and how much they rest on. */
  readonly estimates?: PolicyValue;
  /** The log does too little of what they would have done: their effective sample is below 100, or 1 % of the rows. Nothing is claimed. */
  readonly thin?: true;
  /** Every step size that was tried. */
  readonly surface: readonly StepSizeLoss[];
  /** Mean loss in each part of `course`. */
  readonly course: readonly number[];
  readonly retraining: RetrainingCost | null;
  readonly compute: Compute | null;
  /**
   * How much further off the last outcome known is, as a guess, than under the schedule of this kind that waits a little less: rows
   * with the wrong class, or distance, a row. null for the first of a kind.
   */
  readonly lastOutcome: Interval | null;
  /** What one gets without learning from the same feedback. */
  readonly baseline: Baseline | null;
  /** Over all rows; null without a comparator, like the next two. */
  readonly regret: number | null;
  readonly bound: number | null;
  /** S1, S2, S3. */
  readonly meaning: Meaning | null;
  readonly verdict: Verdict | null;
  readonly diverged: Divergence | null;
}

/** One step size under one schedule. */
export interface StepSizeLoss {
  readonly stepSize: number;
  readonly prefixLoss: number;
  readonly choiceLoss: number;
  readonly suffixLoss: number | null;
  readonly diverged: Divergence | null;
}

/** What else is known from a log of actions, on the rows after the prefix. */
export interface LoggedFindings {
  /** What learners compared rewards with. */
  readonly baseline: number;
  /** Each action, and how often it was taken in all rows. */
  readonly actions: readonly { readonly name: string; readonly taken: number }[];
  /** Index in `points` of the schedule that policies are compared with: the one recommended. */
  readonly recommended: number;
  /** The log itself, and policies that do not learn. */
  readonly policies: readonly PolicyFindings[];
}

/** What one earns without learning. */
export interface PolicyFindings {
  readonly policy: string;
  /** Mean reward: of the log itself as it was, of others the doubly robust estimate; null while no row follows the prefix, like the rest. */
  readonly value: Interval | null;
  /** What the schedule recommended earns beyond that, row by row. */
  readonly advantage: Interval | null;
  /** null also for the log itself. */
  readonly estimates: PolicyValue | null;
}

/** J(p) = C(p) + c/p of one period. */
export interface RetrainingCost {
  /** c/p. */
  readonly perDecision: number;
  /** J on the rows that chose, and on those after the prefix. */
  readonly choiceTotal: number;
  readonly total: Interval;
  /** J beyond that of the period chosen; null for that one itself. */
  readonly increase: Interval | null;
}

/** Which period is best at a cost of retraining. */
export interface Retraining {
  /** c, in units of loss. */
  readonly cost: number;
  /** Index in `points` of the period with the least J on the rows that chose, of those with a model there. */
  readonly chosen: number;
  /** The one with the least J on the rows after the prefix, in hindsight; null while there are none, and where all learners diverged. */
  readonly hindsight: number | null;
  /** Indices of the periods whose J is not known to differ from that of the one chosen, itself included. */
  readonly indifferent: readonly number[];
  /** The periods that are best at some cost on the rows after the prefix, from free retraining on; all others are best at none. */
  readonly envelope: readonly BestFrom[];
  /** Of neighbouring periods. They are when to change only where all are on the envelope. */
  readonly breakEven: readonly BreakEven[];
}

/** A period that is best at some cost of a retraining. */
export interface BestFrom {
  /** Index in `points`. */
  readonly point: number;
  /** The cost from which on it is, where it breaks even with the one before; null for the one that is best where retraining is free. */
  readonly from: Interval | null;
}

/** Cost of a retraining at which a period and the next longer one are as good as each other: above it the longer one is better. */
export interface BreakEven {
  /** Indices in `points`. */
  readonly shorter: number;
  readonly longer: number;
  /** p q (C(q) - C(p))/(q - p). */
  readonly cost: Interval;
}

/**
 * Learners make one update a row whatever their schedule: losses of a plan are matched in compute. Beside them, what a deployment gives
 * whose every retraining is a job of one size, the same for all periods: learners that retrain less often then make fewer updates.
 */
export interface Compute {
  /** Updates made over all rows. */
  readonly updates: number;
  /** null for the shortest period, which is its own job, and where only latencies were asked for. */
  readonly fixedJob: {
    /** Updates of one job, from the newest rows; and over all rows. */
    readonly job: number;
    readonly updates: number;
    /** The best on the rows that chose. */
    readonly stepSize: number;
    readonly suffixLoss: Interval;
    /** What fewer updates cost: loss of the fixed job minus that of one update a row. */
    readonly increase: Interval;
  } | null;
}

/** Rows at which the loss of a learner moved, and what that cost under every schedule. */
export interface Shifts {
  /** Index in `points` of the schedule whose level of loss was watched: the best. What is over soon is looked for under all. */
  readonly watched: number;
  /** Probability of a false alarm at one look that the threshold is made for. */
  readonly delta: number;
  /** Autocorrelation time of the loss in strips, by which the threshold is widened. */
  readonly correlation: number;
  /** Rows; what lasts fewer is not seen. */
  readonly shortest: number;
  readonly list: readonly Shift[];
  /** λ: shifts for the worse, a row. */
  readonly rate: number;
  /** For each point: mean cost of a shift for the worse, A, over those whose cost is known; null without any. */
  readonly meanCost: readonly (number | null)[];
  /** For each point: λ A/v, v being the value at stake a decision; null without either. */
  readonly share: readonly (number | null)[];
}

/** One of them. */
export interface Shift {
  /** First row after it, counted from 1, to the width of a strip; and the row at the end of which it was found. */
  readonly row: number;
  readonly found: number;
  /** Index in `points` of the schedule in whose loss it was seen. */
  readonly by: number;
  /** Mean loss there after it, until it was found, minus that before. */
  readonly size: number;
  /** One a point; none of a shift for the better. */
  readonly costs: readonly ShiftCost[];
}

/** What a shift cost under one schedule. */
export interface ShiftCost {
  /**
   * Σ loss over `rows` rows beyond the mean before the shift; where it did not come back, beyond the mean at which it stayed. null where the next shift came
   * before that could be told, and where the learner diverged.
   */
  readonly cost: number | null;
  /** Rows from the shift to where the loss was at that mean, or to the next shift. */
  readonly rows: number;
  /** Whether the loss came back to the mean before the shift. */
  readonly back: boolean;
}

/** The deterministic part of a verdict: no log says how often something holds. */
export interface PlanVerdict extends Verdict {
  /** Index in `points`. */
  readonly point: number;
  readonly epsilon: number;
  readonly stakesFrom: "stated" | "met";
  /** S3: regret/bound. */
  readonly ratio: number | null;
}

/** A way to misread the plan. */
export interface Pitfall {
  readonly id: PitfallId;
  /** In plain words, with its numbers. */
  readonly sentence: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export type PitfallId =
  | "exogenous"
  | "shifts-unseen"
  | "stakes-exceeded"
  | "stakes-unseen"
  | "small-sample"
  | "propensities"
  | "not-monotone"
  | "seasonal"
  | "edge-of-grid"
  | "edge-of-periods"
  | "no-model"
  | "hindsight"
  | "baseline-better"
  | "not-told-apart"
  | "diverged"
  | "prefix-unlike-suffix"
  | "one-step-size"
  | "short-prefix";
