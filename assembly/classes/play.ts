import { probabilities, recordOf } from "../acted";
import { passedOver, rowOf } from "../arrivals";
import {
  F_LEARNED,
  FRESH,
  I_ACTIONS,
  I_FLAGS,
  I_JOB,
  I_ROW_MASK,
  P_COEFFICIENTS,
  P_LOSS,
  P_SEEN,
  P_UNTIL,
  P_WEIGHT,
  P_Y,
  VECTOR,
} from "../layout";
import { exponentialWeights } from "../policies/exponential-weights";
import { countStale } from "../stale";
import { integer, pointer, real, setReal, SPAN, WIDE } from "../table";
import { Label } from "./label";
import { advanceClasses, scoreClasses } from "./score";
import { scaleSlopes } from "./step";

/**
 * The loop of ../play.ts for learners that give each of C classes a score z_c = <w_c, x> and so a probability p_c = exp(z_c) / Σ exp(z_b). Outcomes
 * are the numbers of classes, 0 to C - 1. P_Z is (block, C, lanes): scores, and once rounds are judged probabilities. In f64, all lanes on the
 * same rows; weights as in score.ts. Preconditions as in ../play.ts.
 */
export function playClasses<L extends Label>(run: usize, panel: usize, label: L, from: i64, n: i32): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN),
    fresh = integer(panel, I_FLAGS) & FRESH,
    job = integer(panel, I_JOB);
  let learned = <i32>(<i64>real(panel, F_LEARNED) - from),
    judged = 0;
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const goal = load<i32>(seen + segment),
      end = load<i32>(until + segment);
    countStale(panel, t, end, goal);
    if (job > 0) learned = max(learned, goal - job);
    for (; learned < goal; ++learned) {
      const row = rowOf(run, from + learned);
      if (!fresh && row >= from + judged) {
        judge(run, panel, label, from, judged, t);
        judged = t;
      }
      learn(run, panel, label, from + learned, row);
    }
    for (; t < end; ++t) scoreClasses(run, panel, from + t, probabilities(run, t));
  }
  setReal(panel, F_LEARNED, <f64>(from + learned));
  judge(run, panel, label, from, judged, n);
}

/** Probabilities, losses and slopes of rounds [t, end) of the block, from their scores. */
function judge<L extends Label>(run: usize, panel: usize, label: L, from: i64, t: i32, end: i32): void {
  const classes = integer(run, I_ACTIONS);
  exponentialWeights(probabilities(run, t), classes, end - t);
  for (; t < end; ++t) {
    const p = probabilities(run, t);
    normalise(p, classes);
    slopesOf(run, label, from + t, p, recordOf(run, panel, from + t), pointer(run, P_LOSS) + <usize>t * WIDE);
  }
}

/** One data item, a row: slopes at the scores that decided (stale), or at the learner's own (fresh), and the step along them. */
function learn<L extends Label>(run: usize, panel: usize, label: L, item: i64, row: i64): void {
  const steps = pointer(panel, P_COEFFICIENTS);
  let slopes = recordOf(run, panel, row);
  if (integer(panel, I_FLAGS) & FRESH) {
    const classes = integer(run, I_ACTIONS);
    scoreClasses(run, panel, row, steps);
    exponentialWeights(steps, classes, 1);
    normalise(steps, classes);
    slopesOf(run, label, row, steps, steps, 0);
    slopes = steps;
  }
  if (passedOver(run, row)) {
    slopes = steps;
    memory.fill(slopes, 0, <usize>integer(run, I_ACTIONS) * VECTOR);
  }
  scaleSlopes(run, panel, slopes, item, row, steps);
  advanceClasses(run, panel, row, steps);
}

/** Weights (C, lanes) > 0 become probabilities. */
export function normalise(p: usize, classes: i32): void {
  const end = <usize>classes * VECTOR;
  for (let v: usize = 0; v < SPAN; v += 16) {
    let sum = v128.load(p + v);
    for (let at = v + VECTOR; at < end; at += VECTOR) sum = f64x2.add(sum, v128.load(p + at));
    for (let at = v; at < end; at += VECTOR) v128.store(p + at, f64x2.div(v128.load(p + at), sum));
  }
}

/** Slopes (C, lanes) of the cost in the scores of a round with probabilities p (C, lanes), which may be the same place; and the cost, unless 0. */
// @ts-ignore: decorator
@inline
function slopesOf<L extends Label>(
  run: usize,
  label: L,
  round: i64,
  p: usize,
  slopes: usize,
  cost: usize,
): void {
  const slot = (<usize>((<i32>round) & integer(run, I_ROW_MASK))) << 3,
    bytes = <usize>integer(run, I_ACTIONS) * VECTOR,
    own = <usize>load<f64>(pointer(run, P_Y) + slot) * VECTOR,
    weight = pointer(run, P_WEIGHT) ? v128.load64_splat(pointer(run, P_WEIGHT) + slot) : f64x2.splat(1);
  for (let v: usize = 0; v < SPAN; v += 16) {
    const chance = v128.load(p + own + v),
      factor = f64x2.mul(weight, label.factor(chance));
    if (cost) v128.store(cost + v, f64x2.mul(weight, label.value(chance)));
    for (let at = v; at < bytes; at += VECTOR) v128.store(slopes + at, f64x2.mul(factor, v128.load(p + at)));
    v128.store(slopes + own + v, f64x2.mul(factor, f64x2.sub(chance, f64x2.splat(1))));
  }
}
