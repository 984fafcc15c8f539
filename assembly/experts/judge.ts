import { Loss } from "../losses/loss";
import { keep } from "../sums";
import { integer, pointer, real, setInteger, setReal } from "../table";
import {
  EACH,
  EACH_ABSOLUTE,
  EACH_AWAKE,
  EACH_LOSS,
  EACH_RELATIVE,
  EACH_SQUARED,
  F_RANGE,
  I_EXPERTS,
  I_GRADIENT,
  I_MASK,
  I_SLEPT,
  P_EACH,
  P_FOLLOWED,
  P_FORECASTS,
  P_LOSSES,
  P_OUTCOMES,
  P_UNIFORM,
} from "./layout";

/** What does not depend on any learner: losses of the experts and of the mean of their forecasts. */

/** Forecasts beyond this are refused, so that no square overflows. */
const LARGEST: f64 = 1e150;

/** The first of n rows that cannot be played; n if there is none. Forecasts may be NaN, but not all; `positive`: none may be <= 0. */
export function firstInvalid(run: usize, n: i32, positive: bool): i32 {
  const experts = integer(run, I_EXPERTS),
    least = positive ? f64.MIN_NORMAL_VALUE : -LARGEST;
  let at = pointer(run, P_FORECASTS);
  for (let t = 0; t < n; ++t) {
    let awake = 0;
    if (!(abs(load<f64>(pointer(run, P_OUTCOMES) + ((<usize>t) << 3))) <= LARGEST)) return t;
    for (let i = 0; i < experts; ++i, at += 8) {
      const f = load<f64>(at);
      if (f != f) continue;
      if (!(f >= least && f <= LARGEST)) return t;
      ++awake;
    }
    if (awake == 0) return t;
  }
  return n;
}

/** Losses of all forecasts in rounds [from, from + n), what learners will follow, and the accounts of experts and of their mean. */
export function judge<L extends Loss>(run: usize, loss: L, from: i64, n: i32): void {
  const row = (<usize>integer(run, I_EXPERTS)) << 3;
  for (let t = 0; t < n; ++t) {
    const forecasts = pointer(run, P_FORECASTS) + <usize>t * row,
      losses = pointer(run, P_LOSSES) + <usize>t * row,
      followed = pointer(run, P_FOLLOWED) + <usize>((<i32>(from + t)) & integer(run, I_MASK)) * row,
      y = load<f64>(pointer(run, P_OUTCOMES) + ((<usize>t) << 3));
    let sum: f64 = 0,
      awake = 0;
    for (let i: usize = 0, each = pointer(run, P_EACH); i < row; i += 8, each += EACH << 3) {
      const f = load<f64>(forecasts + i);
      if (f != f) {
        store<f64>(losses + i, f);
        continue;
      }
      const cost = costOf(loss, f, y);
      store<f64>(losses + i, cost);
      credit(each, f, y, cost);
      sum += f;
      ++awake;
    }
    if ((<usize>awake) << 3 < row) setInteger(run, I_SLEPT, 1);
    const mean = sum / <f64>awake;
    credit(pointer(run, P_UNIFORM), mean, y, costOf(loss, mean, y));
    const gradient = integer(run, I_GRADIENT);
    memory.copy(followed, gradient ? forecasts : losses, row);
    const slope = gradient ? f64x2.extract_lane(loss.slope(f64x2.splat(mean), f64x2.splat(y)), 0) : 1;
    setReal(run, F_RANGE, max(real(run, F_RANGE), abs(slope) * range(followed, followed + row)));
  }
}

// @ts-ignore: decorator
@inline
function costOf<L extends Loss>(loss: L, forecast: f64, y: f64): f64 {
  const z = f64x2.splat(forecast);
  return f64x2.extract_lane(loss.value(z, f64x2.splat(y), loss.shared(z)), 0);
}

/** One more forecast in the accounts of a forecaster. */
function credit(each: usize, forecast: f64, y: f64, cost: f64): void {
  const r = forecast - y;
  keep(each + (EACH_LOSS << 3), cost);
  keep(each + (EACH_SQUARED << 3), r * r);
  keep(each + (EACH_ABSOLUTE << 3), abs(r));
  keep(each + (EACH_RELATIVE << 3), abs(r / y));
  store<f64>(each + (EACH_AWAKE << 3), load<f64>(each + (EACH_AWAKE << 3)) + 1);
}

/** Largest minus smallest of the numbers in [at, end), NaN left out. */
function range(at: usize, end: usize): f64 {
  let least: f64 = Infinity,
    most: f64 = -Infinity;
  for (; at < end; at += 8) {
    const x = load<f64>(at);
    if (x < least) least = x;
    if (x > most) most = x;
  }
  return most - least;
}
