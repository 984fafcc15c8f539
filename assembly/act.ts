import { Estimator } from "./estimators/estimator";
import { floats } from "./rows";
import {
  F_LEARNED,
  I_ACTIONS,
  I_DENSE,
  I_PENDING,
  I_ROW_MASK,
  I_SLOPE_MASK,
  L_LATENCY,
  L_STALENESS,
  P_ACTION,
  P_CHOICE,
  P_COEFFICIENTS,
  P_EXPECTED,
  P_LOSS,
  P_OUTPUT,
  P_REALISED,
  P_SEEN,
  P_SLOPE,
  P_UNTIL,
  P_UTILITY,
  P_W,
  P_Z,
  VECTOR,
} from "./layout";
import { unlessFaint } from "./math/tiny";
import { Policy } from "./policies/policy";
import { drawAction, expect, reveal } from "./chosen";
import { BESIDE, FEATURE, folds, ROW } from "./float";
import { advanceAndMeet, meet } from "./sweep";
import { integer, long, pointer, real, setInteger, setLong, setReal, WIDE } from "./table";
import { ascend, settlePolicy } from "./updates/ascend";
import { Float } from "./variant";

/**
 * The loop of play.ts for learners that choose one of A actions and are told the utility of that one only: scores z_a = <w_a, x>,
 * probabilities by the policy, an action drawn from them, and a gradient estimated from its utility when it was chosen. Nothing is
 * estimated anew later: the probabilities that count are those at the time of acting.
 *
 * What a round costs a learner is minus its expected utility, Σ p_a E[U_a]: the draws of actions then do not blur its regret.
 *
 * Weights are (A, d, lanes); preconditions as in play.ts.
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
    chosen = 0,
    staleness = long(panel, L_STALENESS),
    latency = long(panel, L_LATENCY);
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const goal = load<i32>(seen + segment),
      end = load<i32>(until + segment);
    // Σ (i - goal) over the segment's rounds i
    staleness += (<i64>(end - t) * (<i64>(end + t - 1) - 2 * <i64>goal)) >> 1;
    latency = max(latency, <i64>end - <i64>goal);
    for (; learned < goal; ++learned) {
      if (learned >= chosen) {
        choose(run, panel, policy, estimator, from, chosen, t);
        chosen = t;
      }
      ascend(run, panel, from + learned);
    }
    consider(run, panel, from, t, end);
    t = end;
  }
  setReal(panel, F_LEARNED, <f64>(from + learned));
  setLong(panel, L_STALENESS, staleness);
  setLong(panel, L_LATENCY, latency);
  choose(run, panel, policy, estimator, from, chosen, n);
  settlePolicy(run, panel);
}

/** Scores of the actions in rounds [t, end) of the block, under the weights as they stand. */
function consider(run: usize, panel: usize, from: i64, t: i32, end: i32): void {
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
      if (pending >= 0) advanceAndMeet(w, c, floats(run, pending), x, d, z, folds(pending));
      else meet(w, x, d, z);
    }
    setInteger(panel, I_PENDING, -1);
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
  const actions = integer(run, I_ACTIONS),
    all = <usize>actions * VECTOR,
    row = <usize>actions * FEATURE;
  policy.weigh(pointer(run, P_Z) + <usize>t * all, actions, end - t);
  for (; t < end; ++t) {
    const z = pointer(run, P_Z) + <usize>t * all,
      at = <usize>t * VECTOR,
      draw = pointer(run, P_CHOICE) + <usize>t * BESIDE,
      action = pointer(run, P_ACTION) + at,
      utility = pointer(run, P_REALISED) + at,
      probability = pointer(run, P_OUTPUT) + at;
    drawAction(z, actions, draw, action);
    expect(z, actions, pointer(run, P_EXPECTED) + <usize>t * row, pointer(run, P_LOSS) + <usize>t * WIDE);
    reveal(z, actions, pointer(run, P_UTILITY) + <usize>t * row, action, utility, probability);
    estimate(estimator, z, actions, action, utility, probability, playedSlopes(run, panel, from + t));
  }
}

/** Slopes (A, lanes) Float of the loss in the scores: minus the factor times the gradient of the log probability, e_Y - p. */
// @ts-ignore: decorator
@inline
function estimate<E extends Estimator>(
  estimator: E,
  p: usize,
  actions: i32,
  action: usize,
  utility: usize,
  probability: usize,
  slopes: usize,
): void {
  const f0 = estimator.factor(v128.load(utility), v128.load(probability)),
    f1 = estimator.factor(v128.load(utility, 16), v128.load(probability, 16)),
    f2 = estimator.factor(v128.load(utility, 32), v128.load(probability, 32)),
    f3 = estimator.factor(v128.load(utility, 48), v128.load(probability, 48)),
    a0 = v128.load(action),
    a1 = v128.load(action, 16),
    a2 = v128.load(action, 32),
    a3 = v128.load(action, 48),
    one = v128.splat<Float>(1);
  for (let a = 0; a < actions; ++a, p += VECTOR, slopes += VECTOR) {
    const it = v128.splat<Float>(<Float>a);
    v128.store(slopes, slope(f0, v128.load(p), v128.eq<Float>(a0, it), one));
    v128.store(slopes, slope(f1, v128.load(p, 16), v128.eq<Float>(a1, it), one), 16);
    v128.store(slopes, slope(f2, v128.load(p, 32), v128.eq<Float>(a2, it), one), 32);
    v128.store(slopes, slope(f3, v128.load(p, 48), v128.eq<Float>(a3, it), one), 48);
  }
}

// @ts-ignore: decorator
@inline
function slope(factor: v128, p: v128, mine: v128, one: v128): v128 {
  return unlessFaint<Float>(v128.mul<Float>(factor, v128.sub<Float>(p, v128.and(mine, one))));
}

/** Slopes (A, lanes) Float of a round. */
// @ts-ignore: decorator
@inline
function playedSlopes(run: usize, panel: usize, round: i64): usize {
  const slot = <usize>((<i32>round) & integer(panel, I_SLOPE_MASK));
  return pointer(panel, P_SLOPE) + slot * <usize>integer(run, I_ACTIONS) * VECTOR;
}
