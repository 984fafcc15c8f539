import {
  AHEAD,
  AHEAD_GROWS,
  CHOSEN,
  DECISION,
  GAP_GROWS,
  GAP_LOST,
  GAP_NOW,
  REWARD,
  SUCCESSOR,
} from "../../assembly/layout.ts";
import { sum } from "../sum.ts";
import { dot } from "../vectors.ts";
import { reachable } from "../worlds/chain.ts";
import { type LongRun, longRun } from "../worlds/long-run.ts";
import type { Mdp } from "../worlds/mdp.ts";
import type { Told } from "./told.ts";

/** A world as the kernels play it (assembly/world.ts): plain data, of a size that does not depend on the horizon. */
export interface WorldTable {
  readonly names: Mdp["names"];
  /** (S,) cumulative distribution of the first state. */
  readonly start: Float64Array;
  /** (S, 2) bias of each state, and its gain less that of the start. */
  readonly states: Float64Array;
  /** (S A + 1, DECISION) each action in each state. */
  readonly decisions: Float64Array;
  /** (successors, 2) cumulative probabilities, and states. */
  readonly successors: Float64Array;
  /** (S,) 1 for the states that can be met at all. */
  readonly reachable: Uint8Array;
  /** Reward a round in the long run from the start: of M*, and of actions drawn at random. */
  readonly gain: number;
  readonly untrainedGain: number;
  /** M* has the same gain everywhere, so that stakes do not grow with the horizon. */
  readonly unichain: boolean;
  /** What learners are told in place of the truth; null for the truth. */
  readonly told: Told | null;
}

/** @throws RangeError where the values of M* cannot be worked out (`longRun`). */
export function worldTable(mdp: Mdp, told: Told | null): WorldTable {
  const values = longRun(mdp);
  const { gains, unichain } = values;
  const gain = unichain ? gains[0]! : dot(mdp.start, gains);
  const rises = gains.map((own) => (unichain ? 0 : own - gain));
  const states = new Float64Array(2 * gains.length);
  values.values.forEach((bias, state) => states.set([bias, rises[state]!], 2 * state));
  const actions = mdp.names.actions.length;
  const random = longRun({ ...mdp, policy: mdp.policy.map((row) => row.map(() => 1 / actions)) });
  return {
    names: mdp.names,
    start: cumulative(mdp.start),
    states,
    ...decisionsOf(mdp, values, rises),
    reachable: reachable(mdp),
    gain,
    untrainedGain: random.unichain ? random.gains[0]! : dot(mdp.start, random.gains),
    unichain,
    told,
  };
}

function decisionsOf(
  mdp: Mdp,
  { gains, values }: LongRun,
  rises: Float64Array,
): Pick<WorldTable, "decisions" | "successors"> {
  const [states, actions] = [mdp.names.states.length, mdp.names.actions.length];
  const decisions = new Float64Array((states * actions + 1) * DECISION);
  const successors: number[] = [];
  for (let row = 0; row < states * actions; row++) {
    const [state, action] = [Math.floor(row / actions), row % actions];
    const chances = mdp.transitions[state]![action]!;
    const reward = mdp.rewards[state]![action]!;
    const [ahead, risesTo] = [dot(chances, values), dot(chances, rises)];
    const gap = [values[state]!, -reward, gains[state]!, -ahead];
    const now = sum(gap);
    const decision = decisions.subarray(row * DECISION, (row + 1) * DECISION);
    decision[GAP_NOW] = now;
    decision[GAP_LOST] = sum([...gap, -now]);
    decision[GAP_GROWS] = rises[state]! - risesTo;
    decision[REWARD] = reward;
    decision[AHEAD] = ahead;
    decision[AHEAD_GROWS] = risesTo;
    decision[CHOSEN] = mdp.policy[state]![action]!;
    decision[SUCCESSOR] = successors.length / 2;
    cumulative(chances).forEach((total, next) => {
      if (chances[next]! > 0) successors.push(total, next);
    });
  }
  decisions[states * actions * DECISION + SUCCESSOR] = successors.length / 2;
  return { decisions, successors: Float64Array.from(successors) };
}

function cumulative(chances: readonly number[]): Float64Array {
  let total = 0;
  return Float64Array.from(chances, (chance) => (total += chance));
}

/** The first state that a draw in (0, 1) stands for: the first whose cumulative probability exceeds it. */
export function firstState({ start }: WorldTable, draw: number): number {
  const state = start.findIndex((total) => total > draw);
  // where rounding leaves the sum below the draw: the last that is possible
  return state >= 0 ? state : start.indexOf(start.at(-1)!);
}
