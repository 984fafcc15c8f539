import { I_ROW_MASK, I_SLOPE_MASK, P_LOSS, P_OUTPUT, P_SLOPE, P_WEIGHT, P_Y, P_Z, VECTOR } from "./layout";
import { Loss } from "./losses/loss";
import { ScoreModel } from "./models/model";
import { BESIDE, eachWide, narrow, spreadWide, wide, widen, wideOffset } from "./float";
import { integer, pointer, SPAN, WIDE } from "./table";

/** What follows from the scores of a round: losses, outputs and slopes of all learners. */

/** Slopes at the scores played in a round: (lanes,) Float. */
// @ts-ignore: decorator
@inline
export function playedSlope(panel: usize, round: i64): usize {
  return pointer(panel, P_SLOPE) + <usize>((<i32>round) & integer(panel, I_SLOPE_MASK)) * VECTOR;
}

/** Loss, output and slope of rounds [t, end), from their scores. */
export function judge<M extends ScoreModel, L extends Loss>(
  run: usize,
  panel: usize,
  model: M,
  loss: L,
  from: i64,
  t: i32,
  end: i32,
): void {
  const mask = integer(run, I_ROW_MASK),
    slopeMask = integer(panel, I_SLOPE_MASK),
    outcomes = pointer(run, P_Y),
    slopes = pointer(panel, P_SLOPE),
    scores = pointer(run, P_Z),
    losses = pointer(run, P_LOSS),
    outputs = pointer(run, P_OUTPUT);
  for (let i = t; i < end; ++i) {
    const outcome = outcomes + <usize>((<i32>(from + i)) & mask) * BESIDE,
      y = spreadWide(outcome),
      at = <usize>i * VECTOR,
      slope = slopes + <usize>((<i32>(from + i)) & slopeMask) * VECTOR,
      values = losses + <usize>i * WIDE;
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const z = v128.load(scores + at + v),
        truth = eachWide(y, outcome, v);
      v128.store(slope + v, judgeVector(model, loss, z, truth, values + wideOffset(v), outputs + at + v));
    }
  }
  if (pointer(run, P_WEIGHT)) weigh(run, panel, from, t, end);
}

/** Writes losses, f64, and outputs, Floats, of the scores z of one vector of learners, for outcomes `truth`; returns the slopes. */
// @ts-ignore: decorator
@inline
export function judgeVector<M extends ScoreModel, L extends Loss>(
  model: M,
  loss: L,
  z: v128,
  truth: v128,
  losses: usize,
  outputs: usize,
): v128 {
  const shared = loss.shared(z),
    value = loss.value(z, truth, shared),
    p = model.output(z, shared);
  v128.store(outputs, p);
  widen(losses, value);
  return loss.slope(p, truth);
}

/** Multiplies losses and slopes of rounds [t, end) by the weights of their rows. */
function weigh(run: usize, panel: usize, from: i64, t: i32, end: i32): void {
  const mask = integer(run, I_ROW_MASK);
  for (; t < end; ++t) {
    const weight = v128.load64_splat(pointer(run, P_WEIGHT) + ((<usize>((<i32>(from + t)) & mask)) << 3)),
      loss = pointer(run, P_LOSS) + <usize>t * WIDE,
      slope = playedSlope(panel, from + t);
    for (let v: usize = 0; v < SPAN; v += 16) {
      v128.store(loss + v, f64x2.mul(weight, v128.load(loss + v)));
      narrow(slope, v, f64x2.mul(weight, wide(slope, v)));
    }
  }
}
