import type { Interval, PlanPoint, PlanResult } from "../planner/result.ts";

/** What does not learn never retrains: it is held against a schedule whose retraining is paid. */

/** What a schedule earns beyond one that never retrains, a decision, with its own retraining paid. */
export function paid(advantage: Interval, { retraining }: Pick<PlanPoint, "retraining">): Interval {
  const cost = retraining?.perDecision ?? 0;
  const { value, low, high, block } = advantage;
  return { value: value - cost, low: low - cost, high: high - cost, block };
}

/** What a schedule loses a decision on the rows after the prefix, with its retraining paid; null while there are none. */
export function lossPaid({ retraining, suffixLoss }: PlanPoint): number | null {
  return retraining?.total.value ?? suffixLoss?.value ?? null;
}

/** Something that does not learn, and does better than the schedule recommended. */
export interface Unlearned {
  readonly name: string;
  /** Its reward, or its loss, a decision. */
  readonly amount: number;
  /** By how much it is better, and whether that is beyond chance; null where that is not known. */
  readonly by: number;
  readonly beyondChance: boolean | null;
}

/** All of them, measured as the schedules are: policies of a log of actions, the class frequency where the loss is log loss. The best is first. */
export function betterUnlearned({
  points,
  retraining,
  best,
  logged,
  loss,
  baseline,
}: Pick<PlanResult, "points" | "retraining" | "best" | "logged" | "loss" | "baseline">): Unlearned[] {
  const recommended = points[retraining?.chosen ?? best]!;
  const policies = (logged?.policies ?? []).flatMap(({ policy, value, advantage }): Unlearned[] => {
    if (!value || !advantage) return [];
    const gain = paid(advantage, recommended);
    return [{ name: policy, amount: value.value, by: -gain.value, beyondChance: gain.high < 0 }];
  });
  const own = lossPaid(recommended);
  const frequency = loss === "log loss" ? (baseline?.frequencyLoss ?? null) : null;
  const rule: Unlearned[] =
    own === null || frequency === null
      ? []
      : [{ name: "the class frequency", amount: frequency, by: own - frequency, beyondChance: null }];
  return [...policies, ...rule].filter(({ by }) => by > 0).sort((a, b) => b.by - a.by);
}
