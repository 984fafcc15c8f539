import { madeBy, nonEmpty, realNumber, seedValue, shown, wholeNumber } from "../check.ts";
import { hindsight } from "../comparators/comparator.ts";
import type { ReplayOptions } from "../replay.ts";
import { type Plan as Replay, planOf } from "../replay/plan.ts";
import { periodic } from "../schedules/periodic.ts";
import { pipelined } from "../schedules/pipelined.ts";
import { LARGEST_LATENCY, type Schedule } from "../schedules/schedule.ts";
import { withFixedJob } from "./fixed-job.ts";
import type { PlanPoint } from "./result.ts";
import { autoPeriods } from "./retraining.ts";

export interface PlanOptions extends Omit<ReplayOptions, "schedules" | "onPredictions"> {
  /** Retraining periods p in rounds, or "auto": 1, 3, 10, 30, .. up to a tenth of the prefix. Default "auto", or none beside latencies. */
  readonly periods?: readonly number[] | "auto";
  /** Latencies k in rounds, where a newer model is deployed every round. Default none. */
  readonly latencies?: readonly number[];
  /** Cost of one retraining in units of loss, >= 0. Default 0. */
  readonly retrainCost?: number;
  /** Rounds that a training takes, and rounds until feedback on a decision is there; both add to every latency. Default 0. */
  readonly training?: number;
  readonly feedbackDelay?: number;
  /** Updates of a retraining where all are jobs of one size; 0 leaves that comparison out. Default: the shortest period. */
  readonly job?: number;
  /** Of the bootstrap. Default 0. */
  readonly seed?: number | bigint;
}

/** A schedule as it was asked for. */
export type Asked = Pick<PlanPoint, "kind" | "label" | "training" | "feedbackDelay"> & {
  readonly schedule: Schedule;
};

/** A plan with nothing left open. */
export interface Planning {
  readonly replay: Replay;
  /** Share of the rows that chooses. */
  readonly prefix: number;
  /** In the order of the effective latency; the replay plays them first, then those of `jobs`. */
  readonly asked: readonly Asked[];
  /** Updates of a fixed job, and the indices in `asked` of the periods that are played with it. */
  readonly job: number;
  readonly jobs: readonly number[];
  readonly retrainCost: number;
  readonly training: number;
  readonly feedbackDelay: number;
  readonly seed: bigint;
}

export function planningOf(options: PlanOptions): Planning {
  const { training = 0, feedbackDelay = 0, retrainCost = 0, prefix = 0.1 } = options;
  madeBy("plan: rows", options.rows, "blocks", 'openLog("log.csv", { target: "clicked" })');
  realNumber("plan: prefix", prefix, { least: 0, most: 1, open: true });
  wholeNumber("plan: training", training, 0, LARGEST_LATENCY);
  wholeNumber("plan: feedbackDelay", feedbackDelay, 0, LARGEST_LATENCY);
  realNumber("plan: retrainCost", retrainCost, { least: 0 });
  const seed = seedValue("plan: seed", options.seed ?? 0);
  const asked = askedFrom(options, training, feedbackDelay);
  const periods = asked.flatMap(({ kind, label }) => (kind === "periodic" ? [label] : []));
  const job = wholeNumber(
    "plan: job",
    options.job ?? Math.min(LARGEST_LATENCY, ...periods),
    0,
    LARGEST_LATENCY,
  );
  // weights in f32 carry over what only certain items fold in; a job may pass these over
  const jobs =
    job === 0 || options.precision === "f32"
      ? []
      : [...asked.keys()].filter((i) => asked[i]!.kind === "periodic" && asked[i]!.label > job);
  const schedules = [
    ...asked.map(({ schedule }) => schedule),
    ...jobs.map((i) => withFixedJob(asked[i]!.schedule, job)),
  ];
  // a verdict needs a bound, and a bound needs something to be held against
  const wanted = options.stakes !== undefined || options.value !== undefined;
  const replay = planOf({
    ...options,
    schedules,
    ...(options.comparator === undefined && wanted && { comparator: hindsight() }),
  });
  return {
    replay,
    prefix,
    asked,
    job,
    jobs,
    retrainCost,
    training,
    feedbackDelay,
    seed,
  };
}

function askedFrom(
  { rows, prefix = 0.1, periods, latencies = [] }: PlanOptions,
  training: number,
  feedbackDelay: number,
): Asked[] {
  const wait = training + feedbackDelay;
  const list = periods ?? (latencies.length > 0 ? [] : "auto");
  const auto = (): number[] => autoPeriods(Math.floor(rows.rows * prefix));
  const chosen = list === "auto" ? auto() : list;
  const most = LARGEST_LATENCY - wait;
  const rounds = (what: string, of: unknown): number[] => {
    if (!Array.isArray(of)) throw new TypeError(`plan: ${what}: expected an array, got ${shown(of)}`);
    return [...new Set(of)].map((x, i) => wholeNumber(`plan: ${what}[${i}]`, x, 1, most));
  };
  const asked: Asked[] = [
    ...rounds("latencies", latencies).map((k) => ({
      ...{ kind: "pipelined" as const, label: k, training, feedbackDelay },
      schedule: pipelined(k + wait),
    })),
    ...rounds("periods", chosen).map((p) => ({
      ...{ kind: "periodic" as const, label: p, training, feedbackDelay },
      schedule: periodic(p, wait),
    })),
  ];
  return [...nonEmpty("plan: periods", asked)].sort((a, b) => a.schedule.steady! - b.schedule.steady!);
}
