import type { Interval, PlanPoint, PlanResult, PolicyFindings } from "../../planner/result.ts";
import { paid } from "../../verdict/unlearned.ts";
import { decimals, grouped, readable } from "../numbers.ts";
import { type Column, table, wrap } from "../table.ts";
import { interval, schedules, soundColumn } from "./cells.ts";

/** What each schedule earns, as a log of another policy's actions says. */

export const REWARDS: string =
  "Reward: doubly robust estimate of the mean reward of the policies deployed under a schedule, had they acted. Given up: what the schedule that was best when " +
  "chosen earns more, a decision, in the same rows";

/** The reward of a loss that is minus one. */
export function rewardOf(loss: Interval | null): Interval | null {
  return loss && { ...loss, value: 0 - loss.value, low: 0 - loss.high, high: 0 - loss.low };
}

export function rewards(result: PlanResult): Column[] {
  const { retraining } = result;
  const column = (heading: string[], cell: (point: PlanPoint) => string): Column =>
    soundColumn(result, heading, cell);
  return [
    ...schedules(result),
    column(["reward", "when chosen"], (point) => decimals(0 - point.choiceLoss, 5)),
    column(["reward"], (point) => interval(rewardOf(point.suffixLoss), 4)),
    column(["given up", "a decision"], (point) => interval(point.increase, 3)),
    ...(retraining && retraining.cost > 0
      ? [
          column(["after", "retraining"], (point) =>
            readable(rewardOf(point.retraining?.total ?? null)?.value ?? null, 4),
          ),
          column(["less than", "the period chosen"], (point) =>
            interval(point.retraining?.increase ?? null, 3),
          ),
        ]
      : []),
    column(["self-", "normalised"], ({ estimates }) => decimals(estimates?.selfNormalised.value ?? null, 5)),
    column(["IPS"], ({ estimates }) => decimals(estimates?.ips.value ?? null, 5)),
    column(["effective", "sample"], ({ estimates }) =>
      estimates ? grouped(estimates.effectiveSample) : "-",
    ),
    column(["mean", "weight"], ({ estimates }) => decimals(estimates?.meanWeight.value ?? null, 3)),
  ];
}

/** What is earned without learning. */
export function policyLines({ logged, points, suffix }: PlanResult, width: number): string[] {
  if (!logged || suffix === 0) return [];
  const { policies } = logged;
  const recommended = points[logged.recommended]!;
  const pays = recommended.retraining !== null && recommended.retraining.perDecision > 0;
  const of = (heading: string[], cell: (policy: PolicyFindings) => string): Column => ({
    heading,
    cells: policies.map(cell),
  });
  return [
    ...wrap(`Without learning, beside ${recommended.schedule}, in the same rows:`, width),
    "",
    ...table(
      [
        { ...of(["policy"], ({ policy }) => policy), left: true },
        of(["reward"], ({ value }) => interval(value, 4)),
        of([recommended.schedule, "earns more", ...(pays ? ["after retraining"] : [])], ({ advantage }) =>
          interval(advantage && paid(advantage, recommended), 3),
        ),
        of(["effective", "sample"], ({ estimates }) =>
          estimates ? grouped(estimates.effectiveSample) : "-",
        ),
        of(["mean", "weight"], ({ estimates }) => decimals(estimates?.meanWeight.value ?? null, 3)),
      ],
      width,
    ),
  ];
}
