import {
  GAPS,
  LUCK,
  RANGE,
  REWARDS,
  SEEMING_GAPS,
  STATE,
  TOLD_GAPS,
  TOLD_RANGE,
} from "../../assembly/layout.ts";
import { dotTwice } from "../sum.ts";
import type { WorldTable } from "./table.ts";

/** Where a learner stands in its world, and what that has brought: plain data. */
export interface Life {
  /** States before round 1, and now. */
  readonly first: number;
  readonly state: number;
  /** Σ r, a sum and what rounding lost of it. */
  readonly rewards: readonly [number, number];
  /** Σ gap of the actions taken, and Σ luck. */
  readonly gaps: number;
  readonly luck: number;
  /** Σ gap of the policy, as it was told utilities: to M*, and to what seemed best in each round. */
  readonly toldGaps: number;
  readonly seemingGaps: number;
  /** Largest difference between the utilities of two actions in a state met: in truth, and as told. */
  readonly range: number;
  readonly toldRange: number;
}

/** @param at (LIFE,) as the kernels keep it. */
export function readLife(at: Float64Array, first: number): Life {
  const sum = (id: number): number => at[id]! + at[id + 1]!;
  return {
    first,
    state: at[STATE]!,
    rewards: [at[REWARDS]!, at[REWARDS + 1]!],
    gaps: sum(GAPS),
    luck: sum(LUCK),
    toldGaps: sum(TOLD_GAPS),
    seemingGaps: sum(SEEMING_GAPS),
    range: at[RANGE]!,
    toldRange: at[TOLD_RANGE]!,
  };
}

/**
 * What deciding otherwise than M* has cost after n of T rounds: V_1(s_1) - V_{n+1}(s_{n+1}) - Σ r with V_{t+1}(s) = (T - t) g(s) + h(s), in twice the
 * precision.
 */
export function realisedRegret(
  { gain, states }: WorldTable,
  { first, state, rewards }: Life,
  n: number,
  rounds: number,
): number {
  const [h, rises] = [states[2 * first]!, states[2 * first + 1]!];
  const [after, risen] = [states[2 * state]!, states[2 * state + 1]!];
  return dotTwice(
    [n, rounds, rounds - n, 1, 1, 1, 1],
    [gain, rises, -risen, h, -after, -rewards[0], -rewards[1]],
  );
}
