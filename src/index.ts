/**
 * Online learning with retraining latency, measured against exact regret bounds.
 *
 * `simulate` draws a stream of decisions, `replay` reads one from a log; both play it with learners whose weights go live
 * under a schedule, and yield regret, bound and what the bound says at log-spaced rounds. `replicate` plays a simulation many times with
 * draws of its own, `simulateAll` many simulations. `verify` runs the statements of the post that all of this is about.
 */
export { replicate, type ReplicateOptions } from "./replicate.ts";
export { simulateAll, type SimulateAllOptions } from "./simulate-all.ts";
export { simulate, type SimulateOptions } from "./simulate.ts";
export { replay, type ReplayOptions } from "./replay.ts";
export { type LoggedPlanOptions, plan, type PlanOptions } from "./plan.ts";
export { bestPeriod, breakEvenCost, type BestPeriod } from "./planner/retraining.ts";
export type {
  Bootstrap,
  BestFrom,
  BreakEven,
  Compute,
  Interval,
  LoggedFindings,
  Pitfall,
  PitfallId,
  PlanConfiguration,
  PlanPoint,
  PlanResult,
  PlanVerdict,
  PolicyFindings,
  Retraining,
  RetrainingCost,
  Shift,
  ShiftCost,
  Shifts,
  StepSizeLoss,
} from "./planner/result.ts";
export { evaluate, type EvaluateOptions } from "./evaluate.ts";
export type { FixedPolicy } from "./logged/plan.ts";
export type {
  Estimated,
  EvaluationCheckpoint,
  FixedPolicyResult,
  LearnedPolicyResult,
  PolicyValue,
} from "./logged/result.ts";
export { type LoggedOptions, type LoggedRows, openLogged } from "./logged/rows.ts";
export { experts, type ExpertsOptions } from "./experts.ts";
export type {
  ExpertResult,
  ExpertsCertificate,
  ExpertsCheckpoint,
  ExpertsLearner,
  ForecastFigures,
} from "./experts/result.ts";
export {
  experimentOf,
  experiments,
  verify,
  type Verified,
  type VerifyOptions,
  type VerifyProgress,
} from "./verify.ts";
export type { Experiment } from "./verify/experiment.ts";
export type { Measurement } from "./verify/measurement.ts";
export type { NumberParameter, Parameter, Settings, WordParameter } from "./verify/parameters.ts";
export { verdict, type Situation, type Verdict, type VerdictWord } from "./verdict/verdict.ts";
export { AUTO } from "./replay/plan.ts";
export { openLog, type Encoding, type Format, type LogOptions, type Source } from "./data/open.ts";
export { openVw, type VwBlock, type VwLog } from "./data/vw.ts";
export { InputError } from "./data/error.ts";
export type { Task } from "./data/choose.ts";
export type { DenseColumn, RowBlock, RowSource } from "./data/rows.ts";

export { type Estimator } from "./estimators/estimator.ts";
export type { Perturbation } from "./estimators/perturbation.ts";
export { doublyRobust } from "./estimators/doubly-robust.ts";
export { fullInformation } from "./estimators/full-information.ts";
export { gaussianPolicy } from "./estimators/gaussian-policy.ts";
export { implicitExploration } from "./estimators/implicit-exploration.ts";
export { importanceWeighting } from "./estimators/importance-weighting.ts";
export { onePoint } from "./estimators/one-point.ts";
export { reinforce } from "./estimators/reinforce.ts";
export { twoPoint } from "./estimators/two-point.ts";
export { exploration, type Exploration } from "./exploration.ts";
export { hedge } from "./models/hedge.ts";
export { linear } from "./models/linear.ts";
export { logistic } from "./models/logistic.ts";
export { softmax } from "./models/softmax.ts";
export { swap } from "./models/swap.ts";
export type { Model } from "./models/model.ts";
export { absolute } from "./losses/absolute.ts";
export { brier } from "./losses/brier.ts";
export { huber } from "./losses/huber.ts";
export { logLoss } from "./losses/log-loss.ts";
export type { Loss } from "./losses/loss.ts";
export { multinomial } from "./losses/multinomial.ts";
export { pinball } from "./losses/pinball.ts";
export { squared } from "./losses/squared.ts";
export { utility } from "./losses/utility.ts";
export { wealth } from "./losses/wealth.ts";
export { ogd, type Update } from "./updates/ogd.ts";
export { adagrad, aware, constant, oblivious, root, type StepSize } from "./updates/steps.ts";
export { deployments } from "./schedules/deployments.ts";
export { growing } from "./schedules/growing.ts";
export { periodic } from "./schedules/periodic.ts";
export { pipelined } from "./schedules/pipelined.ts";
export type { Deployment, Schedule } from "./schedules/schedule.ts";
export { blockRademacher, orthogonal, rotating, squareWave } from "./streams/adversaries.ts";
export { choices } from "./streams/choices.ts";
export { contexts } from "./streams/contexts.ts";
export { gaussian } from "./streams/gaussian.ts";
export type { Generator } from "./streams/generator.ts";
export { holonomy } from "./streams/holonomy.ts";
export { phases } from "./streams/phases.ts";
export { world } from "./live/world.ts";
export type { WorldTable } from "./live/table.ts";
export type { Perceived, Tampering, Told } from "./live/told.ts";
export type { AlignedModel, Drift, Stream, UtilityTable } from "./streams/stream.ts";
export { aligned, type Comparator, fixed, hindsight, untrained } from "./comparators/comparator.ts";

export { mdpFrom, readMdp, type ActionTable, type Mdp } from "./worlds/mdp.ts";
export { withOptimalPolicy } from "./worlds/optimal.ts";
export { randomMdp } from "./worlds/random-mdp.ts";
export { poisson, type PoissonSolution } from "./worlds/poisson.ts";
export { longRun, type LongRun } from "./worlds/long-run.ts";
export type { Values } from "./worlds/values.ts";
export { stakes, type Extent, type Stakes } from "./worlds/stakes.ts";
export { backwardInduction, horizonStakes, type Ending } from "./worlds/horizon.ts";
export { damageBeforeRetraining } from "./worlds/damage.ts";
export { Telescope, type Telescoped, type ValuesAt } from "./worlds/telescope.ts";
export { performanceDifference, type PerformanceDifference } from "./worlds/difference.ts";
export { irreversible, repairable, type BreakableWorld } from "./worlds/catalogue/breakable.ts";
export { catastrophe, ruleOfThree, type CatastropheWorld } from "./worlds/catalogue/catastrophe.ts";
export { corruptionBound } from "./worlds/catalogue/corruption.ts";
export {
  tinyPieces,
  type Overseen,
  type TinyPiecesWorld,
  type Unseen,
} from "./worlds/catalogue/tiny-pieces.ts";

export type { Apriori, BoundTerms, Certificate } from "./certificate/staleness.ts";
export type { Meaning } from "./certificate/meaning.ts";
export type { Predictions } from "./engine/predictions.ts";
export type { EngineSource } from "./wasm/kernels.ts";
export { hasRelaxed } from "./wasm/relaxed.ts";
export type { Precision } from "./wasm/variants.ts";
export type {
  Baseline,
  BaselineResult,
  ComparatorResult,
  Delayed,
  Deployed,
  Divergence,
  Estimate,
  ExceededInReplicate,
  ExceededStakes,
  EstimatorResult,
  Figures,
  LearnerResult,
  OutputMet,
  PerceivedRegret,
  Relaxed,
  ReplayCheckpoint,
  ReplayedLearner,
  ReplicatedLearner,
  ReplicatesCheckpoint,
  SimulationCheckpoint,
  Transformed,
  WorldResult,
} from "./result.ts";
