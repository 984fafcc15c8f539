import type { ExpertsCheckpoint } from "../experts/result.ts";
import type { EvaluationCheckpoint } from "../logged/result.ts";
import type { PlanResult } from "../planner/result.ts";
import type { Estimate, ReplayCheckpoint, ReplicatesCheckpoint, SimulationCheckpoint } from "../result.ts";
import type { Verified } from "../verify.ts";

/** A result as a file: one JSON document of everything it takes to draw it, to compare it and to play it again (docs/results.md). */
export type ResultDocument =
  | SimulationDocument
  | ReplicatesDocument
  | ReplayDocument
  | PlanDocument
  | VerificationDocument
  | ExpertsDocument
  | EvaluationDocument;

/** What every result file begins with. */
export const FORMAT = "lowstakes-result";

/** Of the format; files of another version are refused. */
export const VERSION = 1;

/** What all documents have. */
export interface DocumentOf<Kind extends string, Result> extends Origin {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly kind: Kind;
  /** Where the run ended; every number is defined in docs/rounds.md. */
  readonly result: Result;
}

export interface SimulationDocument extends DocumentOf<"simulation", SimulationCheckpoint> {
  /** Log-spaced checkpoints. */
  readonly overTime: OverTime;
}

export interface ReplicatesDocument extends DocumentOf<"replicates", ReplicatesCheckpoint> {
  readonly overTime: OverTime;
}

export interface ReplayDocument extends DocumentOf<"replay", ReplayCheckpoint> {
  readonly overTime: OverTime;
}

export type PlanDocument = DocumentOf<"plan", PlanResult>;

export type VerificationDocument = DocumentOf<"verification", VerificationResult>;

/** Forecasts, mixed. */
export type ExpertsDocument = DocumentOf<"experts", ExpertsCheckpoint>;

/** Policies, evaluated from a log of the actions of another one. */
export type EvaluationDocument = DocumentOf<"evaluation", EvaluationCheckpoint>;

/** Where a result is from. */
export interface Origin {
  /** Version of the package that wrote it. */
  readonly lowstakes: string;
  /** When, in ISO 8601: the one field in which two files of the same run differ. */
  readonly created?: string;
  /** Arguments that reproduce it, the first one a command of `lowstakes`; null where it was not played from there. */
  readonly command: readonly string[] | null;
  /** Every setting by its name, those left as they usually are too. */
  readonly configuration: Configuration;
  /** The log; null where there was none. */
  readonly data: LogFile | null;
}

export type Configuration = { readonly [name: string]: Setting };

export type Setting = string | number | boolean | null | readonly Setting[];

/** A log as it was read. */
export interface LogFile {
  readonly name: string;
  readonly rows: number;
  /** Of the bytes as stored, in hexadecimal; null where what was read is no file. */
  readonly sha256: string | null;
}

/** Where the learners stood at log-spaced rounds. */
export interface OverTime {
  /** (points,) rounds played. */
  readonly rounds: readonly number[];
  /** In the order of `result.runs`. */
  readonly runs: readonly LearnerOverTime[];
}

/** One learner; each list has a number for each of `rounds`. Of replicates these are means. */
export interface LearnerOverTime {
  readonly meanLoss: readonly number[];
  /** null where it was not known yet. */
  readonly regret: readonly (number | null)[];
  /** Of the mean regret of replicates. */
  readonly standardError?: readonly (number | null)[];
  /** null where there was none. */
  readonly bound: readonly (number | null)[];
  /** null where the regret was not positive throughout, or the run too short. */
  readonly growth: Growth | null;
}

/** The exponent with which a regret grew. */
export interface Growth {
  /** Least-squares slope of log regret in log rounds; with a standard error (delta method) where there are replicates. */
  readonly exponent: Estimate;
  /** First and last round of the fit. */
  readonly from: number;
  readonly to: number;
}

/** What `lowstakes verify` found. */
export interface VerificationResult {
  readonly deep: boolean;
  readonly interrupted: boolean;
  /** How many experiments there were to be. */
  readonly planned: number;
  /** Every experiment that was run does. */
  readonly holds: boolean;
  readonly experiments: readonly Verified[];
}

/** A document of one kind. */
export type DocumentFor<K extends ResultDocument["kind"]> = Extract<ResultDocument, { readonly kind: K }>;
