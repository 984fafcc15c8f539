import { recordOf } from "../acted";
import { amend } from "../contexts";
import { BESIDE, beside, each, folds, narrow, ROW, wide } from "../float";
import { rescale, squaredNorms } from "../lanes";
import {
  ADAGRAD,
  BOUND,
  ETA,
  F_ROOT,
  GRAD2,
  I_COLUMNS,
  I_CONTEXTS,
  I_DENSE,
  I_FLAGS,
  I_PENDING,
  I_ROW_MASK,
  I_RULE,
  I_SCORES,
  OWN,
  P_COEFFICIENTS,
  P_NORM2,
  P_W,
  PLAIN,
  RADIUS2,
  ROOT,
  SLOPE_NOW,
  STEP,
  TRACKED,
  VECTOR,
} from "../layout";
import { ONE } from "../math/constants";
import { towards } from "../rows";
import { advance } from "../sweep";
import { integer, pointer, real, setInteger, setReal, SPAN, vector, WIDE } from "../table";
import { Float } from "../variant";

/**
 * Projected online gradient ascent of a policy, one item: w_a := Π(w_a - η s_a x) for every action a, where s_a is the estimated
 * slope of the loss in the action's score, and Π the projection of all weights together on the ball |w| <= R. Step sizes as in ogd.ts.
 *
 * The norm of the weights grows by at most η |s| |x| an item; it is worked out only when that bound leaves the ball, which changes no
 * result. The step is left pending, to be added in the next sweep over the weights; where rows have no features there is no sweep, and it is
 * added at once.
 */
export function ascend(run: usize, panel: usize, item: i64): void {
  const slot = (<i32>item) & integer(run, I_ROW_MASK),
    scores = integer(run, I_SCORES),
    slopes = recordOf(run, panel, item);
  if (integer(panel, I_PENDING) >= 0) settlePolicy(run, panel);
  const outside = chooseStep(run, panel, slopes, scores, item, pointer(run, P_NORM2) + <usize>slot * BESIDE);
  const step = vector(panel, SLOPE_NOW),
    e0 = v128.load(step),
    e1 = v128.load(step, 16),
    e2 = v128.load(step, 32),
    e3 = v128.load(step, 48);
  for (
    let c = pointer(panel, P_COEFFICIENTS), s = slopes, end = s + <usize>scores * VECTOR;
    s < end;
    c += VECTOR, s += VECTOR
  ) {
    v128.store(c, v128.mul<Float>(e0, v128.load(s)));
    v128.store(c, v128.mul<Float>(e1, v128.load(s, 16)), 16);
    v128.store(c, v128.mul<Float>(e2, v128.load(s, 32)), 32);
    v128.store(c, v128.mul<Float>(e3, v128.load(s, 48)), 48);
  }
  if (integer(run, I_CONTEXTS) > 0) amend(run, panel, slot);
  else setInteger(panel, I_PENDING, slot);
  if (outside) project(run, panel);
}

/** Minus the step size of the item, into SLOPE_NOW (lanes,) Float; returns whether some lane's weights may leave the ball. */
function chooseStep(run: usize, panel: usize, slopes: usize, scores: i32, item: i64, x2: usize): bool {
  const rule = integer(panel, I_RULE),
    flags = integer(panel, I_FLAGS),
    plain = flags & PLAIN,
    root = rule == ROOT ? real(panel, F_ROOT) : 1,
    squares = vector(panel, OWN),
    length2 = v128.load64_splat(x2),
    at = vector(panel, 0);
  let outside = f64x2.splat(0);
  if (!plain) sumSquares(slopes, scores, squares);
  for (let v: usize = 0; v < SPAN; v += 16) {
    const p = at + v;
    let eta = f64x2.mul(v128.load(p + STEP * WIDE), f64x2.splat(root));
    if (!plain) {
      const grad2 = f64x2.mul(wide(squares, v), each(length2, beside(x2, v)));
      if (rule == ADAGRAD) {
        const sum = f64x2.add(v128.load(p + GRAD2 * WIDE), grad2);
        v128.store(p + GRAD2 * WIDE, sum);
        // before the first gradient that is not 0 there is no step to take
        eta = v128.and(f64x2.div(eta, f64x2.sqrt(sum)), f64x2.ne(sum, f64x2.splat(0)));
      }
      if (flags & TRACKED) {
        const bound = f64x2.add(v128.load(p + BOUND * WIDE), f64x2.mul(eta, f64x2.sqrt(grad2)));
        v128.store(p + BOUND * WIDE, bound);
        outside = v128.or(outside, f64x2.gt(f64x2.mul(bound, bound), v128.load(p + RADIUS2 * WIDE)));
      }
    }
    v128.store(p + ETA * WIDE, eta);
    narrow(vector(panel, SLOPE_NOW), v, f64x2.neg(eta));
  }
  // now, so that nothing waits for it when the next item comes
  if (rule == ROOT) setReal(panel, F_ROOT, 1 / Math.sqrt(<f64>(item + 2)));
  return v128.any_true(outside);
}

/** sum (lanes,) Float = Σ_a slope_a². */
function sumSquares(slopes: usize, scores: i32, sum: usize): void {
  let s0 = v128.splat<Float>(0),
    s1 = s0,
    s2 = s0,
    s3 = s0;
  for (const end = slopes + <usize>scores * VECTOR; slopes < end; slopes += VECTOR) {
    const a = v128.load(slopes),
      b = v128.load(slopes, 16),
      c = v128.load(slopes, 32),
      d = v128.load(slopes, 48);
    s0 = v128.add<Float>(s0, v128.mul<Float>(a, a));
    s1 = v128.add<Float>(s1, v128.mul<Float>(b, b));
    s2 = v128.add<Float>(s2, v128.mul<Float>(c, c));
    s3 = v128.add<Float>(s3, v128.mul<Float>(d, d));
  }
  v128.store(sum, s0);
  v128.store(sum, s1, 16);
  v128.store(sum, s2, 32);
  v128.store(sum, s3, 48);
}

/** Lanes whose bound is outside the ball: the norm of their weights, which are scaled back if it really is. */
function project(run: usize, panel: usize): void {
  settlePolicy(run, panel);
  const norms = vector(panel, OWN),
    w = pointer(panel, P_W),
    rows = integer(panel, I_COLUMNS);
  squaredNorms(w, rows, norms);
  let scaled = false;
  for (let v: usize = 0; v < SPAN; v += 16) {
    const p = vector(panel, 0) + v,
      radius = f64x2.sqrt(v128.load(p + RADIUS2 * WIDE)),
      bound = v128.load(p + BOUND * WIDE),
      asked = f64x2.gt(f64x2.mul(bound, bound), v128.load(p + RADIUS2 * WIDE)),
      norm = f64x2.sqrt(v128.load(norms + v)),
      over = v128.and(asked, f64x2.gt(norm, radius));
    v128.store(p + BOUND * WIDE, v128.bitselect(f64x2.pmin(norm, radius), bound, asked));
    v128.store(norms + v, v128.bitselect(f64x2.div(radius, norm), v128.load(ONE), over));
    if (v128.any_true(over)) scaled = true;
  }
  if (scaled) rescale(w, norms, rows);
}

/** Adds the pending update to the weights of every action, if there is one. */
export function settlePolicy(run: usize, panel: usize): void {
  const pending = integer(panel, I_PENDING);
  if (pending < 0) return;
  const d = integer(run, I_DENSE),
    p = towards(run, pending);
  let w = pointer(panel, P_W);
  for (
    let a = integer(run, I_SCORES), c = pointer(panel, P_COEFFICIENTS);
    a > 0;
    --a, c += VECTOR, w += <usize>d * ROW
  )
    advance(w, c, p, d, folds(pending));
  setInteger(panel, I_PENDING, -1);
}
