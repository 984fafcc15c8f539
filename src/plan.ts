import { conclude } from "./planner/conclude.ts";
import { Evidence } from "./planner/evidence.ts";
import { type PlanOptions, planningOf } from "./planner/options.ts";
import type { PlanResult } from "./planner/result.ts";
import { Strips } from "./planner/strips.ts";
import { play } from "./replay/play.ts";
import { reporter } from "./replay/report.ts";
import type { ReplayCheckpoint } from "./result.ts";

export type { PlanOptions } from "./planner/options.ts";

/**
 * How often to retrain, from a log: replays it once under every schedule, chooses step sizes and period on its first rows, judges them on the
 * rest, and says what could mislead. Stakes or a value at stake ask for a verdict too, which takes further passes to find the best fixed model.
 * Memory does not grow with the log. An interrupted run says what it found by then.
 *
 * @throws TypeError, RangeError on options out of range; InputError on what is wrong in the log.
 */
export async function plan(options: PlanOptions): Promise<PlanResult> {
  const planning = planningOf(options);
  const { split, rows } = planning.replay;
  const strips = new Strips(split, rows.rows);
  const report = reporter(planning.replay);
  let replayed: ReplayCheckpoint | null = null;
  for await (const standing of play(planning.replay, options, strips)) replayed = report(standing);
  return conclude(new Evidence(planning, replayed!, strips));
}
