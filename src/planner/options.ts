import { madeBy, realNumber } from "../check.ts";
import { type Comparator, hindsight } from "../comparators/comparator.ts";
import { claimsFrom } from "../engine/rules.ts";
import type { EvaluateOptions } from "../evaluate.ts";
import { type Plan as Logged, planOf as loggedPlanOf } from "../logged/plan.ts";
import { checkLogged } from "../logged/rows.ts";
import type { ReplayOptions } from "../replay.ts";
import { AUTO, type Plan as Replay, planOf } from "../replay/plan.ts";
import { ogd } from "../updates/ogd.ts";
import { constant } from "../updates/steps.ts";
import { pipelined } from "../schedules/pipelined.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { type AskedFor, askedFor, type AskedOptions, feedbackWait, schedulesOf } from "./asked.ts";
import { Choice } from "./choice.ts";

export interface PlanOptions
  extends AskedOptions, Omit<ReplayOptions, "schedules" | "onPredictions" | "prefix"> {}

/** A plan from a log of actions, their rewards and propensities. */
export interface LoggedPlanOptions
  extends AskedOptions, Omit<EvaluateOptions, "schedules" | "learn" | "update" | "prefix" | "onProgress"> {
  /** Default: fresh gradients, the eight step sizes of `AUTO`. Neither penalty, nor ball, nor a step of the intercept's own. */
  readonly update?: EvaluateOptions["update"];
  /** Largest difference of expected reward between two actions in one row; beside `value`. Default: none stated. */
  readonly stakes?: number;
  /** Value at stake, in units of reward a decision; beside `stakes`. Default: none stated. */
  readonly value?: number;
  /** Share of the value at stake up to which damage before retraining is small. Default 0.05. */
  readonly epsilon?: number;
  /** Called every few milliseconds with the rows played, in pass 1 of 1. */
  readonly onProgress?: ReplayOptions["onProgress"];
}

/** A plan with nothing left open. */
export interface Planning extends AskedFor {
  readonly replay: Replay;
  /** Index of the schedule in the replay under which rules without learning are read; null of policies. */
  readonly ruled: number | null;
}

/** The same of a log of actions; `replay` is how its learners play it. */
export interface LoggedPlanning extends Planning {
  readonly logged: Logged;
}

export function planningOf(options: PlanOptions): Planning {
  madeBy("plan: rows", options.rows, "blocks", 'openLog("log.csv", { target: "clicked" })');
  // weights in f32 carry over what only certain items fold in; a job may pass these over
  const asked = askedFor(options, { rows: options.rows.rows, withJobs: options.precision !== "f32" });
  const { schedules, ruled } = withRules(asked);
  const comparator = options.comparator ?? comparatorFor(options);
  const replay = planOf({ ...options, schedules, ...(comparator && { comparator }) }, "plan");
  return { ...asked, ruled, replay };
}

/** A verdict needs a bound, and a bound needs something to be held against. */
function comparatorFor({ stakes, value, rows, loss }: PlanOptions): Comparator | null {
  if (stakes === undefined && value === undefined) return null;
  const given = stakes === undefined ? "value" : "stakes";
  const without = rows.task === "multiclass" ? "several classes" : loss?.hindsight === "none" && loss.label;
  if (without)
    throw new RangeError(
      `plan: ${given}: expected none for ${without}: what is at stake is held against a comparator, and there is none for it`,
    );
  return hindsight();
}

/**
 * Rules without learning need no training: they know an outcome as soon as feedback on it is there. Where no schedule asked for has that latency, one is played
 * for them.
 */
function withRules(asked: AskedFor): { readonly schedules: Schedule[]; readonly ruled: number } {
  const schedules = schedulesOf(asked);
  const prompt = pipelined(1 + feedbackWait(asked.feedbackDelay));
  const own = schedules.findIndex((one) => one.steady === prompt.steady && one.job === undefined);
  return own >= 0
    ? { schedules, ruled: own }
    : { schedules: [...schedules, prompt], ruled: schedules.length };
}

/** Which rows of the prefix choose: none that the models of a schedule that deploys one there decide untrained. */
export function choiceOf({ asked, replay: { split } }: Planning): Choice {
  const latencies = asked.map(({ label, wait }) => label + wait).filter((latency) => latency < split);
  return new Choice(split, Math.max(0, ...latencies));
}

export function loggedPlanningOf(options: LoggedPlanOptions): LoggedPlanning {
  const { stakes, value, update } = options;
  checkLogged("plan", options.log);
  const asked = askedFor(options, { rows: options.log.rows.rows, withJobs: true });
  const claims = claimsFrom("plan", options);
  if (value !== undefined) realNumber("plan: value", value, { least: 0, open: true });
  if ((stakes === undefined) !== (value === undefined)) {
    const [given, missing] = stakes === undefined ? ["value", "stakes"] : ["stakes", "value"];
    throw new TypeError(
      `plan: ${missing}: expected a number beside ${given}, got none: a log of actions does not say it`,
    );
  }
  const logged = loggedPlanOf(
    {
      ...options,
      schedules: schedulesOf(asked),
      update: update ?? ogd({ step: constant(...AUTO), gradient: "fresh" }),
    },
    "plan",
  );
  return { ...asked, ruled: null, logged, replay: { ...logged.replay, ...claims } };
}
