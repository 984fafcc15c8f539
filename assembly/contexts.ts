import { BESIDE, ROW, SINGLE } from "./float";
import { I_ROW_MASK, I_SCORES, P_COEFFICIENTS, P_CONTEXT, P_W, VECTOR } from "./layout";
import { shift, weightsOf } from "./sweep";
import { integer, pointer } from "./table";
import { Float, LANES, OWN_ROWS } from "./variant";

/** Policies without features: for each of finitely many contexts its own scores, one weight each. Weights are (contexts, I_SCORES, lanes). */

/** Scores z (I_SCORES, lanes) Float of the actions in the context of the row in `slot`. */
export function recall(run: usize, panel: usize, slot: i32, z: usize): void {
  const scores = <usize>integer(run, I_SCORES),
    context = contextOf(run, slot),
    w = pointer(panel, P_W);
  if (OWN_ROWS) {
    for (let lane: usize = 0; lane < <usize>LANES; ++lane) recallLane(w, context, scores, lane, z);
    return;
  }
  const end = z + scores * VECTOR;
  for (let at = w + block(context, scores); z < end; z += VECTOR, at += ROW) weightsOf(at, z);
}

/** Adds the steps P_COEFFICIENTS (I_SCORES, lanes) Float to the weights of the context of the row in `slot`. */
export function amend(run: usize, panel: usize, slot: i32): void {
  const scores = <usize>integer(run, I_SCORES),
    context = contextOf(run, slot),
    w = pointer(panel, P_W);
  let c = pointer(panel, P_COEFFICIENTS);
  if (OWN_ROWS) {
    for (let lane: usize = 0; lane < <usize>LANES; ++lane) amendLane(w, context, scores, lane, c);
    return;
  }
  const end = c + scores * VECTOR;
  for (let at = w + block(context, scores); c < end; c += VECTOR, at += ROW) shift(at, c);
}

/** Where the context stands: one f64, or (lanes,). */
// @ts-ignore: decorator
@inline
function contextOf(run: usize, slot: i32): usize {
  return pointer(run, P_CONTEXT) + <usize>slot * BESIDE;
}

/** Bytes before the weights of the context at `context`. */
// @ts-ignore: decorator
@inline
function block(context: usize, scores: usize): usize {
  return <usize>load<f64>(context) * scores * ROW;
}

/** Where the weights of a lane's own context begin. */
// @ts-ignore: decorator
@inline
function laneOf(w: usize, context: usize, scores: usize, lane: usize): usize {
  return w + block(context + (lane << 3), scores) + lane * sizeof<Float>();
}

function recallLane(w: usize, context: usize, scores: usize, lane: usize, z: usize): void {
  let at = laneOf(w, context, scores, lane);
  z += lane * sizeof<Float>();
  for (const end = z + scores * VECTOR; z < end; z += VECTOR, at += ROW)
    store<Float>(z, SINGLE ? load<Float>(at) + load<Float>(at, 64) : load<Float>(at));
}

function amendLane(w: usize, context: usize, scores: usize, lane: usize, c: usize): void {
  let at = laneOf(w, context, scores, lane);
  c += lane * sizeof<Float>();
  for (const end = c + scores * VECTOR; c < end; c += VECTOR, at += ROW) {
    const before = load<Float>(at),
      step = SINGLE ? load<Float>(c) + load<Float>(at, 64) : load<Float>(c),
      sum = before + step;
    store<Float>(at, sum);
    // what the sum cannot hold is carried on (float.ts)
    if (SINGLE) store<Float>(at, step - (sum - before), 64);
  }
}
