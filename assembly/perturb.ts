import { consider } from "./act";
import { notesOf, recordOf } from "./acted";
import { takeWeighted } from "./estimators/means";
import { BESIDE, eachWide, spreadWide, widen, wideOffset } from "./float";
import {
  F_LEARNED,
  I_DENSE,
  I_ROW_MASK,
  P_ALONG,
  P_DEPLOYED,
  P_LOSS,
  P_REALISED,
  P_SEEN,
  P_UNTIL,
  P_Y,
  P_Z,
  VECTOR,
} from "./layout";
import { Loss } from "./losses/loss";
import { half, one } from "./math/constants";
import { unlessFaint } from "./math/tiny";
import { Perturbation } from "./perturbations/perturbation";
import { countStale } from "./stale";
import { integer, pointer, real, setReal, WIDE } from "./table";
import { ascend, settlePolicy } from "./updates/ascend";
import { Float } from "./variant";

/**
 * The loop of play.ts for learners that are told the loss of what they played and nothing else. So they play something beside their
 * score, moved by a draw of mean 0, and make a slope of the loss that they are told (perturbations/). It is estimated when the output is played,
 * from what was known then, and kept until the round is learned; nothing is estimated anew later.
 *
 * What a round costs a learner is the loss of its score, so that the draws do not blur its regret. What perturbing costs is an account of its
 * own: the mean of the losses at both signs of the draw, which are equally likely, minus the loss of the score. It is what that
 * difference is expected to be given the size of the draw, and never negative where losses are convex.
 *
 * Weights are (d, lanes), those of a policy with one action, which they share the sweeps and steps of; preconditions as in play.ts.
 */
export function perturb<L extends Loss, E extends Perturbation>(
  run: usize,
  panel: usize,
  loss: L,
  estimator: E,
  from: i64,
  n: i32,
): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN);
  let learned = <i32>(<i64>real(panel, F_LEARNED) - from),
    judged = 0;
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const goal = load<i32>(seen + segment),
      end = load<i32>(until + segment);
    countStale(panel, t, end, goal);
    for (; learned < goal; ++learned) {
      // estimated with the baseline that was known when the outputs were played
      if (judged < t && (estimator.remembers() || learned >= judged)) {
        judge(run, panel, loss, estimator, from, judged, t);
        judged = t;
      }
      if (estimator.remembers()) remember(run, panel, from + learned);
      ascend(run, panel, from + learned);
    }
    consider(run, panel, from, t, end);
    t = end;
  }
  setReal(panel, F_LEARNED, <f64>(from + learned));
  judge(run, panel, loss, estimator, from, judged, n);
  settlePolicy(run, panel);
}

/** Losses of rounds [t, end) at their scores and on both sides of them, and the slopes that are estimated from these. */
function judge<L extends Loss, E extends Perturbation>(
  run: usize,
  panel: usize,
  loss: L,
  estimator: E,
  from: i64,
  t: i32,
  end: i32,
): void {
  const mask = integer(run, I_ROW_MASK),
    reach = v128.splat<Float>(<Float>estimator.reach()),
    scale = v128.splat<Float>(<Float>estimator.scale(integer(run, I_DENSE)));
  for (; t < end; ++t) {
    const outcome = pointer(run, P_Y) + <usize>((<i32>(from + t)) & mask) * BESIDE,
      y = spreadWide(outcome),
      draw = pointer(run, P_ALONG) + <usize>t * BESIDE,
      drawn = spreadWide(draw),
      scores = pointer(run, P_Z) + <usize>t * VECTOR,
      losses = pointer(run, P_LOSS) + <usize>t * WIDE,
      deployed = pointer(run, P_DEPLOYED) + <usize>t * WIDE,
      played = pointer(run, P_REALISED) + <usize>t * VECTOR,
      record = recordOf(run, panel, from + t);
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const z = v128.load(scores + v),
        truth = eachWide(y, outcome, v),
        along = eachWide(drawn, draw, v),
        move = v128.mul<Float>(reach, along),
        plus = valueOf(loss, v128.add<Float>(z, move), truth),
        minus = valueOf(loss, v128.sub<Float>(z, move), truth),
        slope = estimator.slope(plus, minus, estimator.base(panel, v), along);
      widen(losses + wideOffset(v), valueOf(loss, z, truth));
      widen(deployed + wideOffset(v), v128.mul<Float>(half<Float>(), v128.add<Float>(plus, minus)));
      v128.store(played + v, estimator.played(plus, minus));
      v128.store(record + v, unlessFaint<Float>(v128.mul<Float>(scale, slope)));
      if (!estimator.remembers()) continue;
      v128.store(notesOf(run, record) + v, one<Float>());
      v128.store(notesOf(run, record) + v, plus, VECTOR);
    }
  }
}

/** Loss of a score. */
// @ts-ignore: decorator
@inline
function valueOf<L extends Loss>(loss: L, z: v128, y: v128): v128 {
  return loss.value(z, y, loss.shared(z));
}

/** A round is being learned: its loss becomes part of the baseline. */
function remember(run: usize, panel: usize, round: i64): void {
  const notes = notesOf(run, recordOf(run, panel, round));
  takeWeighted(panel, notes, notes + VECTOR);
}
