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
import { Policy } from "./policies/policy";
import { folds, ROW, spread, widen } from "./float";
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
    mask = integer(panel, I_SLOPE_MASK),
    one = v128.splat<Float>(1);
  for (; t < end; ++t) {
    const draw = v128.splat<Float>(<Float>load<f64>(pointer(run, P_CHOICE) + ((<usize>t) << 3))),
      scores = pointer(run, P_Z) + <usize>t * all,
      slopes = pointer(panel, P_SLOPE) + <usize>((<i32>(from + t)) & mask) * all,
      utilities = pointer(run, P_UTILITY) + <usize>(t * actions) * sizeof<Float>(),
      expected = pointer(run, P_EXPECTED) + <usize>(t * actions) * sizeof<Float>();
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const z = scores + v,
        at = <usize>t * VECTOR + v,
        total = policy.weigh(z, actions),
        scale = v128.div<Float>(one, total),
        action = drawn(z, actions, v128.mul<Float>(draw, total));
      let mean = v128.splat<Float>(0),
        utility = mean,
        probability = mean;
      for (let a = 0, p = z, u: usize = 0; a < actions; ++a, p += VECTOR, u += sizeof<Float>()) {
        const chance = v128.mul<Float>(v128.load(p), scale),
          mine = v128.eq<Float>(action, v128.splat<Float>(<Float>a));
        v128.store(p, chance);
        mean = v128.add<Float>(mean, v128.mul<Float>(chance, spread(expected + u)));
        utility = v128.or(utility, v128.and(mine, spread(utilities + u)));
        probability = v128.or(probability, v128.and(mine, chance));
      }
      const factor = estimator.factor(utility, probability);
      for (let a = 0, p = z, s = slopes + v; a < actions; ++a, p += VECTOR, s += VECTOR) {
        const mine = v128.eq<Float>(action, v128.splat<Float>(<Float>a));
        v128.store(s, v128.mul<Float>(factor, v128.sub<Float>(v128.load(p), v128.and(mine, one))));
      }
      v128.store(pointer(run, P_ACTION) + at, action);
      v128.store(pointer(run, P_OUTPUT) + at, probability);
      v128.store(pointer(run, P_REALISED) + at, utility);
      widen(pointer(run, P_LOSS) + <usize>t * WIDE, v, v128.neg<Float>(mean));
    }
  }
}

/** The first action whose cumulative weight, of weights (A,) at w, exceeds the bar; lane by lane, as Floats. */
// @ts-ignore: decorator
@inline
function drawn(w: usize, actions: i32, bar: v128): v128 {
  let action = v128.splat<Float>(0),
    sum = v128.load(w);
  for (let a = 1, p = w + VECTOR; a < actions; ++a, p += VECTOR) {
    action = v128.add<Float>(action, v128.and(v128.ge<Float>(bar, sum), v128.splat<Float>(1)));
    sum = v128.add<Float>(sum, v128.load(p));
  }
  return action;
}
