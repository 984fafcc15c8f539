import { absurdity, type Case, judge } from "../judge.ts";
import { merge, type Phase } from "../engine/phase.ts";
import { comparatorResult, fixedOpponent } from "../opponent.ts";
import type { BaselineResult, ComparatorResult, ReplayCheckpoint, ReplayedLearner } from "../result.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { NO_BASELINE, together } from "./baseline.ts";
import { figures, NO_FIGURES } from "./figures.ts";
import type { Plan } from "./plan.ts";
import type { Standing } from "./play.ts";

/** A replay, what it remembers of its learners, and where it stands. */
interface At {
  readonly plan: Plan;
  readonly standing: Standing;
  /** Where it stood at the end of the prefix; null until then. */
  readonly before: Standing | null;
  readonly absurd: ReturnType<typeof absurdity>;
}

/** From where a replay stands to what is said of it: one reporter for each replay, given every standing in turn. */
export function reporter(plan: Plan): (standing: Standing) => ReplayCheckpoint {
  const absurd = absurdity();
  let prefix: Standing | null = null;
  return (standing) => {
    if (standing.rounds === plan.split) prefix = standing;
    return report({ plan, standing, before: standing.rounds > plan.split ? prefix : null, absurd });
  };
}

function report(at: At): ReplayCheckpoint {
  const { plan, standing } = at;
  const { rows, loss, schedules, comparator } = plan;
  const runs = plan.panels.flatMap(({ steps }, p) => steps.map((_, lane) => learner(at, p, lane)));
  return {
    rounds: standing.rounds,
    total: rows.rows,
    done: standing.last,
    interrupted: standing.interrupted,
    ...(plan.relaxed && { reproducible: false }),
    ...(standing.passedOver > 0 && { passedOver: standing.passedOver }),
    source: rows.name,
    task: rows.task,
    ...(rows.classes && { classes: rows.classes }),
    loss: loss.label,
    columns: standing.columns,
    runs,
    chosen: schedules.map((_, schedule) => choose(plan, runs, schedule)),
    baselines: schedules.map((_, schedule) => baseline(at, schedule)),
    comparator: comparator && comparatorOf(at),
  };
}

function learner(at: At, p: number, lane: number): ReplayedLearner {
  const { plan, standing, before, absurd } = at;
  const { rounds, totals } = standing;
  const { schedule: index, steps } = plan.panels[p]!;
  const schedule = plan.schedules[index]!;
  const accounts = standing.panels[p]!;
  const now = accounts.phases[lane]!;
  const prefix = before ? before.panels[p]!.phases[lane]! : now;
  const whole = before ? merge(prefix, now) : prefix;
  const result = judge({
    schedule,
    accounts,
    certified: plan.certified && schedule.job === undefined,
    stepSize: steps[lane]!,
    rounds,
    phase: whole,
    trace: accounts.traces[lane]!,
    exceeded: accounts.exceeded[lane]!,
    loss: plan.loss,
    update: plan.update,
    river: plan.scale === "river",
    notCovered: notCovered(schedule, standing),
    explores: false,
    untrained: totals.untrained,
    apart: totals.apart,
    range: 0,
    growing: false,
    absurdSince: absurd(`${p}.${lane}`, whole.loss, totals.untrained, rounds),
    against: against(at, whole),
    claims: plan,
  });
  const graded = { classes: plan.rows.task !== "regression", quantile: plan.loss.name === "pinball" };
  const suffix = before ? figures(now, graded) : NO_FIGURES;
  return { ...result, ...figures(whole, graded), prefix: figures(prefix, graded), suffix };
}

/** Why no theorem covers a learner; null where one may. */
function notCovered({ job }: Schedule, { passedOver }: Standing): string | null {
  if (job !== undefined) return "a retraining learns its newest rows only";
  return passedOver > 0 ? "some rows are judged whose feedback never comes" : null;
}

function against({ plan, standing }: At, phase: Phase): Case["against"] {
  const { comparator } = plan;
  const { best, totals } = standing;
  if (comparator === null || (comparator.name === "hindsight" && best === null)) return null;
  const saved = best ? best.gain : totals.value;
  const value = plan.value === null ? saved : plan.value * phase.rounds;
  return { opponent: fixedOpponent(comparator, best), regret: (best?.gain ?? 0) + phase.gap, value };
}

/** The learner of a schedule with the least mean loss on the prefix; the first one where no loss is finite. */
function choose({ panels }: Plan, runs: readonly ReplayedLearner[], schedule: number): number {
  let [best, at] = [-1, 0];
  for (const { steps, schedule: own } of panels) {
    for (let lane = 0; lane < steps.length; lane++, at++) {
      if (own !== schedule) continue;
      const loss = runs[at]!.prefix.meanLoss;
      if (best < 0 || loss < runs[best]!.prefix.meanLoss || Number.isNaN(runs[best]!.prefix.meanLoss))
        best = at;
    }
  }
  return best;
}

/** The baselines of a schedule are the same in each of its panels. */
function baseline({ plan, standing, before }: At, schedule: number): BaselineResult {
  const p = plan.panels.findIndex((panel) => panel.schedule === schedule);
  const { name } = plan.schedules[schedule]!;
  const now = standing.panels[p]!.baseline;
  if (before === null) return { schedule: name, ...now, prefix: now, suffix: NO_BASELINE };
  const prefix = before.panels[p]!.baseline;
  return { schedule: name, ...together(prefix, now), prefix, suffix: now };
}

function comparatorOf({ plan, standing }: At): ComparatorResult {
  const comparator = plan.comparator!;
  const { best, totals, rounds } = standing;
  const opponent = fixedOpponent(comparator, best);
  const value = best ? best.gain : totals.value;
  const loss = totals.untrained - value;
  return comparatorResult({ comparator, opponent, best, totals, loss, value, rounds, passes: 1 });
}
