import { actionsOf, expectations } from "./acted";
import { BESIDE } from "./float";
import {
  AHEAD,
  AHEAD_GROWS,
  DECISION,
  F_GAIN,
  F_HORIZON,
  GAP_GROWS,
  GAP_LOST,
  GAP_NOW,
  GAPS,
  I_ACTIONS,
  I_LIVES,
  I_ROW_MASK,
  LIFE,
  LUCK,
  P_CONTEXT,
  P_DECISIONS,
  P_LIVES,
  P_LOSS_0,
  P_LOSS_U,
  P_MOVE,
  P_NORM2,
  P_STATES,
  P_SUCCESSORS,
  P_WORLD,
  RANGE,
  REWARD,
  REWARDS,
  STATE,
  SUCCESSOR,
  VECTOR,
} from "./layout";
import { keep } from "./sums";
import { integer, pointer, real } from "./table";
import { mistold, perceive, tell } from "./told";
import { Float } from "./variant";

/**
 * A finite Markov decision process, played round by round: each learner has a state of its own, in which it decides, and which its decision
 * and a draw change. The row of a round is the state, as a context. The utility of an action there is what it and M* from the next round on are
 * expected to earn, told as the gain of M* from the start less the gap to what M* itself is worth: a reward a round.
 *
 * Values are (T - t) g(s) + h(s) with t rounds played, and so are gaps: a number, and one more for each round of time left, which is 0 where M* has
 * the same gain everywhere. Only in builds where lanes have rows of their own.
 */

/** Bytes of a decision, and of a life. */
const BYTES: usize = DECISION * 8;
const LIVED: usize = LIFE * 8;

/** Makes the row of round t of the block from the states that learners are in. */
export function enter(run: usize, panel: usize, round: i64, t: i32): void {
  const world = pointer(run, P_WORLD),
    actions = integer(run, I_ACTIONS),
    bytes = <usize>actions * BYTES,
    gain = real(world, F_GAIN),
    left = real(world, F_HORIZON) - <f64>(round + 1),
    slot = <usize>((<i32>round) & integer(run, I_ROW_MASK)),
    states = pointer(run, P_CONTEXT) + slot * BESIDE,
    lengths = pointer(run, P_NORM2) + slot * BESIDE;
  for (let lane = 0, life = pointer(panel, P_LIVES); lane < integer(panel, I_LIVES); ++lane, life += LIVED) {
    const state = load<f64>(life, STATE << 3),
      beside = <usize>t * BESIDE + ((<usize>lane) << 3);
    let at = pointer(world, P_DECISIONS) + <usize>state * bytes,
      to = expectations(run, t) + <usize>lane * sizeof<Float>(),
      sum: f64 = 0,
      least = gapOf(at, left),
      most = least;
    store<f64>(states + ((<usize>lane) << 3), state);
    store<f64>(lengths + ((<usize>lane) << 3), 1);
    for (const end = at + bytes; at < end; at += BYTES, to += VECTOR) {
      const gap = gapOf(at, left);
      store<Float>(to, <Float>(gain - gap));
      sum += gap;
      least = min(least, gap);
      most = max(most, gap);
    }
    store<f64>(life, max(load<f64>(life, RANGE << 3), most - least), RANGE << 3);
    store<f64>(pointer(run, P_LOSS_U) + beside, -gain);
    store<f64>(pointer(run, P_LOSS_0) + beside, sum / <f64>actions - gain);
    if (mistold(world)) tell(run, world, life, round, t, lane, gain - least);
  }
}

/** What M* is worth beyond an action, with so much time left. */
// @ts-ignore: decorator
@inline
function gapOf(decision: usize, left: f64): f64 {
  return load<f64>(decision, GAP_NOW << 3) + left * load<f64>(decision, GAP_GROWS << 3);
}

/** Accounts for the actions of round t of the block, and moves the learners on. */
export function leave(run: usize, panel: usize, round: i64, t: i32): void {
  const world = pointer(run, P_WORLD),
    actions = <usize>integer(run, I_ACTIONS),
    left = real(world, F_HORIZON) - <f64>(round + 1),
    chosen = actionsOf(run, t),
    moves = pointer(run, P_MOVE) + <usize>t * BESIDE;
  for (let lane = 0, life = pointer(panel, P_LIVES); lane < integer(panel, I_LIVES); ++lane, life += LIVED) {
    const state = <usize>load<f64>(life, STATE << 3),
      action = <usize>load<Float>(chosen + <usize>lane * sizeof<Float>()),
      decision = pointer(world, P_DECISIONS) + (state * actions + action) * BYTES;
    if (mistold(world)) perceive(run, world, life, t, lane, state * actions);
    const next = drawNext(world, decision, load<f64>(moves + ((<usize>lane) << 3)));
    add(world, life, decision, next, left);
    store<f64>(life, next, STATE << 3);
  }
}

/** The successor that a draw in (0, 1) stands for: the first whose cumulative probability exceeds it. */
function drawNext(world: usize, decision: usize, draw: f64): f64 {
  const successors = pointer(world, P_SUCCESSORS);
  let low = <usize>load<f64>(decision, SUCCESSOR << 3),
    high = <usize>load<f64>(decision + BYTES, SUCCESSOR << 3) - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(successors + (middle << 4)) > draw) high = middle;
    else low = middle + 1;
  }
  return load<f64>(successors + (low << 4), 8);
}

/** What a decision and the state that it led to add to the sums of a life. Gaps less luck telescope, to rounding in twice the precision. */
function add(world: usize, life: usize, decision: usize, next: f64, left: f64): void {
  const to = pointer(world, P_STATES) + ((<usize>next) << 4),
    gaps = life + (GAPS << 3),
    luck = life + (LUCK << 3),
    grows = load<f64>(decision, GAP_GROWS << 3);
  keep(life + (REWARDS << 3), load<f64>(decision, REWARD << 3));
  keep(gaps, load<f64>(decision, GAP_NOW << 3));
  store<f64>(gaps, load<f64>(gaps, 8) + load<f64>(decision, GAP_LOST << 3), 8);
  keep(luck, load<f64>(to));
  keep(luck, -load<f64>(decision, AHEAD << 3));
  const risen = load<f64>(to, 8) - load<f64>(decision, AHEAD_GROWS << 3);
  if (grows != 0) keep(gaps, left * grows);
  if (risen != 0) keep(luck, left * risen);
}
