import type { PlanResult } from "../../planner/result.ts";

/** What a plan has numbers of, by its name, for comparison with another one: an index says nothing beside another list, so schedules go by name. */
export function planThings(result: PlanResult): Map<string, object> {
  const { points, logged, retraining, shifts, verdict, ...rest } = result;
  const name = (i: number | null): string | null => (i === null ? null : (points[i]?.schedule ?? null));
  const named = {
    ...rest,
    // settings are those of the document, and the cost of a retraining is one
    configuration: null,
    best: name(result.best),
    retraining: retraining && {
      ...retraining,
      cost: null,
      chosen: name(retraining.chosen),
      hindsight: name(retraining.hindsight),
    },
    shifts: shifts && { ...shifts, watched: name(shifts.watched) },
    verdict: verdict && { ...verdict, point: name(verdict.point) },
  };
  return new Map<string, object>([
    ["plan", named],
    ...points.map((point) => [point.schedule, point] as const),
    ...(logged?.policies ?? []).map((one) => [one.policy, one] as const),
  ]);
}
