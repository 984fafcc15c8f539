import { nonEmpty, realNumber, seedValue, shown, wholeNumber } from "../check.ts";
import { periodic } from "../schedules/periodic.ts";
import { pipelined } from "../schedules/pipelined.ts";
import { LARGEST_LATENCY, type Schedule } from "../schedules/schedule.ts";
import { withFixedJob } from "./fixed-job.ts";
import type { PlanPoint } from "./result.ts";
import { autoPeriods } from "./retraining.ts";

/** What is asked of a plan, whatever its log has: schedules, and what a retraining costs. */
export interface AskedOptions {
  /** Retraining periods p in rounds, or "auto": 1, 3, 10, 30, .. up to a tenth of the prefix. Default "auto", or none beside latencies. */
  readonly periods?: readonly number[] | "auto";
  /** Latencies k in rounds, where a newer model is deployed every round. Default none. */
  readonly latencies?: readonly number[];
  /** Cost of one retraining in units of loss, or of reward, >= 0. Default 0. */
  readonly retrainCost?: number;
  /** Rounds that a training takes; they add to every latency. Default 0. */
  readonly training?: number;
  /** Feedback on a decision is there so many rounds later; 0 and 1, before the next one, are the same, every further one adds to every latency. Default 0. */
  readonly feedbackDelay?: number;
  /** Updates of a retraining where all are jobs of one size; 0 leaves that comparison out. Default: the shortest period. */
  readonly job?: number;
  /** Share of the rows that chooses step sizes and period; the rest judges them. In (0, 1), default 0.1. */
  readonly prefix?: number;
  /** Of the bootstrap. Default 0. */
  readonly seed?: number | bigint;
}

/** A schedule as it was asked for. */
export type Asked = Pick<PlanPoint, "kind" | "label" | "training" | "feedbackDelay"> & {
  readonly schedule: Schedule;
  /** Rounds that training and feedback delay add to its latency. */
  readonly wait: number;
};

/** The same with nothing left open. */
export interface AskedFor {
  /** Share of the rows that chooses. */
  readonly prefix: number;
  /** In the order of the effective latency; they are played first, then those of `jobs`. */
  readonly asked: readonly Asked[];
  /** Updates of a fixed job, and the indices in `asked` of the periods that are played with it. */
  readonly job: number;
  readonly jobs: readonly number[];
  readonly retrainCost: number;
  readonly training: number;
  readonly feedbackDelay: number;
  readonly seed: bigint;
}

/** Rounds that feedback which is there n rounds later adds to a latency: after one it is there for the next decision, as without a delay. */
export function feedbackWait(feedbackDelay: number): number {
  return Math.max(0, feedbackDelay - 1);
}

/** @param of.withJobs fixed jobs can be played. */
export function askedFor(
  options: AskedOptions,
  of: { readonly rows: number; readonly withJobs: boolean },
): AskedFor {
  const { training = 0, feedbackDelay = 0, retrainCost = 0, prefix = 0.1 } = options;
  realNumber("plan: prefix", prefix, { least: 0, most: 1, open: true });
  wholeNumber("plan: training", training, 0, LARGEST_LATENCY);
  wholeNumber("plan: feedbackDelay", feedbackDelay, 0, LARGEST_LATENCY);
  realNumber("plan: retrainCost", retrainCost, { least: 0 });
  const seed = seedValue("plan: seed", options.seed ?? 0);
  const asked = askedFrom(options, of.rows, { prefix, training, feedbackDelay });
  refuseWithoutPeriods(options, asked);
  const periods = asked.flatMap(({ kind, label }) => (kind === "periodic" ? [label] : []));
  const job = wholeNumber(
    "plan: job",
    options.job ?? Math.min(LARGEST_LATENCY, ...periods),
    0,
    LARGEST_LATENCY,
  );
  const jobs =
    job === 0 || !of.withJobs
      ? []
      : [...asked.keys()].filter((i) => asked[i]!.kind === "periodic" && asked[i]!.label > job);
  return { prefix, asked, job, jobs, retrainCost, training, feedbackDelay, seed };
}

function refuseWithoutPeriods({ retrainCost, job }: AskedOptions, asked: readonly Asked[]): void {
  if (asked.some(({ kind }) => kind === "periodic")) return;
  for (const [name, given] of Object.entries({ retrainCost, job }))
    if (given !== undefined && given > 0)
      throw new TypeError(
        `plan: ${name}: expected periods beside it, got latencies alone, which have a newer model every round`,
      );
}

/** Schedules in the order in which they are played. */
export function schedulesOf({ asked, job, jobs }: AskedFor): Schedule[] {
  return [
    ...asked.map(({ schedule }) => schedule),
    ...jobs.map((i) => withFixedJob(asked[i]!.schedule, job)),
  ];
}

function askedFrom(
  { periods, latencies = [] }: AskedOptions,
  rows: number,
  { prefix, training, feedbackDelay }: Pick<AskedFor, "prefix" | "training" | "feedbackDelay">,
): Asked[] {
  const wait = training + feedbackWait(feedbackDelay);
  if (wait >= LARGEST_LATENCY)
    throw new RangeError(
      `plan: training: expected fewer than ${LARGEST_LATENCY} rounds with the feedback delay, got ${wait}`,
    );
  const list = periods ?? (latencies.length > 0 ? [] : "auto");
  const chosen = list === "auto" ? autoPeriods(Math.floor(rows * prefix)) : list;
  const most = LARGEST_LATENCY - wait;
  const rounds = (what: string, of: unknown): number[] => {
    if (!Array.isArray(of)) throw new TypeError(`plan: ${what}: expected an array, got ${shown(of)}`);
    return [...new Set(of)].map((x, i) => wholeNumber(`plan: ${what}[${i}]`, x, 1, most));
  };
  const asked: Asked[] = [
    ...rounds("latencies", latencies).map((k) => ({
      ...{ kind: "pipelined" as const, label: k, training, feedbackDelay, wait },
      schedule: pipelined(k + wait),
    })),
    ...rounds("periods", chosen).map((p) => ({
      ...{ kind: "periodic" as const, label: p, training, feedbackDelay, wait },
      schedule: periodic(p, wait),
    })),
  ];
  return [...nonEmpty("plan: periods", asked)].sort((a, b) => a.schedule.steady! - b.schedule.steady!);
}
