import { DRAWS, LEVEL } from "./bootstrap.ts";
import { bestSchedule, chooseRetraining } from "./choose.ts";
import type { Evidence } from "./evidence.ts";
import { pitfallsOf } from "./pitfalls.ts";
import { type Point, pointOf } from "./points.ts";
import type { LoggedFindings, PlanConfiguration, PlanPoint, PlanResult, PlanVerdict } from "./result.ts";
import { studyShifts } from "./shift-study.ts";
import { verdictOf } from "./stakes.ts";

/** Parts of the course of a loss. */
const PARTS = 128;

/**
 * From what a pass over a log left behind to what a plan says.
 *
 * @param logged what is said beside it of a log of actions, given the schedule recommended.
 */
export function conclude(evidence: Evidence, logged?: (recommended: number) => LoggedFindings): PlanResult {
  const { planning, played, strips, judged } = evidence;
  const best = bestSchedule(evidence);
  const retraining = chooseRetraining(evidence);
  const parts = strips.parts(PARTS);
  const bare = planning.asked.map((_, i) => pointOf(evidence, i, best, retraining, parts));
  const recommended = retraining?.chosen ?? best;
  // terms with importance weights have tails that the threshold for shifts is not made for
  const shifts =
    judged && !logged ? studyShifts(evidence, best, valueOf(evidence, bare[recommended]!)) : null;
  const points = bare.map((point, i) => ({
    ...point,
    verdict: verdictOf(point.meaning, shifts?.share[i] ?? null),
  }));
  const { rounds, interrupted, source, task, loss, columns, total, comparator } = played;
  const prefix = Math.min(rounds, planning.replay.split);
  const result = {
    kind: "plan" as const,
    ...{ source, task, loss, columns, rounds, total, interrupted },
    ...(played.reproducible === false && { reproducible: false as const }),
    ...(played.passedOver !== undefined && { passedOver: played.passedOver }),
    prefix,
    suffix: rounds - prefix,
    configuration: configurationOf(evidence),
    bootstrap: { level: LEVEL, draws: DRAWS, strips: strips.count, rows: strips.width },
    points,
    ...(logged && { logged: logged(recommended) }),
    best,
    retraining,
    shifts,
    course: parts.map(({ row }) => row),
    comparator,
    verdict: planVerdict(points, recommended),
  };
  return { ...result, pitfalls: pitfallsOf(result) };
}

/** Value at stake a decision: what was stated, or what the comparator saves. */
function valueOf({ planning, played }: Evidence, { meaning }: Point): number | null {
  const value = planning.replay.value ?? (meaning ? meaning.value / played.rounds : 0);
  return value > 0 ? value : null;
}

function planVerdict(points: readonly PlanPoint[], point: number): PlanVerdict | null {
  const { verdict, meaning } = points[point]!;
  if (verdict === null || meaning === null) return null;
  const { epsilon, stakesFrom, s3 } = meaning;
  return { ...verdict, point, epsilon, stakesFrom, ratio: s3 };
}

function configurationOf({ planning }: Evidence): PlanConfiguration {
  const { replay, retrainCost, training, feedbackDelay, seed } = planning;
  const { update, model, loss, scale, epsilon, stakes, value, precision } = replay;
  return {
    model: model.name,
    loss: loss.label,
    stepRule: update.step.rule,
    stepSizes: update.step.sizes as readonly number[],
    gradient: update.gradient,
    l2: update.l2,
    radius: update.radius === Infinity ? null : update.radius,
    scale,
    prefix: planning.prefix,
    ...{ retrainCost, training, feedbackDelay, epsilon, stakes, value, precision },
    seed: String(seed),
  };
}
