import {
  actionsOf,
  chances,
  expectations,
  probabilities,
  propensities,
  recordOf,
  scoresOf,
  utilitiesOf,
} from "./acted";
import { drawAction, expect, reveal } from "./chosen";
import { recall } from "./contexts";
import { Estimator } from "./estimators/estimator";
import { explored, mix } from "./exploration";
import { BESIDE, FEATURE, folds, ROW } from "./float";
import {
  F_LEARNED,
  I_ACTIONS,
  I_CONTEXTS,
  I_DENSE,
  I_EXPLORE,
  I_PENDING,
  I_ROW_MASK,
  NEVER,
  P_CHOICE,
  P_COEFFICIENTS,
  P_DEPLOYED,
  P_LOSS,
  P_MIXED,
  P_SEEN,
  P_UNTIL,
  P_UTILITY,
  P_W,
  P_WORLD,
  P_Z,
  VECTOR,
} from "./layout";
import { Policy } from "./policies/policy";
import { floats, towards } from "./rows";
import { advanceAndMeet, meet } from "./sweep";
import { countStale } from "./stale";
import { integer, pointer, real, setInteger, setReal, WIDE } from "./table";
import { ascend, settlePolicy } from "./updates/ascend";
import { Float, OWN_ROWS } from "./variant";
import { enter, leave } from "./world";

/**
 * The loop of play.ts for learners that choose one of A actions and are told the utility of that one only: scores z_a = <w_a, x>,
 * probabilities by the policy, an action drawn from them, and a gradient estimated from its utility when it was chosen. Nothing is
 * estimated anew later: the probabilities that count are those at the time of acting.
 *
 * What a round costs a learner is minus its expected utility, Σ p_a E[U_a]: the draws of actions then do not blur its regret.
 *
 * Weights are (A, d, lanes), or (contexts, scores, lanes) where rows have no features (contexts.ts); preconditions as in play.ts.
 */
export function act<P extends Policy, E extends Estimator>(
  run: usize,
  panel: usize,
  policy: P,
  estimator: E,
  from: i64,
  n: i32,
): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN);
  let learned = <i32>(<i64>real(panel, F_LEARNED) - from),
    chosen = 0;
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const goal = load<i32>(seen + segment),
      end = load<i32>(until + segment);
    countStale(panel, t, end, goal);
    for (; learned < goal; ++learned) {
      // estimated with what the estimator knew when the actions were chosen
      if (chosen < t && (estimator.remembers() || learned >= chosen)) {
        choose(run, panel, policy, estimator, from, chosen, t);
        chosen = t;
      }
      if (estimator.remembers()) estimator.learn(run, panel, recordOf(run, panel, from + learned));
      ascend(run, panel, from + learned);
    }
    if (OWN_ROWS && pointer(run, P_WORLD)) {
      live(run, panel, policy, estimator, from, t, end);
      chosen = end;
    } else consider(run, panel, from, t, end);
    t = end;
  }
  setReal(panel, F_LEARNED, <f64>(from + learned));
  choose(run, panel, policy, estimator, from, chosen, n);
  settlePolicy(run, panel);
}

/** Scores of the actions in rounds [t, end) of the block, under the weights as they stand. */
export function consider(run: usize, panel: usize, from: i64, t: i32, end: i32): void {
  if (integer(run, I_CONTEXTS) > 0) {
    for (; t < end; ++t) recall(run, panel, (<i32>(from + t)) & integer(run, I_ROW_MASK), scoresOf(run, t));
    return;
  }
  const mask = integer(run, I_ROW_MASK),
    d = integer(run, I_DENSE),
    actions = <usize>integer(run, I_ACTIONS) * VECTOR,
    block = <usize>d * ROW,
    zero = v128.splat<Float>(0);
  for (let z = pointer(run, P_Z) + <usize>t * actions; t < end; ++t) {
    const x = floats(run, (<i32>(from + t)) & mask),
      pending = integer(panel, I_PENDING);
    let w = pointer(panel, P_W),
      c = pointer(panel, P_COEFFICIENTS);
    for (const last = z + actions; z < last; z += VECTOR, w += block, c += VECTOR) {
      v128.store(z, zero);
      v128.store(z, zero, 16);
      v128.store(z, zero, 32);
      v128.store(z, zero, 48);
      if (pending >= 0) advanceAndMeet(w, c, towards(run, pending), x, d, z, folds(pending));
      else meet(w, x, d, z);
    }
    setInteger(panel, I_PENDING, -1);
  }
}

/** Rounds [t, end) of a world, one by one: what is decided in a round brings about the next. */
function live<P extends Policy, E extends Estimator>(
  run: usize,
  panel: usize,
  policy: P,
  estimator: E,
  from: i64,
  t: i32,
  end: i32,
): void {
  for (; t < end; ++t) {
    enter(run, panel, from + t, t);
    consider(run, panel, from, t, t + 1);
    choose(run, panel, policy, estimator, from, t, t + 1);
    leave(run, panel, from + t, t);
  }
}

/** Actions of rounds [t, end), from their scores; their probabilities, utilities and slopes. */
function choose<P extends Policy, E extends Estimator>(
  run: usize,
  panel: usize,
  policy: P,
  estimator: E,
  from: i64,
  t: i32,
  end: i32,
): void {
  policy.weigh(scoresOf(run, t), probabilities(run, t), integer(run, I_ACTIONS), end - t);
  for (; t < end; ++t) {
    if (integer(run, I_EXPLORE) == NEVER) draw(run, t);
    else explore(run, from + t, t);
    estimator.slopes(run, panel, t, recordOf(run, panel, from + t));
  }
}

/** Actions of round t of the block, drawn from the policy, whose weights become probabilities. */
function draw(run: usize, t: i32): void {
  const p = probabilities(run, t),
    actions = integer(run, I_ACTIONS),
    action = actionsOf(run, t);
  drawAction(p, actions, pointer(run, P_CHOICE) + <usize>t * BESIDE, action);
  expect(p, actions, expectations(run, t), pointer(run, P_LOSS) + <usize>t * WIDE);
  reveal(p, actions, told(run, t), action, utilitiesOf(run, t), propensities(run, t));
}

/** The same, drawn from its mixture with chance: what the policy expects, and what is expected of what is drawn, are two accounts. */
function explore(run: usize, round: i64, t: i32): void {
  const p = probabilities(run, t),
    q = pointer(run, P_MIXED),
    actions = integer(run, I_ACTIONS),
    action = actionsOf(run, t);
  mix(p, actions, explored(run, round), q);
  drawAction(q, actions, pointer(run, P_CHOICE) + <usize>t * BESIDE, action);
  expect(p, actions, expectations(run, t), pointer(run, P_LOSS) + <usize>t * WIDE);
  expect(q, actions, expectations(run, t), pointer(run, P_DEPLOYED) + <usize>t * WIDE);
  reveal(p, actions, told(run, t), action, utilitiesOf(run, t), chances(run, t));
  reveal(q, actions, told(run, t), action, utilitiesOf(run, t), propensities(run, t));
}

/** Utilities (A,) of the actions of a round; a learner is told that of its own. */
function told(run: usize, t: i32): usize {
  return pointer(run, P_UTILITY) + <usize>t * <usize>integer(run, I_ACTIONS) * FEATURE;
}
