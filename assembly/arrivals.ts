import { F_LEARNED, F_PASSED_OVER, F_READY, I_ROW_MASK, P_READY, P_SEEN, P_UNTIL } from "./layout";
import { integer, pointer, real, setReal } from "./table";

/**
 * Feedback that comes row by row, after a delay of the row's own (docs/rounds.md, 1). Learners learn in order, so that an item waits for all
 * before it: what counts is the first round by which it and all of them are there.
 */

/**
 * Makes that round of the delays of rounds [from, from + n), as they were written into P_READY: whole numbers, Infinity where feedback never
 * comes. Such a row keeps nobody waiting; its round gets a negative sign.
 */
export function arrive(run: usize, from: i64, n: i32): void {
  const ready = pointer(run, P_READY),
    mask = integer(run, I_ROW_MASK);
  let all = real(run, F_READY),
    never = 0;
  for (let t = 0; t < n; ++t) {
    const at = ready + ((<usize>((<i32>(from + t)) & mask)) << 3),
      delay = load<f64>(at),
      comes = delay < Infinity;
    // rounds count from 1 here
    all = max(all, <f64>(from + t + 1) + (comes ? max(delay, 1) : 1));
    store<f64>(at, comes ? all : -all);
    never += i32(!comes);
  }
  setReal(run, F_READY, all);
  setReal(run, F_PASSED_OVER, real(run, F_PASSED_OVER) + <f64>never);
}

/**
 * Lowers SEEN of a schedule's columns for rounds [from, from + n) to what was there: weights that would have learned b rounds have learned
 * those that were ready before round b + 1.
 */
export function holdBack(run: usize, panel: usize, from: i64, n: i32): void {
  const ready = pointer(run, P_READY),
    mask = integer(run, I_ROW_MASK),
    until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN);
  let learned = <i32>(<i64>real(panel, F_LEARNED) - from);
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const goal = load<i32>(seen + segment),
      round = <f64>(from + goal + 1);
    while (
      learned < goal &&
      abs(load<f64>(ready + ((<usize>((<i32>(from + learned)) & mask)) << 3))) <= round
    )
      ++learned;
    store<i32>(seen + segment, learned);
    t = load<i32>(until + segment);
  }
}

/** Whether the feedback on the row in ring slot `slot` never comes. */
// @ts-ignore: decorator
@inline
export function passedOver(run: usize, slot: i32): bool {
  const ready = pointer(run, P_READY);
  return ready != 0 && load<f64>(ready + ((<usize>slot) << 3)) < 0;
}
