import { madeBy, realNumber } from "../check.ts";
import { hindsight } from "../comparators/comparator.ts";
import { claimsFrom } from "../engine/rules.ts";
import type { EvaluateOptions } from "../evaluate.ts";
import { type Plan as Logged, planOf as loggedPlanOf } from "../logged/plan.ts";
import { checkLogged } from "../logged/rows.ts";
import type { ReplayOptions } from "../replay.ts";
import { AUTO, type Plan as Replay, planOf } from "../replay/plan.ts";
import { ogd } from "../updates/ogd.ts";
import { constant } from "../updates/steps.ts";
import { type AskedFor, askedFor, type AskedOptions, schedulesOf } from "./asked.ts";

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
}

/** The same of a log of actions; `replay` is how its learners play it. */
export interface LoggedPlanning extends Planning {
  readonly logged: Logged;
}

export function planningOf(options: PlanOptions): Planning {
  madeBy("plan: rows", options.rows, "blocks", 'openLog("log.csv", { target: "clicked" })');
  // weights in f32 carry over what only certain items fold in; a job may pass these over
  const asked = askedFor(options, { rows: options.rows.rows, withJobs: options.precision !== "f32" });
  // a verdict needs a bound, and a bound needs something to be held against
  const wanted = options.stakes !== undefined || options.value !== undefined;
  const replay = planOf(
    {
      ...options,
      schedules: schedulesOf(asked),
      ...(options.comparator === undefined && wanted && { comparator: hindsight() }),
    },
    "plan",
  );
  return { ...asked, replay };
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
  return { ...asked, logged, replay: { ...logged.replay, ...claims } };
}
