import {
  MOST_W,
  POLICY_VECTORS,
  SUM_DR,
  SUM_DR2,
  SUM_W,
  SUM_W2,
  SUM_W2R,
  SUM_W2R2,
  SUM_WR,
} from "../../assembly/logged/layout.ts";
import { square } from "../vectors.ts";
import { LANES } from "../wasm/variants.ts";
import type { Plan } from "./plan.ts";
import type { Standing } from "./play.ts";
import type { Estimated, EvaluationCheckpoint, LearnedPolicyResult, PolicyValue } from "./result.ts";

/** From where an evaluation stands to what is said of it: one reporter for each, given every standing in turn. */
export function reporter(plan: Plan): (standing: Standing) => EvaluationCheckpoint {
  let prefix: Standing | null = null;
  return (standing) => {
    const { rounds } = standing;
    if (rounds === plan.replay.split) prefix = standing;
    return report(plan, standing, rounds > plan.replay.split ? prefix : null);
  };
}

function report(plan: Plan, standing: Standing, before: Standing | null): EvaluationCheckpoint {
  const { replay, policies, actions } = plan;
  const { rounds } = standing;
  const panels = plan.learn ? replay.panels : [];
  const runs = panels.flatMap(({ steps }, p) =>
    steps.map((_, lane) => learner(plan, standing, before, p, lane)),
  );
  return {
    rounds,
    total: replay.rows.rows,
    done: standing.last,
    interrupted: standing.interrupted,
    source: replay.rows.name,
    actions: actions.map((name, a) => ({ name, taken: standing.counts[a]! })),
    logged: mean(standing.rewards[0], standing.rewards[1], rounds),
    policies: policies.map((policy, i) => ({
      policy: policy === "uniform" ? policy : `always ${policy.always}`,
      ...valueOf(sumsOf(standing.fixed[Math.floor(i / WIDTH)]!, i % WIDTH), rounds),
    })),
    runs,
    chosen: plan.learn ? replay.schedules.map(({ name }) => most(runs, name)) : [],
    ...(standing.passedOver > 0 && { passedOver: standing.passedOver }),
  };
}

function learner(
  plan: Plan,
  at: Standing,
  before: Standing | null,
  p: number,
  lane: number,
): LearnedPolicyResult {
  const { schedule: index, steps } = plan.replay.panels[p]!;
  const schedule = plan.replay.schedules[index]!;
  const { sums, learned, staleness, latency } = at.panels[p]!;
  const now = sumsOf(sums, lane);
  const earlier = before && sumsOf(before.panels[p]!.sums, lane);
  const rest = since(now, earlier ?? now);
  return {
    schedule: schedule.name,
    label: Number.isNaN(schedule.label) ? null : schedule.label,
    latency,
    effectiveLatency: 1 + staleness / at.rounds,
    stepSize: steps[lane]!,
    pending: at.rounds - learned,
    ...valueOf(now, at.rounds),
    prefix: valueOf(earlier ?? now, before ? before.rounds : at.rounds),
    suffix: valueOf(rest, before ? at.rounds - before.rounds : 0),
  };
}

/** What is known of the policies that do not learn from the rows between two standings. */
export function fixedValues(plan: Plan, at: Standing, before: Standing): PolicyValue[] {
  const of = ({ fixed }: Standing, i: number): number[] => sumsOf(fixed[Math.floor(i / WIDTH)]!, i % WIDTH);
  return plan.policies.map((_, i) => valueOf(since(of(at, i), of(before, i)), at.rounds - before.rounds));
}

/** Sums over the rows after those of `before`; the largest weight is that over all rows. */
function since(now: readonly number[], before: readonly number[]): number[] {
  return now.map((sum, i) => (i === MOST_W ? sum : sum - before[i]!));
}

const WIDTH = LANES.f64;

/** Of one policy: at each sum what it is with what rounding lost. */
function sumsOf(vectors: Float64Array, lane: number): number[] {
  const at = (vector: number): number => vectors[vector * WIDTH + lane]!;
  return Array.from({ length: POLICY_VECTORS }, (_, v) => (v < MOST_W ? at(v) + at(v + 1) : at(v)));
}

function valueOf(sums: readonly number[], rounds: number): PolicyValue {
  const at = (id: number): number => sums[id]!;
  const normalised = at(SUM_WR) / at(SUM_W);
  const spread = at(SUM_W2R2) - 2 * normalised * at(SUM_W2R) + square(normalised) * at(SUM_W2);
  return {
    rounds,
    ips: mean(at(SUM_WR), at(SUM_W2R2), rounds),
    selfNormalised: estimated(normalised, Math.sqrt(Math.max(0, spread)) / at(SUM_W)),
    doublyRobust: mean(at(SUM_DR), at(SUM_DR2), rounds),
    effectiveSample: square(at(SUM_W)) / at(SUM_W2),
    meanWeight: mean(at(SUM_W), at(SUM_W2), rounds),
    largestWeight: at(MOST_W),
  };
}

/** A mean of n terms, from their sum and the sum of their squares. */
function mean(sum: number, squares: number, n: number): Estimated {
  const value = sum / n;
  return estimated(value, Math.sqrt(Math.max(0, squares / n - square(value)) / (n - 1)));
}

/** The 97.5 % quantile of the normal distribution. */
const QUANTILE = 1.959963984540054;

function estimated(value: number, standardError: number): Estimated {
  const half = QUANTILE * standardError;
  return { value, standardError, interval: [value - half, value + half] };
}

function most(runs: readonly LearnedPolicyResult[], schedule: string): number {
  let best = -1;
  runs.forEach((run, i) => {
    if (run.schedule !== schedule) return;
    const value = (at: number): number => runs[at]!.prefix.doublyRobust.value;
    if (best < 0 || value(i) > value(best) || Number.isNaN(value(best))) best = i;
  });
  return best;
}
