import { levelOf } from "./event-study.ts";
import type { Evidence } from "./evidence.ts";
import { updatesOf } from "./fixed-job.ts";
import { isThin } from "./policies.ts";
import type { Compute, Interval, PlanPoint, Retraining, RetrainingCost, StepSizeLoss } from "./result.ts";

/** What is said of one schedule, but for shifts and stakes. */
export type Point = Omit<PlanPoint, "verdict">;

/** @param best index of the schedule with the least loss on the prefix. */
export function pointOf(
  evidence: Evidence,
  schedule: number,
  best: number,
  retraining: Retraining | null,
  parts: readonly { readonly strip: number }[],
): Point {
  const { planning, judged } = evidence;
  const run = evidence.run(schedule);
  const { kind, label, training, feedbackDelay, schedule: asked } = planning.asked[schedule]!;
  return {
    schedule: asked.name,
    kind,
    label,
    training,
    feedbackDelay,
    latency: run.latency,
    effectiveLatency: run.effectiveLatency,
    steadyLatency: asked.steady!,
    stepSize: run.stepSize,
    prefixLoss: run.prefixLoss,
    choiceLoss: evidence.choiceLoss(schedule),
    ...(evidence.idle(schedule) && { idle: true }),
    suffixLoss: judged ? evidence.loss(schedule) : null,
    increase: judged && schedule !== best ? evidence.increase(schedule, best) : null,
    waiting: judged ? waitingOf(evidence, schedule) : null,
    figures: judged ? run.figures : null,
    ...(judged && run.estimates && { estimates: run.estimates }),
    ...(judged && isThin(run) && { thin: true }),
    surface: surfaceOf(evidence, schedule),
    course: judged ? courseOf(evidence, schedule, parts) : [],
    retraining:
      judged && retraining && kind === "periodic" ? retrainingOf(evidence, schedule, retraining) : null,
    compute: judged ? computeOf(evidence, schedule) : null,
    lastOutcome: judged ? lastOutcomeOf(evidence, schedule) : null,
    baseline: judged ? evidence.played.baselines[schedule]! : null,
    regret: run.regret,
    bound: run.bound,
    meaning: run.meaning,
    diverged: run.diverged,
  };
}

/** The schedule before one of the same kind, which waits less; -1 for the first. */
function shorterThan({ planning: { asked } }: Evidence, schedule: number): number {
  return asked.findLastIndex(({ kind }, i) => i < schedule && kind === asked[schedule]!.kind);
}

function waitingOf(evidence: Evidence, schedule: number): Interval | null {
  const before = shorterThan(evidence, schedule);
  return before < 0 ? null : evidence.increase(schedule, before);
}

function lastOutcomeOf(evidence: Evidence, schedule: number): Interval | null {
  const before = shorterThan(evidence, schedule);
  return before < 0 ? null : evidence.lastOutcome(schedule, before);
}

function surfaceOf(evidence: Evidence, schedule: number): StepSizeLoss[] {
  return evidence.learners(schedule).map(({ stepSize, prefixLoss, choiceLoss, suffixLoss, diverged }) => ({
    stepSize,
    prefixLoss,
    choiceLoss,
    suffixLoss: evidence.judged ? suffixLoss : null,
    diverged,
  }));
}

function courseOf(
  evidence: Evidence,
  schedule: number,
  parts: readonly { readonly strip: number }[],
): number[] {
  const losses = evidence.losses(schedule);
  return parts.map(({ strip }, i) => levelOf(losses, evidence.rows, parts[i - 1]?.strip ?? 0, strip));
}

function retrainingOf(evidence: Evidence, schedule: number, { cost, chosen }: Retraining): RetrainingCost {
  const { asked } = evidence.planning;
  const perDecision = cost / asked[schedule]!.label;
  return {
    perDecision,
    choiceTotal: evidence.choiceLoss(schedule) + perDecision,
    total: evidence.loss(schedule, perDecision),
    increase:
      schedule === chosen
        ? null
        : evidence.increase(schedule, chosen, perDecision - cost / asked[chosen]!.label),
  };
}

function computeOf(evidence: Evidence, schedule: number): Compute {
  const { planning } = evidence;
  const { rounds, pending } = evidence.run(schedule);
  const at = planning.jobs.indexOf(schedule);
  if (at < 0) return { updates: rounds - pending, fixedJob: null };
  const { label, wait } = planning.asked[schedule]!;
  const own = planning.asked.length + at;
  return {
    updates: rounds - pending,
    fixedJob: {
      job: planning.job,
      updates: updatesOf(rounds, label, wait, planning.job),
      stepSize: evidence.run(own).stepSize,
      suffixLoss: evidence.loss(own),
      increase: evidence.increase(own, schedule),
    },
  };
}
