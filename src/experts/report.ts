import {
  EACH,
  EACH_ABSOLUTE,
  EACH_AWAKE,
  EACH_LOSS,
  EACH_RELATIVE,
  EACH_SQUARED,
  GAP_FOLLOWED,
  GAP_LOSS,
  GAPS,
  MOST_RANGE,
  SUM_ABSOLUTE,
  SUM_EXPECTED,
  SUM_LOSS,
  SUM_RELATIVE,
  SUM_SQUARED,
} from "../../assembly/experts/layout.ts";
import { ln } from "../elementary.ts";
import { square } from "../vectors.ts";
import { LANES } from "../wasm/variants.ts";
import type { FollowerAccounts } from "./follower.ts";
import type { Plan } from "./plan.ts";
import type { Standing } from "./play.ts";
import type {
  ExpertResult,
  ExpertsCertificate,
  ExpertsCheckpoint,
  ExpertsLearner,
  ForecastFigures,
} from "./result.ts";

/** From where a replay of forecasts stands to what is said of it: one reporter for each replay, given every standing in turn. */
export function reporter(plan: Plan): (standing: Standing) => ExpertsCheckpoint {
  let prefix: Standing | null = null;
  return (standing) => {
    if (standing.rounds === plan.split) prefix = standing;
    return report(plan, standing, standing.rounds > plan.split ? prefix : null);
  };
}

function report(plan: Plan, standing: Standing, before: Standing | null): ExpertsCheckpoint {
  const runs = standing.panels.flatMap(({ rules }, p) =>
    rules.steps.map((_, lane) => learner(plan, standing, before, p, lane)),
  );
  const names = [...plan.names, "mean of all"];
  const of = names.map((name, i) => expert(name, standing, before, i));
  const experts = of.slice(0, -1);
  return {
    rounds: standing.rounds,
    total: plan.rows.rows,
    done: standing.last,
    interrupted: standing.interrupted,
    source: plan.rows.name,
    loss: plan.loss.label,
    follow: plan.follow,
    slept: standing.slept,
    experts,
    uniform: of.at(-1)!,
    best: least(experts.map(({ meanLoss }) => meanLoss)),
    runs,
    chosen: plan.schedules.map(({ name }) =>
      least(runs.map(({ schedule, prefix }) => (schedule === name ? prefix.meanLoss : NaN))),
    ),
  };
}

/** A sum with what rounding lost; vectors lie `stride` apart. */
function total(sums: Float64Array, at: number, stride: number): number {
  return sums[at]! + sums[at + stride]!;
}

interface Sums {
  readonly rounds: number;
  readonly loss: number;
  readonly squared: number;
  readonly absolute: number;
  readonly relative: number;
}

function figures({ rounds, loss, squared, absolute, relative }: Sums): ForecastFigures {
  return {
    rounds,
    meanLoss: loss / rounds,
    rmse: Math.sqrt(squared / rounds),
    mae: absolute / rounds,
    mape: relative / rounds,
  };
}

function between(now: Sums, before: Sums): Sums {
  return {
    rounds: now.rounds - before.rounds,
    loss: now.loss - before.loss,
    squared: now.squared - before.squared,
    absolute: now.absolute - before.absolute,
    relative: now.relative - before.relative,
  };
}

const NOTHING: Sums = { rounds: 0, loss: 0, squared: 0, absolute: 0, relative: 0 };

/** All rows, the prefix and what follows it. */
function stages(now: Sums, before: Sums | null) {
  const prefix = figures(before ?? now);
  return { ...figures(now), prefix, suffix: figures(before ? between(now, before) : NOTHING) };
}

function expert(name: string, standing: Standing, before: Standing | null, i: number): ExpertResult {
  const sums = (each: Float64Array): Sums => ({
    rounds: each[i * EACH + EACH_AWAKE]!,
    loss: total(each, i * EACH + EACH_LOSS, 1),
    squared: total(each, i * EACH + EACH_SQUARED, 1),
    absolute: total(each, i * EACH + EACH_ABSOLUTE, 1),
    relative: total(each, i * EACH + EACH_RELATIVE, 1),
  });
  return { name, ...stages(sums(standing.each), before && sums(before.each)) };
}

const WIDTH = LANES.f64;

function learner(
  plan: Plan,
  standing: Standing,
  before: Standing | null,
  p: number,
  lane: number,
): ExpertsLearner {
  const { rules, accounts } = standing.panels[p]!;
  const { schedule, steps } = rules;
  const { rounds } = standing;
  const at = (of: FollowerAccounts, vector: number) => total(of.sums, vector * WIDTH + lane, WIDTH);
  const sums = (of: FollowerAccounts, played: number): Sums => ({
    rounds: played,
    loss: at(of, SUM_LOSS),
    squared: at(of, SUM_SQUARED),
    absolute: at(of, SUM_ABSOLUTE),
    relative: at(of, SUM_RELATIVE),
  });
  const regrets = plan.names.map((_, i) => gap(accounts, i, GAP_LOSS, lane));
  const worst = least(regrets.map((regret) => -regret));
  return {
    schedule: schedule.name,
    label: Number.isNaN(schedule.label) ? null : schedule.label,
    latency: accounts.latency,
    effectiveLatency: 1 + accounts.staleness / rounds,
    stepSize: steps[lane]!,
    pending: rounds - accounts.learned,
    ...stages(sums(accounts, rounds), before && sums(before.panels[p]!.accounts, before.rounds)),
    expectedMeanLoss: at(accounts, SUM_EXPECTED) / rounds,
    regret: regrets[worst]!,
    against: plan.names[worst]!,
    certificate: certify(plan, standing, p, lane),
  };
}

/** A sum against an expert over the rounds in which it was awake. */
function gap({ gaps }: FollowerAccounts, expert: number, vector: number, lane: number): number {
  return total(gaps, (expert * GAPS + vector) * WIDTH + lane, WIDTH);
}

/** Rounding of regret and bound themselves: relative to the bound. */
const ROUNDING = 1e-9;

/** ln N/eta + eta ρ² (T/8 + Δ/4), which also holds where experts sleep: docs/rounds.md, 9. */
function certify(plan: Plan, { panels, rounds }: Standing, p: number, lane: number): ExpertsCertificate {
  const { rules, accounts } = panels[p]!;
  const step = rules.steps[lane]!;
  const regrets = plan.names.map((_, i) => gap(accounts, i, GAP_FOLLOWED, lane));
  const regret = regrets.reduce((most, each) => (each > most ? each : most), -Infinity);
  const range = accounts.sums[MOST_RANGE * WIDTH + lane]!;
  if (rules.root) {
    const notCovered = "Hedge's bound is for a constant step size";
    return { regret, range, bound: null, ratio: null, holds: null, notCovered };
  }
  const bound = ln(plan.names.length) / step + step * square(range) * (rounds / 8 + accounts.staleness / 4);
  const holds = regret <= bound * (1 + ROUNDING) + ROUNDING;
  return { regret, range, bound, ratio: regret / bound, holds, notCovered: null };
}

/** The position of the smallest number, the first of several; 0 where there is none. */
function least(numbers: readonly number[]): number {
  return numbers.reduce((best, x, i) => (x < numbers[best]! || Number.isNaN(numbers[best]!) ? i : best), 0);
}
