import { BESIDE, eachWide, SINGLE, spreadWide, wideOffset } from "./float";
import {
  CERTIFY,
  F_PASSED_OVER,
  I_FLAGS,
  I_INTERCEPT,
  I_PENDING,
  I_ROW_MASK,
  P_LENGTH,
  P_LOSS,
  P_OUTPUT,
  P_SEEN,
  P_UNTIL,
  P_WEIGHT,
  P_Y,
  P_Z,
  PLAIN,
  REFRESH_F32,
  RIVER,
  STEP,
  VECTOR,
} from "./layout";
import { judgeVector, playedSlope } from "./judge";
import { Loss } from "./losses/loss";
import { ScoreModel } from "./models/model";
import { floats, score } from "./rows";
import { integer, pointer, real, setInteger, vector, WIDE } from "./table";
import { note, noteStep } from "./trace";
import { step, stepOf } from "./updates/ogd";

/**
 * The loop of play.ts where each round is decided by weights that have learned the one before, as at latency 1, and an item asks for no more
 * than its step (PLAIN). Scores wait for slopes then and slopes for scores, so that nothing is gained by judging many rounds together; what
 * a round costs is mostly the way from one to the other, and this is the shortest.
 */

/** How many rounds from t on, of n, are of this kind; `room`: items that may be noted. */
export function followers(
  run: usize,
  panel: usize,
  from: i64,
  t: i32,
  n: i32,
  segment: usize,
  room: i32,
): i32 {
  const flags = integer(panel, I_FLAGS);
  if (!(flags & PLAIN) || flags & RIVER || pointer(run, P_WEIGHT) || real(run, F_PASSED_OVER) > 0) return 0;
  if (flags & CERTIFY) {
    n = min(n, t + room);
    // in f32 some items ask for the norm of the weights
    if (SINGLE) n = min(n, t + (-(<i32>(from + t)) & (REFRESH_F32 - 1)));
  }
  let until = pointer(panel, P_UNTIL) + segment,
    seen = pointer(panel, P_SEEN) + segment,
    end = t;
  for (; end < n && load<i32>(until) == end + 1 && load<i32>(seen) == end; until += 4, seen += 4) ++end;
  return end - t;
}

/** Rounds [t, end) of the block. The weights have learned all before round t - 1, which is judged; `nth`: items noted. */
export function follow<M extends ScoreModel, L extends Loss>(
  run: usize,
  panel: usize,
  model: M,
  loss: L,
  from: i64,
  t: i32,
  end: i32,
  nth: i32,
): void {
  const mask = integer(run, I_ROW_MASK),
    certify = integer(panel, I_FLAGS) & CERTIFY,
    intercept = integer(run, I_INTERCEPT) != 0;
  let item = (<i32>(from + t) - 1) & mask,
    slope = playedSlope(panel, from + t - 1);
  step(panel, slope, intercept);
  for (; t < end; ++t) {
    const slot = (item + 1) & mask,
      z = pointer(run, P_Z) + <usize>t * VECTOR,
      outputs = pointer(run, P_OUTPUT) + <usize>t * VECTOR,
      losses = pointer(run, P_LOSS) + <usize>t * WIDE,
      outcome = pointer(run, P_Y) + <usize>slot * BESIDE,
      y = spreadWide(outcome);
    if (certify)
      noteStep(note(panel, nth++), slope, pointer(run, P_LENGTH) + <usize>item * BESIDE, vector(panel, STEP));
    setInteger(panel, I_PENDING, item);
    score(run, panel, slot, floats(run, slot), z);
    slope = playedSlope(panel, from + t);
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const truth = eachWide(y, outcome, v),
        s = judgeVector(model, loss, v128.load(z + v), truth, losses + wideOffset(v), outputs + v);
      v128.store(slope + v, s);
      stepOf(panel, v, s, intercept);
    }
    item = slot;
  }
}
