import { addUp } from "../comparators/reference";
import { I_ACTIONS, I_ROW_MASK, P_LOSS_0, P_LOSS_U, P_WEIGHT, P_Y } from "../layout";
import { keep } from "../sums";
import { integer, pointer, real } from "../table";
import {
  F_BASELINE,
  F_REWARD,
  F_REWARD2,
  P_MODEL,
  P_PROPENSITIES,
  P_REWARDS,
  P_SEEN_REWARDS,
} from "./layout";

/** Rewards beyond this are refused, so that no square overflows; propensities below it, for the same reason. */
const LARGEST: f64 = 1e70;
const LEAST: f64 = 1e-70;

/** The first of n rows whose reward or propensity cannot be; n if there is none. */
export function firstInvalidLogged(log: usize, n: i32): i32 {
  for (let t = 0; t < n; ++t) {
    const r = load<f64>(pointer(log, P_REWARDS) + ((<usize>t) << 3)),
      q = load<f64>(pointer(log, P_PROPENSITIES) + ((<usize>t) << 3));
    if (!(abs(r) <= LARGEST) || !(q >= LEAST && q <= 1)) return t;
  }
  return n;
}

/** Weighs rows [from, from + n) by (reward - baseline)/propensity, and notes what was known of each action before them. */
export function weighLogged(run: usize, log: usize, from: i64, n: i32): void {
  const row = (<usize>integer(run, I_ACTIONS)) << 3,
    seen = pointer(log, P_SEEN_REWARDS),
    baseline = real(log, F_BASELINE);
  for (let t = 0, model = pointer(log, P_MODEL); t < n; ++t, model += row) {
    const slot = (<usize>((<i32>(from + t)) & integer(run, I_ROW_MASK))) << 3,
      r = load<f64>(pointer(log, P_REWARDS) + ((<usize>t) << 3)),
      q = load<f64>(pointer(log, P_PROPENSITIES) + ((<usize>t) << 3));
    store<f64>(pointer(run, P_WEIGHT) + slot, (r - baseline) / q);
    for (let a: usize = 0; a < row; a += 8) {
      const count = load<f64>(seen + 2 * a + 8);
      store<f64>(model + a, count > 0 ? load<f64>(seen + 2 * a) / count : 0);
    }
    const own = seen + ((<usize>load<f64>(pointer(run, P_Y) + slot)) << 4);
    store<f64>(own, load<f64>(own) + r);
    store<f64>(own + 8, load<f64>(own + 8) + 1);
    keep(log + (F_REWARD << 3), r);
    keep(log + (F_REWARD2 << 3), r * r);
  }
}

/** Losses of the policy that takes every action alike. */
export function untrainedLogged(run: usize, sums: usize, from: i64, n: i32): void {
  const actions = <f64>integer(run, I_ACTIONS);
  for (let t = 0; t < n; ++t) {
    const slot = (<usize>((<i32>(from + t)) & integer(run, I_ROW_MASK))) << 3,
      cost = -load<f64>(pointer(run, P_WEIGHT) + slot) / actions;
    store<f64>(pointer(run, P_LOSS_0) + ((<usize>t) << 3), cost);
    store<f64>(pointer(run, P_LOSS_U) + ((<usize>t) << 3), cost);
  }
  addUp(pointer(run, P_LOSS_U), pointer(run, P_LOSS_0), sums, n);
}
