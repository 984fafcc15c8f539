import { passedOver, rowOf } from "./arrivals";
import { addMaps } from "./comparators/linear-maps";
import {
  CERTIFY,
  F_LEARNED,
  FRESH,
  I_COLUMNS,
  I_DENSE,
  I_FLAGS,
  I_INTERCEPT,
  I_JOB,
  I_PENDING,
  I_ROW_MASK,
  L_EXACT,
  L_LATENCY,
  L_STALENESS,
  MAPPED,
  MAX_NORM2,
  NORM2,
  OWN,
  P_LENGTH,
  P_ORDER,
  PLAIN,
  P_RAW,
  P_SCRATCH,
  P_SCRATCH_FLOATS,
  P_SEEN,
  P_UNTIL,
  P_W,
  P_WEIGHT,
  P_Y,
  P_Z,
  REFRESH,
  REFRESH_F32,
  RIVER,
  P_SCALED,
  SCALE,
  SLOPE_NOW,
  STEP,
  TRACKED,
  VECTOR,
  P_PANEL_MEAN,
  P_PANEL_M2,
  P_PANEL_SD,
} from "./layout";
import { follow, followers } from "./follow";
import { judge, playedSlope } from "./judge";
import { Loss } from "./losses/loss";
import { ScoreModel } from "./models/model";
import { BESIDE, eachWide, narrowAll, SINGLE, spreadWide, wideOffset } from "./float";
import { copy, rescale, squaredNorms } from "./lanes";
import { one, ONE } from "./math/constants";
import { norms } from "./norms";
import { features, floats, score, settle } from "./rows";
import { observe, standardise } from "./standardise";
import { integer, long, pointer, real, setInteger, setLong, setReal, SPAN, vector, WIDE } from "./table";
import { note, noteRoom, noteStep, trace } from "./trace";
import { descend, step } from "./updates/ogd";
import { Float } from "./variant";

/** A scale below this is multiplied into the weights, so that neither ever under- or overflows. */
const SMALL = memory.data<f64>([0.0009765625, 0.0009765625], 16);

/**
 * Plays rounds [from, from + n) of a panel.
 *
 * A schedule is two integer columns: rounds up to UNTIL are decided by weights that have learned SEEN rounds. So the loop
 * is: let the learner catch up with the data it may have seen, then decide every round of the segment with those weights.
 * The model at round s is the iterate z_{a(s)+1} of the learner that processes rows as they arrive; nothing is ever copied, and
 * the loop knows no schedule. Rounds of a segment are independent, so a block may end anywhere.
 *
 * Deciding takes only a score. Losses and slopes are worked out when the learner needs one of them, for all rounds decided by
 * then, at the latest at the end of the block: many rounds at a time keep the processor busy where one waits for itself. Where
 * it needs them round after round, follow.ts has the loop.
 *
 * Of no round at all (n = 0) a segment is gone through all the same: the learner catches up with rows that no later round will wait for.
 *
 * Preconditions: the ring holds every row from the first one not yet learned to the last one played.
 */
export function play<M extends ScoreModel, L extends Loss>(
  run: usize,
  panel: usize,
  model: M,
  loss: L,
  from: i64,
  n: i32,
  uNorm2: f64,
): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN),
    flags = integer(panel, I_FLAGS),
    job = integer(panel, I_JOB);
  let learned = <i32>(<i64>real(panel, F_LEARNED) - from),
    judged = 0,
    tracedItems = learned,
    tracedRounds = 0,
    tracedSegment: usize = 0,
    exactRound = long(panel, L_EXACT),
    staleness = long(panel, L_STALENESS),
    latency = long(panel, L_LATENCY),
    t = 0,
    segment: usize = 0;
  do {
    // round t - 1, decided by the very weights that are to learn from it, is all there is to learn
    if (learned + 1 == t && exactRound == from + learned) {
      const noted = learned - tracedItems,
        rounds = followers(run, panel, from, t, n, segment, noteRoom(panel) - noted);
      if (rounds > 0) {
        if (judged < t) judge(run, panel, model, loss, from, judged, t);
        follow(run, panel, model, loss, from, t, t + rounds, noted);
        latency = max(latency, 1);
        learned += rounds;
        exactRound += rounds;
        t += rounds;
        judged = t;
        segment += (<usize>rounds) << 2;
        continue;
      }
    }
    const goal = load<i32>(seen + segment),
      end = load<i32>(until + segment);
    // Σ (i - goal) over the segment's rounds i
    staleness += (<i64>(end - t) * (<i64>(end + t - 1) - 2 * <i64>goal)) >> 1;
    latency = max(latency, <i64>end - <i64>goal);
    if (job > 0) learned = max(learned, goal - job);
    for (; learned < goal; ++learned) {
      const item = from + learned,
        row = rowOf(run, item),
        // the one round left to learn is the last one decided
        exact = learned + 1 == t && item == exactRound;
      const full = flags & CERTIFY && learned - tracedItems == noteRoom(panel);
      if (full || (row >= from + judged && (exact || !(flags & FRESH)))) {
        judge(run, panel, model, loss, from, judged, t);
        judged = t;
      }
      if (full) {
        trace(run, panel, from, tracedSegment, tracedRounds, t, tracedItems, learned);
        tracedItems = learned;
        tracedRounds = t;
        tracedSegment = segment;
      }
      learn(run, panel, model, loss, item, row, exact, learned - tracedItems, uNorm2);
    }
    decide(run, panel, from, t, end);
    if (flags & MAPPED) addMaps(run, panel, from, t, end);
    if (learned == t && !(flags & RIVER)) {
      // the very weights that will learn from round t have scored it
      exactRound = from + t;
      if (flags & TRACKED) copy(vector(panel, OWN), pointer(run, P_Z) + <usize>t * VECTOR);
    }
    t = end;
    segment += 4;
  } while (t < n);
  setReal(panel, F_LEARNED, <f64>(from + learned));
  setLong(panel, L_EXACT, exactRound);
  setLong(panel, L_STALENESS, staleness);
  setLong(panel, L_LATENCY, latency);
  judge(run, panel, model, loss, from, judged, n);
  if (flags & CERTIFY) trace(run, panel, from, tracedSegment, tracedRounds, n, tracedItems, learned);
  settle(run, panel);
}

/** Scores of rounds [t, end) of the block under the weights as they stand. */
// @ts-ignore: decorator
@inline
function decide(run: usize, panel: usize, from: i64, t: i32, end: i32): void {
  const mask = integer(run, I_ROW_MASK),
    z = pointer(run, P_Z),
    river = integer(panel, I_FLAGS) & RIVER;
  for (; t < end; ++t) {
    const slot = (<i32>(from + t)) & mask;
    let x = floats(run, slot);
    if (river) {
      const d = integer(run, I_DENSE),
        raw = pointer(run, P_RAW) + <usize>slot * ((<usize>d) << 3);
      x = pointer(run, P_SCRATCH);
      standardise(raw, pointer(panel, P_PANEL_MEAN), pointer(panel, P_PANEL_SD), d, x);
      if (SINGLE) {
        narrowAll(x, pointer(run, P_SCRATCH_FLOATS), d);
        x = pointer(run, P_SCRATCH_FLOATS);
      }
    }
    score(run, panel, slot, x, z + <usize>t * VECTOR);
  }
}

/**
 * One data item, a row: its slope, at the scores that were played (stale) or at the learner's own (fresh), and the step it asks for.
 * The step is left pending, to be added in the next sweep over the weights. `exact`: the last round decided, by these very
 * weights, so that both are the same. `nth`: items learned before it since the last trace.
 */
// @ts-ignore: decorator
@inline
function learn<M extends ScoreModel, L extends Loss>(
  run: usize,
  panel: usize,
  model: M,
  loss: L,
  item: i64,
  row: i64,
  exact: bool,
  nth: i32,
  uNorm2: f64,
): void {
  const flags = integer(panel, I_FLAGS),
    slot = (<i32>row) & integer(run, I_ROW_MASK),
    at = <usize>slot * BESIDE,
    own = vector(panel, OWN);
  let slope = playedSlope(panel, row);
  if (flags & RIVER) adapt(run, panel, item, row);
  if (!exact && flags & (FRESH | TRACKED)) score(run, panel, slot, floats(run, slot), own);
  else if (integer(panel, I_PENDING) >= 0) settle(run, panel);
  if (!exact && flags & FRESH) {
    slope = vector(panel, SLOPE_NOW);
    const outcome = pointer(run, P_Y) + at,
      y = spreadWide(outcome),
      weights = pointer(run, P_WEIGHT),
      weight = weights ? spreadWide(weights + at) : one<Float>();
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      const z = v128.load(own + v),
        truth = eachWide(y, outcome, v);
      v128.store(slope + v, v128.mul<Float>(weight, loss.slope(model.output(z, loss.shared(z)), truth)));
    }
  }
  if (passedOver(run, row)) {
    slope = vector(panel, SLOPE_NOW);
    memory.fill(slope, 0, VECTOR);
  }
  if (flags & PLAIN) {
    step(panel, slope, integer(run, I_INTERCEPT) != 0);
    if (flags & CERTIFY) noteStep(note(panel, nth), slope, pointer(run, P_LENGTH) + at, vector(panel, STEP));
  } else descend(run, panel, slope, item, slot, note(panel, nth), uNorm2);
  setInteger(panel, I_PENDING, slot);
  const fresh = !((item + 1) & ((SINGLE ? REFRESH_F32 : REFRESH) - 1));
  if (flags & TRACKED) keepInRange(run, panel, fresh);
  else if (SINGLE && fresh && flags & CERTIFY) refresh(run, panel);
}

/** The model's own scaler learns a row. Where rows come in an order of their own, what it makes of this one is not what the run's made of it. */
function adapt(run: usize, panel: usize, item: i64, row: i64): void {
  const d = integer(run, I_DENSE),
    slot = (<i32>row) & integer(run, I_ROW_MASK),
    raw = pointer(run, P_RAW) + <usize>slot * ((<usize>d) << 3),
    mean = pointer(panel, P_PANEL_MEAN),
    sd = pointer(panel, P_PANEL_SD);
  observe(raw, pointer(run, P_SCALED), mean, pointer(panel, P_PANEL_M2), sd, d, item + 1);
  if (!pointer(run, P_ORDER)) return;
  standardise(raw, mean, sd, d, features(run, slot));
  if (SINGLE) narrowAll(features(run, slot), floats(run, slot), d);
  norms(run, row, 1);
}

/** Multiplies small scales into the weights, lane by lane, and refreshes |w|² at fixed items. */
function keepInRange(run: usize, panel: usize, fresh: bool): void {
  const scale = vector(panel, SCALE);
  let small = false;
  for (let v: usize = 0; v < SPAN; v += 16)
    if (v128.any_true(f64x2.lt(v128.load(scale + v), v128.load(SMALL)))) small = true;
  if (!small && !fresh) return;
  settle(run, panel);
  const w = pointer(panel, P_W),
    rows = integer(panel, I_COLUMNS);
  if (small) {
    const factor = vector(panel, OWN); // (lanes,) f64: free until the next item
    for (let v: usize = 0; v < SPAN; v += 16) {
      const s = v128.load(scale + v),
        fold = f64x2.lt(s, v128.load(SMALL));
      v128.store(factor + v, v128.bitselect(s, v128.load(ONE), fold));
      v128.store(scale + v, v128.bitselect(v128.load(ONE), s, fold));
    }
    rescale(w, factor, rows);
  }
  if (fresh) refresh(run, panel);
}

/** |w|² from the weights themselves. */
function refresh(run: usize, panel: usize): void {
  settle(run, panel);
  const norms = vector(panel, NORM2),
    largest = vector(panel, MAX_NORM2),
    scale = vector(panel, SCALE);
  squaredNorms(pointer(panel, P_W), integer(panel, I_COLUMNS), norms);
  for (let v: usize = 0; v < SPAN; v += 16) {
    const s = v128.load(scale + v),
      norm2 = f64x2.mul(f64x2.mul(s, s), v128.load(norms + v));
    v128.store(norms + v, norm2);
    if (SINGLE) v128.store(largest + v, f64x2.pmax(v128.load(largest + v), norm2));
  }
}
