import { probabilities } from "../acted";
import { passedOver, rowOf } from "../arrivals";
import { addUp } from "../comparators/reference";
import { lost } from "../lanes";
import {
  ERRORS,
  F_LAST,
  F_LAST_LOSS,
  F_MEAN_LOSS,
  F_SEEN_NOTHING,
  F_SEEN_ROUNDS,
  I_ACTIONS,
  I_ROW_MASK,
  P_COUNTS,
  P_LOSS_0,
  P_LOSS_U,
  P_OUTPUT,
  P_SEEN,
  P_UNTIL,
  P_Y,
  SQUARED,
  VECTOR,
} from "../layout";
import { log } from "../math/log";
import { weightOf } from "../rows";
import { keep } from "../sums";
import { integer, pointer, real, setReal, SPAN, vector, WIDE } from "../table";

/** What classes were predicted how well, and what one gets without learning. Rounds [from, from + n) of the block. */

/** Outcome of the row of a round: the number of a class. */
function labelOf(run: usize, round: i64): f64 {
  return load<f64>(pointer(run, P_Y) + ((<usize>((<i32>round) & integer(run, I_ROW_MASK))) << 3));
}

/** Whether all outcomes are whole numbers below C. */
export function wholeLabels(run: usize, from: i64, n: i32): bool {
  for (let t = 0; t < n; ++t) {
    const y = labelOf(run, from + t);
    if (!(y >= 0 && y < <f64>integer(run, I_ACTIONS) && y == Math.floor(y))) return false;
  }
  return true;
}

/** Losses of the untrained model, which gives every class 1/C and is what learners are compared with. */
export function untrainedClasses(run: usize, sums: usize, from: i64, n: i32): void {
  const each = f64x2.extract_lane(log(f64x2.splat(<f64>integer(run, I_ACTIONS))), 0);
  for (let t = 0; t < n; ++t) {
    const at = (<usize>t) << 3,
      cost = each * weightOf(run, from + t);
    store<f64>(pointer(run, P_LOSS_0) + at, cost);
    store<f64>(pointer(run, P_LOSS_U) + at, cost);
  }
  addUp(pointer(run, P_LOSS_U), pointer(run, P_LOSS_0), sums, n);
}

/** Outputs: the most probable class, the first of several. Errors, and squared distances Σ_c (p_c - [c = y])². */
export function gradeClasses(run: usize, panel: usize, from: i64, n: i32): void {
  const bytes = <usize>integer(run, I_ACTIONS) * VECTOR,
    one = f64x2.splat(1);
  for (let t = 0; t < n; ++t) {
    const y = f64x2.splat(labelOf(run, from + t)),
      p = probabilities(run, t);
    for (let v: usize = 0; v < SPAN; v += 16) {
      let most = f64x2.splat(-1),
        best = f64x2.splat(0),
        distance = best,
        class_ = best;
      for (let at = v; at < bytes; at += VECTOR, class_ = f64x2.add(class_, one)) {
        const chance = v128.load(p + at),
          more = f64x2.gt(chance, most),
          off = f64x2.sub(chance, v128.and(one, f64x2.eq(class_, y)));
        most = v128.bitselect(chance, most, more);
        best = v128.bitselect(class_, best, more);
        distance = f64x2.add(distance, f64x2.mul(off, off));
      }
      v128.store(pointer(run, P_OUTPUT) + <usize>t * VECTOR + v, best);
      const errors = vector(panel, ERRORS) + v,
        squares = vector(panel, SQUARED) + v,
        sum = v128.load(squares),
        next = f64x2.add(sum, distance);
      v128.store(errors, f64x2.add(v128.load(errors), v128.and(one, f64x2.ne(best, y))));
      v128.store(squares, next);
      v128.store(squares + WIDE, f64x2.add(v128.load(squares + WIDE), lost(sum, distance, next)));
    }
  }
}

/**
 * Class frequencies so far by Laplace's rule of succession, (count + 1)/(rounds + C), and the class that came last (0 before any). To be called before
 * the panel plays the rounds, as in ../baselines.ts.
 */
export function classBaselines(run: usize, panel: usize, from: i64, n: i32): void {
  const until = pointer(panel, P_UNTIL),
    seen = pointer(panel, P_SEEN),
    counts = pointer(panel, P_COUNTS),
    classes = <f64>integer(run, I_ACTIONS),
    losses = panel + (F_MEAN_LOSS << 3);
  let count = <i64>real(panel, F_SEEN_ROUNDS),
    last = real(panel, F_LAST),
    nothing = real(panel, F_SEEN_NOTHING),
    errors = real(panel, F_LAST_LOSS);
  for (let t = 0, segment: usize = 0; t < n; segment += 4) {
    for (const goal = from + load<i32>(seen + segment); count < goal; ++count) {
      const row = rowOf(run, count);
      if (passedOver(run, row)) {
        nothing += 1;
        continue;
      }
      last = labelOf(run, row);
      const at = counts + ((<usize>last) << 3);
      store<f64>(at, load<f64>(at) + 1);
    }
    for (const end = load<i32>(until + segment); t < end; ++t) {
      const y = labelOf(run, from + t),
        p = (load<f64>(counts + ((<usize>y) << 3)) + 1) / (<f64>count - nothing + classes);
      keep(losses, -f64x2.extract_lane(log(f64x2.splat(p)), 0) * weightOf(run, from + t));
      errors += f64(y != last);
    }
  }
  setReal(panel, F_SEEN_ROUNDS, <f64>count);
  setReal(panel, F_LAST, last);
  setReal(panel, F_SEEN_NOTHING, nothing);
  setReal(panel, F_LAST_LOSS, errors);
}
