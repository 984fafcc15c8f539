import {
  F_CLOCK,
  F_PASSED_OVER,
  I_ROW_MASK,
  L_ARRIVED,
  L_KNOWN,
  L_OLDEST,
  P_ARRIVED,
  P_ORDER,
  P_POSITION,
  P_READY,
  P_SEEN,
  P_TIME,
  P_UNTIL,
} from "./layout";
import { integer, long, pointer, real, setLong, setReal } from "./table";
import { pop, push, soonest } from "./waiting";

/**
 * Feedback that comes row by row, at a time of its own (docs/rounds.md, 1). Learners learn rows in the order in which their feedback arrives:
 * item n is row P_ORDER[n]. Until then a row waits (waiting.ts).
 */

/** Address of a round, row or item in a ring column of 8 bytes. */
// @ts-ignore: decorator
@inline
function cell(run: usize, column: i32, at: i64): usize {
  return pointer(run, column) + ((<usize>((<i32>at) & integer(run, I_ROW_MASK))) << 3);
}

/** The row that is learned as item `item`: itself, where no row has a delay. Items must have arrived, or been foreseen. */
export function rowOf(run: usize, item: i64): i64 {
  return pointer(run, P_ORDER) ? load<i64>(cell(run, P_ORDER, item)) : item;
}

/**
 * Makes rounds [from, from + n) known, with their delays or times of feedback as they were written into P_READY: notes how much had arrived
 * before each of them, then lets its row wait. Where feedback never comes the round counts as there at once.
 */
export function arrive(run: usize, from: i64, n: i32): void {
  const times = pointer(run, P_TIME);
  let clock = real(run, F_CLOCK),
    never: f64 = 0;
  // rows before the first that had a delay are known as if they had none
  for (let round = long(run, L_KNOWN); round < from + n; ++round) {
    clock = times ? load<f64>(cell(run, P_TIME, round)) : <f64>round;
    for (let left = <i32>(round - long(run, L_ARRIVED)); left > 0; --left) {
      if (soonest(run) > clock) break;
      receive(run, pop(run, left));
    }
    const arrived = long(run, L_ARRIVED),
      ready = cell(run, P_READY, round),
      delay = load<f64>(ready);
    store<i64>(cell(run, P_ARRIVED, round), arrived);
    if (delay == Infinity) {
      receive(run, round);
      never += 1;
    } else {
      if (!times) store<f64>(ready, clock + max(delay, 1));
      store<i64>(cell(run, P_POSITION, round), i64.MAX_VALUE);
      push(run, round, load<f64>(ready), <i32>(round - arrived));
    }
  }
  setLong(run, L_KNOWN, from + n);
  setReal(run, F_CLOCK, clock);
  setReal(run, F_PASSED_OVER, real(run, F_PASSED_OVER) + never);
}

/** A row becomes the next item. */
function receive(run: usize, row: i64): void {
  const item = long(run, L_ARRIVED);
  store<i64>(cell(run, P_ORDER, item), row);
  store<i64>(cell(run, P_POSITION, row), item);
  setLong(run, L_ARRIVED, item + 1);
}

/** Writes the rows that still wait behind the items that have arrived, in the order in which their feedback will come. */
export function foresee(run: usize): void {
  const arrived = long(run, L_ARRIVED),
    size = <i32>(long(run, L_KNOWN) - arrived);
  for (let i = 0; i < size; ++i) store<i64>(cell(run, P_ORDER, arrived + i), pop(run, size - i));
  // they go on waiting
  for (let i = 0; i < size; ++i) {
    const row = load<i64>(cell(run, P_ORDER, arrived + i));
    push(run, row, load<f64>(cell(run, P_READY, row)), i);
  }
}

/**
 * Lowers SEEN of a schedule's columns for rounds [from, from + n) to what was there: weights that would have learned b rounds have learned
 * what had arrived before round b + 1.
 */
export function holdBack(run: usize, panel: usize, from: i64, n: i32): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN);
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const round = from + load<i32>(seen + segment);
    store<i32>(seen + segment, <i32>(load<i64>(cell(run, P_ARRIVED, round)) - from));
    t = load<i32>(until + segment);
  }
}

/** The first row that is not among the first `learned` items; calls come with more and more of them. */
export function oldest(run: usize, learned: i64): i64 {
  const known = long(run, L_KNOWN);
  let row = long(run, L_OLDEST);
  while (row < known && load<i64>(cell(run, P_POSITION, row)) < learned) ++row;
  setLong(run, L_OLDEST, row);
  return row;
}

/** Whether the feedback on a row never comes. */
export function passedOver(run: usize, row: i64): bool {
  return pointer(run, P_READY) != 0 && load<f64>(cell(run, P_READY, row)) == Infinity;
}
