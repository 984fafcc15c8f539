import { FEATURE } from "./float";
import {
  I_ACTIONS,
  I_RECORD,
  I_SCORES,
  I_SLOPE_MASK,
  P_ACTION,
  P_CHANCES,
  P_EXPECTED,
  P_OUTPUT,
  P_REALISED,
  P_SCORES,
  P_SLOPE,
  P_TOLD,
  P_Z,
  VECTOR,
} from "./layout";
import { integer, pointer } from "./table";

/** Where a round in which actions were chosen has left what is known of it; t is its place in the block. Vectors are (lanes,) Floats. */

/** Scores of the actions, (I_SCORES, lanes). Where there is one for each action, its probability takes its place. */
export function scoresOf(run: usize, t: i32): usize {
  return pointer(run, P_SCORES) + <usize>t * <usize>integer(run, I_SCORES) * VECTOR;
}

/** Probabilities of all actions under the policy, (A, lanes), once actions are drawn. */
export function probabilities(run: usize, t: i32): usize {
  return pointer(run, P_Z) + <usize>t * <usize>integer(run, I_ACTIONS) * VECTOR;
}

/** Actions that were drawn: whole numbers. */
export function actionsOf(run: usize, t: i32): usize {
  return pointer(run, P_ACTION) + <usize>t * VECTOR;
}

/** Utilities of these actions. */
export function utilitiesOf(run: usize, t: i32): usize {
  return pointer(run, P_REALISED) + <usize>t * VECTOR;
}

/** Probabilities that they were drawn with. */
export function propensities(run: usize, t: i32): usize {
  return pointer(run, P_OUTPUT) + <usize>t * VECTOR;
}

/** Probabilities that the policy itself gave them. */
export function chances(run: usize, t: i32): usize {
  return pointer(run, P_CHANCES) + <usize>t * VECTOR;
}

/** Expected utilities of all actions, (A,) features (float.ts). */
export function expectations(run: usize, t: i32): usize {
  return pointer(run, P_EXPECTED) + <usize>t * <usize>integer(run, I_ACTIONS) * FEATURE;
}

/** The same as full information tells it. */
export function toldExpectations(run: usize, t: i32): usize {
  return pointer(run, P_TOLD) + <usize>t * <usize>integer(run, I_ACTIONS) * FEATURE;
}

/** What is kept of a round until it is learned: slopes (I_SCORES, lanes), then notes of the estimator. */
export function recordOf(run: usize, panel: usize, round: i64): usize {
  const slot = <usize>((<i32>round) & integer(panel, I_SLOPE_MASK));
  return pointer(panel, P_SLOPE) + slot * <usize>integer(run, I_RECORD) * VECTOR;
}

/** The notes of a record, two vectors. */
export function notesOf(run: usize, record: usize): usize {
  return record + <usize>integer(run, I_SCORES) * VECTOR;
}
