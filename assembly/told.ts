import { expectations, probabilities, toldExpectations } from "./acted";
import {
  BLIND,
  CHOSEN,
  DECISION,
  F_GAIN,
  F_TAMPERED_FROM,
  F_TAMPERED_UNTIL,
  F_THRESHOLD,
  I_ACTIONS,
  I_TOLD,
  P_DECISIONS,
  P_PERCEIVED,
  P_TAMPERED,
  SEEMING_GAPS,
  STATE,
  TABLE,
  TOLD_GAPS,
  TOLD_RANGE,
  TRUTH,
  VECTOR,
} from "./layout";
import { keep } from "./sums";
import { integer, pointer, real } from "./table";
import { Float } from "./variant";

/**
 * What learners in a world (world.ts) are told of utilities where it is not the truth: they do not see small differences, or see something else, or
 * their training signal is tampered with for a while. The regret that follows from what they were told is accounted for beside the true one.
 */

/** Whether learners are ever told anything but the truth. */
// @ts-ignore: decorator
@inline
export function mistold(world: usize): bool {
  return integer(world, I_TOLD) != TRUTH || real(world, F_TAMPERED_FROM) < real(world, F_TAMPERED_UNTIL);
}

/** What the learner of a lane is told of the actions in a round, t in the block, the best of which is worth `best`. */
export function tell(run: usize, world: usize, life: usize, round: i64, t: i32, lane: i32, best: f64): void {
  const actions = integer(run, I_ACTIONS),
    offset = <usize>lane * sizeof<Float>(),
    tampered = <f64>round >= real(world, F_TAMPERED_FROM) && <f64>round < real(world, F_TAMPERED_UNTIL),
    threshold = real(world, F_THRESHOLD),
    rule = integer(world, I_TOLD);
  let table = tampered ? pointer(world, P_TAMPERED) : rule == TABLE ? pointer(world, P_PERCEIVED) : 0,
    from = expectations(run, t) + offset,
    to = toldExpectations(run, t) + offset,
    least = <f64>Infinity,
    most = -least;
  if (table) table += (<usize>load<f64>(life, STATE << 3) * <usize>actions) << 3;
  for (let a = 0; a < actions; ++a, from += VECTOR, to += VECTOR) {
    let utility = <f64>load<Float>(from);
    if (table) utility = load<f64>(table + ((<usize>a) << 3));
    else if (tampered) utility = 2 * real(world, F_GAIN) - utility;
    else if (rule == BLIND && best - utility < threshold) utility = best;
    store<Float>(to, <Float>utility);
    least = min(least, utility);
    most = max(most, utility);
  }
  store<f64>(life, max(load<f64>(life, TOLD_RANGE << 3), most - least), TOLD_RANGE << 3);
}

/** Adds the gaps of the policy in round t as utilities were told: to M*, and to what seemed best. `row`: the state's first decision. */
export function perceive(run: usize, world: usize, life: usize, t: i32, lane: i32, row: usize): void {
  const offset = <usize>lane * sizeof<Float>(),
    bytes: usize = DECISION * 8;
  let decision = pointer(world, P_DECISIONS) + row * bytes,
    told = toldExpectations(run, t) + offset,
    p = probabilities(run, t) + offset,
    aligned: f64 = 0,
    own: f64 = 0,
    best = <f64>load<Float>(told);
  for (const end = decision + <usize>integer(run, I_ACTIONS) * bytes; decision < end; decision += bytes) {
    const utility = <f64>load<Float>(told);
    aligned += load<f64>(decision, CHOSEN << 3) * utility;
    own += <f64>load<Float>(p) * utility;
    best = max(best, utility);
    told += VECTOR;
    p += VECTOR;
  }
  keep(life + (TOLD_GAPS << 3), aligned - own);
  keep(life + (SEEMING_GAPS << 3), best - own);
}
