import { fixedValues, reporter as evaluationReporter } from "./logged/report.ts";
import { play as playLogged, type Standing } from "./logged/play.ts";
import type { EvaluationCheckpoint } from "./logged/result.ts";
import { conclude } from "./planner/conclude.ts";
import { Evidence } from "./planner/evidence.ts";
import { LossStrips } from "./planner/loss-strips.ts";
import {
  choiceOf,
  type LoggedPlanOptions,
  loggedPlanningOf,
  type PlanOptions,
  planningOf,
} from "./planner/options.ts";
import { playedReplay } from "./planner/played.ts";
import { loggedFindings, playedPolicies } from "./planner/policies.ts";
import type { PlanResult } from "./planner/result.ts";
import { ValueStrips } from "./planner/value-strips.ts";
import { play } from "./replay/play.ts";
import { reporter } from "./replay/report.ts";
import type { ReplayCheckpoint } from "./result.ts";

export type { LoggedPlanOptions, PlanOptions } from "./planner/options.ts";

/**
 * How often to retrain, from a log: replays it once under every schedule, chooses step sizes and period on its first rows (the later half of a tenth), judges them on the
 * rest, and says what could mislead. Stakes or a value at stake ask for a verdict too, which takes further passes to find the best fixed model.
 * Memory does not grow with the log. An interrupted run says what it found by then.
 *
 * With `log`, what `openLogged` returns, in place of `rows`: the same for policies that learn from the actions of another one. Losses are then minus
 * rewards, as estimated doubly robustly from the propensities, and there is no bound.
 *
 * @throws TypeError, RangeError on options out of range, and on policies without support; InputError on what is wrong in the log.
 */
export async function plan(options: PlanOptions | LoggedPlanOptions): Promise<PlanResult> {
  return "log" in options ? planLogged(options) : planReplay(options);
}

async function planReplay(options: PlanOptions): Promise<PlanResult> {
  const planning = planningOf(options);
  const { split, rows } = planning.replay;
  const kept = new LossStrips(split, rows.rows, choiceOf(planning));
  const report = reporter(planning.replay);
  let replayed: ReplayCheckpoint | null = null;
  for await (const standing of play(planning.replay, options, kept)) replayed = report(standing);
  return conclude(new Evidence(planning, playedReplay(replayed!), kept));
}

async function planLogged(options: LoggedPlanOptions): Promise<PlanResult> {
  const planning = loggedPlanningOf(options);
  const { split, rows } = planning.replay;
  const kept = new ValueStrips(split, rows.rows, choiceOf(planning), planning.logged.policies.length);
  const report = evaluationReporter(planning.logged);
  let [before, last]: (Standing | null)[] = [null, null];
  let evaluated: EvaluationCheckpoint | null = null;
  for await (const standing of playLogged(planning.logged, options, kept)) {
    evaluated = report(standing);
    if (standing.rounds === split) before = standing;
    last = standing;
  }
  const evidence = new Evidence(planning, playedPolicies(planning, evaluated!, last!.columns), kept);
  const fixed = fixedValues(planning.logged, last!, before ?? last!);
  return conclude(evidence, (recommended) => loggedFindings(evidence, kept, evaluated!, fixed, recommended));
}
