import { hedgeNotCovered, hedgeOpponent, hedgeTrace } from "../certificate/hedge.ts";
import type { Opponent } from "../certificate/staleness.ts";
import type { Trace } from "../certificate/trace.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { absurdity, judge } from "../judge.ts";
import { comparatorResult, fixedOpponent } from "../opponent.ts";
import type { LearnerResult, SimulationCheckpoint } from "../result.ts";
import type { Plan } from "./plan.ts";
import { drifts, type Standing } from "./play.ts";
import { distanceOf } from "./policy.ts";
import { transformedOf } from "./transformed.ts";
import { MISTOLD, lifeOf } from "./world-report.ts";

/** From where a play stands to what is said of it. The report remembers which learners diverged: one for each simulation. */
export function reporter(plan: Plan): (standing: Standing) => SimulationCheckpoint {
  const absurd = absurdity();
  return (standing) => {
    const { rounds, last, interrupted } = standing;
    const opponent = opponentOf(plan, standing);
    const runs = plan.panels.flatMap(({ steps }, p) =>
      steps.map((_, lane) => learner(plan, standing, opponent, absurd, p, lane)),
    );
    const comparator = comparatorOf(plan, standing, opponent);
    const label = plan.relaxed && { reproducible: false as const };
    const { estimator } = plan;
    return {
      rounds,
      done: last,
      interrupted,
      ...label,
      runs,
      ...(estimator && { estimator: { label: estimator.label, biased: estimator.biased } }),
      comparator,
    };
  };
}

function opponentOf(plan: Plan, { norm, maxNorm, totals, best }: Standing): Opponent {
  if (plan.comparator.name !== "aligned") return fixedOpponent(plan.comparator, best);
  return { norm, maxNorm, path: totals.path, followed: !drifts(plan) };
}

function learner(
  plan: Plan,
  standing: Standing,
  opponent: Opponent,
  absurd: ReturnType<typeof absurdity>,
  p: number,
  lane: number,
): LearnerResult {
  const { rounds, totals, best } = standing;
  const { schedule, steps } = plan.panels[p]!;
  const accounts = standing.panels[p]!;
  const phase = accounts.phases[lane]!;
  // against a model chosen in hindsight: what the learner loses beyond the untrained model, and what that model saves
  const regret = plan.comparator.name !== "hindsight" ? phase.gap : best ? best.gain + phase.gap : null;
  const value = plan.value !== null ? plan.value * rounds : valueAtStake(plan, standing);
  const proved = provedFrom(plan, standing, opponent, p, lane);
  const { world } = plan.stream;
  const life = accounts.lives?.[lane];
  const result = judge({
    schedule,
    accounts,
    certified: plan.estimator === null,
    stepSize: steps[lane]!,
    rounds,
    phase,
    trace: proved.trace,
    exceeded: accounts.exceeded[lane]!,
    loss: plan.loss,
    update: plan.update,
    river: false,
    notCovered: proved.notCovered,
    explores: plan.exploration !== null || plan.estimator?.perturbation !== undefined,
    untrained: totals.untrained,
    apart: totals.apart,
    range: life?.range ?? totals.range,
    growing: world !== undefined && !world.unichain,
    absurdSince: absurd(`${p}.${lane}`, phase.loss, totals.untrained, rounds),
    against: regret === null ? null : { opponent: proved.opponent, regret, value },
    claims: plan,
  });
  const transformed = plan.transformed && { transformed: transformedOf(plan, phase, result) };
  return {
    ...result,
    ...transformed,
    ...(world && life && lifeOf(plan, world, result, life, accounts.staleness)),
  };
}

/** What a bound is made from: what the run met, and for Hedge and its copies the geometry of the simplex. */
function provedFrom(
  { model, estimator, panels, precision, stream, update }: Plan,
  standing: Standing,
  opponent: Opponent,
  p: number,
  lane: number,
): { readonly trace: Trace; readonly opponent: Opponent; readonly notCovered: string | null } {
  const { rounds, totals } = standing;
  const { staleness, traces, lives } = standing.panels[p]!;
  if ((model.name !== "hedge" && model.name !== "swap") || estimator === null) {
    const notCovered = estimator?.perturbation ? onlyTheMean(estimator) : null;
    return { trace: traces[lane]!, opponent, notCovered };
  }
  return {
    trace: hedgeTrace(panels[p]!.steps[lane]!, lives?.[lane]!.range ?? totals.range, rounds, staleness),
    opponent: hedgeOpponent(distanceOf(model, stream)),
    notCovered: stream.world?.told ? MISTOLD : hedgeNotCovered(estimator, update.step.rule, precision),
  };
}

/** Why no bound holds for each run of a learner that perturbs what it plays. */
function onlyTheMean({ label }: Estimator): string {
  return `gradients are estimated, by the ${label}: what is bounded is the mean regret, not that of each run`;
}

/** What the comparator saves against the untrained model. */
function valueAtStake({ comparator }: Plan, { totals, best }: Standing): number {
  return comparator.name === "hindsight" ? (best?.gain ?? 0) : totals.value;
}

function comparatorOf(plan: Plan, standing: Standing, opponent: Opponent) {
  const { comparator } = plan;
  const { totals, best, rounds } = standing;
  const value = valueAtStake(plan, standing);
  const loss = comparator.name === "hindsight" ? totals.untrained - value : totals.comparator;
  const result = comparatorResult({ comparator, opponent, best, totals, loss, value, rounds, passes: 0 });
  // a policy with a score for each context has no weights to measure
  return plan.stream.contexts > 0 ? { ...result, norm: null } : result;
}
