import { passedOver, rowOf } from "./arrivals";
import {
  F_LAST,
  F_LAST_LOSS,
  F_MEAN_ABSOLUTE,
  F_MEAN_LOSS,
  F_SEEN_NOTHING,
  F_SEEN_ROUNDS,
  F_SEEN_SUM,
  I_ROW_MASK,
  P_CHANCE,
  P_SEEN,
  P_UNTIL,
  P_Y,
} from "./layout";
import { log } from "./math/log";
import { weightOf } from "./rows";
import { keep } from "./sums";
import { integer, pointer, real, setReal } from "./table";

/**
 * What one gets without learning, from the same data at the same time: the frequency of class 1 so far by Laplace's rule of
 * succession (ones + 1)/(rounds + 2), or the mean outcome so far (0 before any); and the outcome that came last (0 before any).
 * To be called before the panel plays the rounds: they must find in the ring what the panel has still to learn.
 */
export function baselines(run: usize, panel: usize, from: i64, n: i32, classes: i32): void {
  const mask = integer(run, I_ROW_MASK),
    outcomes = pointer(run, P_Y),
    until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN);
  let count = <i64>real(panel, F_SEEN_ROUNDS),
    last = real(panel, F_LAST),
    nothing = real(panel, F_SEEN_NOTHING);
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    const goal = from + load<i32>(seen + segment),
      end = load<i32>(until + segment);
    for (; count < goal; ++count) {
      const row = rowOf(run, count);
      if (passedOver(run, row)) {
        nothing += 1;
        continue;
      }
      last = load<f64>(outcomes + ((<usize>((<i32>row) & mask)) << 3));
      keep(slot(panel, F_SEEN_SUM), last);
    }
    const sum = real(panel, F_SEEN_SUM) + real(panel, F_SEEN_SUM + 1),
      told = <f64>count - nothing;
    if (classes) gradeClasses(run, panel, from, t, end, (sum + 1) / (told + 2), last);
    else gradeValues(panel, outcomes, mask, from, t, end, told > 0 ? sum / told : 0, last);
    t = end;
  }
  if (classes) addChances(run, panel, from, n);
  setReal(panel, F_SEEN_ROUNDS, <f64>count);
  setReal(panel, F_LAST, last);
  setReal(panel, F_SEEN_NOTHING, nothing);
}

function slot(panel: usize, id: i32): usize {
  return panel + ((<usize>id) << 3);
}

/** Notes the probability that the frequency gave to each outcome, and counts where it was not the last one seen. */
function gradeClasses(run: usize, panel: usize, from: i64, t: i32, end: i32, p: f64, last: f64): void {
  const mask = integer(run, I_ROW_MASK),
    outcomes = pointer(run, P_Y),
    chance = pointer(run, P_CHANCE);
  let errors = 0;
  for (; t < end; ++t) {
    const y = load<f64>(outcomes + ((<usize>((<i32>(from + t)) & mask)) << 3));
    store<f64>(chance + ((<usize>t) << 3), y > 0.5 ? p : 1 - p);
    errors += i32(y != last);
  }
  setReal(panel, F_LAST_LOSS, real(panel, F_LAST_LOSS) + <f64>errors);
}

/** Log losses of the probabilities noted for n rounds, two at a time; a row's counts as often as it weighs, like a learner's. */
function addChances(run: usize, panel: usize, from: i64, n: i32): void {
  const chance = pointer(run, P_CHANCE);
  store<f64>(chance + ((<usize>n) << 3), 1); // a pair for the last of an odd number
  for (let t = 0; t < n; t += 2) {
    const logs = log(v128.load(chance + ((<usize>t) << 3)));
    keep(slot(panel, F_MEAN_LOSS), -f64x2.extract_lane(logs, 0) * weightOf(run, from + t));
    if (t + 1 < n) keep(slot(panel, F_MEAN_LOSS), -f64x2.extract_lane(logs, 1) * weightOf(run, from + t + 1));
  }
}

function gradeValues(
  panel: usize,
  outcomes: usize,
  mask: i32,
  from: i64,
  t: i32,
  end: i32,
  mean: f64,
  last: f64,
): void {
  for (; t < end; ++t) {
    const y = load<f64>(outcomes + ((<usize>((<i32>(from + t)) & mask)) << 3));
    keep(slot(panel, F_MEAN_LOSS), (y - mean) * (y - mean));
    keep(slot(panel, F_MEAN_ABSOLUTE), abs(y - mean));
    keep(slot(panel, F_LAST_LOSS), abs(y - last));
  }
}
