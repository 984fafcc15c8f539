import {
  ADAGRAD,
  BIAS,
  COEFFICIENT,
  DOT_U,
  ETA,
  GRAD2,
  I_COLUMNS,
  I_FLAGS,
  I_INTERCEPT,
  I_RULE,
  KAPPA,
  L2,
  MAX_DIST2,
  MAX_NORM2,
  NORM2,
  OWN,
  RADIUS2,
  ROOT,
  SCALE,
  STEP,
  TRACKED,
  VECTOR,
  CERTIFY,
  P_NORM2,
  P_U,
  P_W,
} from "../layout";
import { BESIDE, each, narrow, narrowed, wide, wideOffset } from "../float";
import { clear } from "../lanes";
import { ONE } from "../math/constants";
import { VANISHING, VANISHING2, unlessBelow } from "../math/tiny";
import { integer, pointer, SPAN, vector, WIDE } from "../table";
import { Float } from "../variant";

/**
 * Projected online gradient descent, one item: w := Π((1 - η λ) w - η s x), where s is the slope of the loss in the
 * score, x the row, λ the L2 penalty, Π the projection on the ball |w| <= R.
 * Zinkevich (2003), "Online convex programming and generalized infinitesimal gradient ascent", ICML; step sizes
 * η constant, η/√i, or η/√(Σ |g|²) (AdaGrad-norm: Streeter and McMahan 2010, arXiv:1002.4862).
 *
 * Weights are kept as SCALE · W, so that shrinking and projecting cost one multiplication a lane, and an update touches
 * only the columns of its row, dense or sparse. The squared norm is carried along by
 * |w + c x|² = |w|² + 2 c <w, x> + c² |x|², and taken afresh from the weights at fixed items (play.ts).
 *
 * slope (lanes,) Float of the item, whose row is in ring slot `slot`; reads OWN = <w, x> when TRACKED; leaves COEFFICIENT and BIAS, the update of W still to be added,
 * and at `note` what a trace wants to know (CERTIFY).
 */
export function descend(
  run: usize,
  panel: usize,
  slope: usize,
  item: i64,
  slot: i32,
  note: usize,
  uNorm2: f64,
): void {
  const flags = integer(panel, I_FLAGS),
    rule = integer(panel, I_RULE);
  const row = <usize>slot * BESIDE,
    norms = pointer(run, P_NORM2) + row,
    scoresU = pointer(run, P_U) + row,
    sharedNorm2 = v128.load64_splat(norms),
    sharedScoreU = v128.load64_splat(scoresU),
    intercept = f64x2.splat(<f64>integer(run, I_INTERCEPT)),
    root = f64x2.splat(1 / Math.sqrt(<f64>(item + 1))),
    one = v128.load(ONE),
    at = vector(panel, 0),
    w0 = pointer(panel, P_W);
  for (let v: usize = 0; v < SPAN; v += 16) {
    const p = at + v,
      s = wide(slope, v),
      l2 = v128.load(p + L2 * WIDE),
      own = wide(vector(panel, OWN), v),
      norm2 = each(sharedNorm2, norms + v),
      x2 = f64x2.add(norm2, intercept);
    let grad2 = f64x2.mul(f64x2.mul(s, s), x2);
    let weight2 = f64x2.splat(0);
    if (flags & TRACKED) {
      // the gradient of loss + penalty: |s x + λ w|²
      weight2 = v128.load(p + NORM2 * WIDE);
      const cross = f64x2.mul(f64x2.add(s, s), own);
      grad2 = f64x2.add(grad2, f64x2.mul(l2, f64x2.add(cross, f64x2.mul(l2, weight2))));
      grad2 = f64x2.pmax(grad2, f64x2.splat(0));
    }
    let eta = v128.load(p + STEP * WIDE);
    if (rule == ROOT) eta = f64x2.mul(eta, root);
    if (rule == ADAGRAD) {
      const sum = f64x2.add(v128.load(p + GRAD2 * WIDE), grad2);
      v128.store(p + GRAD2 * WIDE, sum);
      // before the first gradient that is not 0 there is no step to take
      eta = v128.and(f64x2.div(eta, f64x2.sqrt(sum)), f64x2.ne(sum, f64x2.splat(0)));
    }
    v128.store(p + ETA * WIDE, eta);
    if (flags & CERTIFY) {
      const norm = f64x2.sqrt(grad2);
      v128.store(note + v, norm);
      v128.store(note + v, f64x2.mul(eta, norm), WIDE);
    }

    const c = f64x2.neg(f64x2.mul(eta, s)),
      kappa = v128.load(p + KAPPA * WIDE);
    let scale = v128.load(p + SCALE * WIDE);
    const shrink = f64x2.sub(one, f64x2.mul(eta, l2)),
      before = scale,
      gone = f64x2.eq(shrink, f64x2.splat(0));
    scale = f64x2.mul(scale, shrink);
    if (v128.any_true(gone)) {
      // η λ = 1: nothing is left of the weights, and a scale of 0 would hide what is added
      clear(w0, v, gone, integer(panel, I_COLUMNS));
      scale = v128.bitselect(one, scale, gone);
    }
    const update = f64x2.div(c, scale);
    narrow(vector(panel, COEFFICIENT), v, update);
    narrow(vector(panel, BIAS), v, f64x2.mul(kappa, update));
    if (flags & TRACKED) {
      // the step along the intercept is kappa times as long
      const bias = f64x2.mul(before, wide(w0, v)),
        inner = f64x2.add(own, f64x2.mul(f64x2.sub(kappa, one), bias)),
        length2 = f64x2.add(norm2, f64x2.mul(kappa, kappa)),
        scoreU = each(sharedScoreU, scoresU + v);
      scale = track(p, c, shrink, inner, length2, weight2, scale, scoreU, uNorm2);
    }
    v128.store(p + SCALE * WIDE, scale);
  }
}

/** The same for a panel that is PLAIN. */
export function step(panel: usize, slope: usize, intercept: bool): void {
  for (let v: usize = 0; v < <usize>VECTOR; v += 16) stepOf(panel, v, v128.load(slope + v), intercept);
}

/** The same for one vector of learners, whose slopes are s. */
// @ts-ignore: decorator
@inline
export function stepOf(panel: usize, v: usize, s: v128, intercept: bool): void {
  const wideAt = wideOffset(v),
    eta = narrowed(vector(panel, STEP) + wideAt),
    update = v128.neg<Float>(v128.mul<Float>(eta, s));
  v128.store(vector(panel, COEFFICIENT) + v, update);
  if (intercept)
    v128.store(vector(panel, BIAS) + v, v128.mul<Float>(narrowed(vector(panel, KAPPA) + wideAt), update));
}

/** Carries |w|² and <w, u> through shrink, update and projection; returns the scale after projection. */
function track(
  p: usize,
  c: v128,
  shrink: v128,
  inner: v128,
  length2: v128,
  weight2: v128,
  scale: v128,
  scoreU: v128,
  uNorm2: f64,
): v128 {
  const cross = f64x2.mul(f64x2.mul(c, shrink), inner);
  let n2 = f64x2.add(f64x2.mul(f64x2.mul(shrink, shrink), weight2), f64x2.add(cross, cross));
  n2 = unlessBelow(
    VANISHING2,
    f64x2.pmax(f64x2.add(n2, f64x2.mul(f64x2.mul(c, c), length2)), f64x2.splat(0)),
  );
  let q = f64x2.add(f64x2.mul(shrink, v128.load(p + DOT_U * WIDE)), f64x2.mul(c, scoreU));
  q = unlessBelow(VANISHING, q);
  const radius2 = v128.load(p + RADIUS2 * WIDE),
    outside = f64x2.gt(n2, radius2);
  if (v128.any_true(outside)) {
    const f = v128.bitselect(f64x2.sqrt(f64x2.div(radius2, n2)), v128.load(ONE), outside);
    scale = f64x2.mul(scale, f);
    q = f64x2.mul(q, f);
    n2 = v128.bitselect(radius2, n2, outside);
  }
  v128.store(p + NORM2 * WIDE, n2);
  v128.store(p + DOT_U * WIDE, q);
  v128.store(p + MAX_NORM2 * WIDE, f64x2.pmax(v128.load(p + MAX_NORM2 * WIDE), n2));
  const distance2 = f64x2.add(f64x2.sub(n2, f64x2.add(q, q)), f64x2.splat(uNorm2));
  v128.store(p + MAX_DIST2 * WIDE, f64x2.pmax(v128.load(p + MAX_DIST2 * WIDE), distance2));
  return scale;
}
