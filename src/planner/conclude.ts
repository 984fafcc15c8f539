import { DRAWS, FEWEST, LEVEL } from "./bootstrap.ts";
import { bestSchedule, chooseRetraining, soundSchedule } from "./choose.ts";
import type { Evidence } from "./evidence.ts";
import { pitfallsOf } from "./pitfalls.ts";
import { type Point, pointOf } from "./points.ts";
import type {
  LoggedFindings,
  PlanConfiguration,
  PlanPoint,
  PlanResult,
  PlanVerdict,
  PromptBaseline,
} from "./result.ts";
import { studyShifts } from "./shift-study.ts";
import { decide } from "./stakes.ts";

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
  const watched = judged && !logged ? soundSchedule(evidence) : null;
  const shifts =
    watched === null ? null : studyShifts(evidence, watched, valueOf(evidence, bare[recommended]!));
  const decided = bare.map((point, i) => decide(point, shifts?.share[i] ?? null, evidence.run(i).notCovered));
  const points = bare.map((point, i) => ({ ...point, verdict: decided[i]!.verdict }));
  const { rounds, interrupted, source, task, loss, columns, total, comparator } = played;
  const prefix = Math.min(rounds, planning.replay.split);
  const result = {
    kind: "plan" as const,
    ...{ source, task, loss, columns, rounds, total, interrupted },
    ...(played.reproducible === false && { reproducible: false as const }),
    ...(played.passedOver !== undefined && { passedOver: played.passedOver }),
    prefix,
    suffix: rounds - prefix,
    chose: evidence.chose,
    configuration: configurationOf(evidence),
    bootstrap: { level: LEVEL, draws: DRAWS, strips: strips.count, rows: strips.width, fewest: FEWEST },
    points,
    ...(logged && { logged: logged(recommended) }),
    best,
    baseline: judged ? promptBaseline(evidence) : null,
    retraining,
    shifts,
    course: parts.map(({ row }) => row),
    comparator,
    verdict: planVerdict(points, recommended),
    undecided: decided[recommended]!.undecided,
  };
  return { ...result, pitfalls: pitfallsOf(result) };
}

/** Value at stake a decision: what was stated, or what the comparator saves. */
function valueOf({ planning, played }: Evidence, { meaning }: Point): number | null {
  const value = planning.replay.value ?? (meaning ? meaning.value / played.rounds : 0);
  return value > 0 ? value : null;
}

function promptBaseline({ planning: { ruled, replay }, played }: Evidence): PromptBaseline | null {
  const baseline = ruled === null ? null : played.baselines[ruled]!;
  return baseline && { latency: replay.schedules[ruled!]!.steady!, ...baseline };
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
