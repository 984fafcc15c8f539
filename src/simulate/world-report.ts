import { hedgeNotCovered, hedgeTrace } from "../certificate/hedge.ts";
import { type Life, realisedRegret } from "../live/life.ts";
import { stakesOf } from "../live/stakes.ts";
import type { WorldTable } from "../live/table.ts";
import type { LearnerResult } from "../result.ts";
import { square } from "../vectors.ts";
import type { Plan } from "./plan.ts";
import { distanceOf } from "./policy.ts";

/** What is said of learners in a world, beside what is said of all. */

/** Why no theorem covers the true regret of learners who are told something else. */
export const MISTOLD =
  "learners are told utilities that are not the true ones; the bound is that of the regret perceived";

/** What a learner's life adds to its result: utilities drawn are true ones, whatever was told of them. */
export function lifeOf(
  plan: Plan,
  world: WorldTable,
  result: LearnerResult,
  life: Life,
  staleness: number,
): Pick<LearnerResult, "meanUtility" | "world"> {
  const { rounds } = result;
  const rho = stakesOf(world, plan.rounds);
  return {
    meanUtility: world.gain - life.gaps / rounds,
    world: {
      state: world.names.states[life.state]!,
      reward: life.rewards[0] + life.rewards[1],
      realised: realisedRegret(world, life, rounds, plan.rounds),
      gaps: life.gaps,
      martingale: life.luck,
      rhoPath: life.range,
      rhoAll: rho.all,
      rhoReachable: rho.reachable,
      perceived: world.told && {
        regret: life.toldGaps,
        seeming: life.seemingGaps,
        range: life.toldRange,
        bound: perceivedBound(plan, result, life, staleness),
      },
    },
  };
}

/** The bound of Hedge or its copies with the utilities that they were told: they learned from these. */
function perceivedBound(
  { model, estimator, update, precision, stream }: Plan,
  { rounds, stepSize }: LearnerResult,
  { toldRange }: Life,
  staleness: number,
): number | null {
  if (
    (model.name !== "hedge" && model.name !== "swap") ||
    !estimator ||
    hedgeNotCovered(estimator, update.step.rule, precision) !== null
  )
    return null;
  const { squares, stale } = hedgeTrace(stepSize, toldRange, rounds, staleness);
  return square(distanceOf(model, stream)) / (2 * stepSize) + squares / 2 + stale;
}
