import { probabilities } from "../acted";
import { lost } from "../lanes";
import { I_ACTIONS, I_ROW_MASK, P_Y, VECTOR } from "../layout";
import { integer, pointer, SPAN, WIDE } from "../table";
import {
  MOST_W,
  P_MODEL,
  P_PROPENSITIES,
  P_REWARDS,
  SUM_DR,
  SUM_DR2,
  SUM_W,
  SUM_W2,
  SUM_W2R,
  SUM_W2R2,
  SUM_WR,
} from "./layout";

/** Probabilities (A, lanes) of n rounds under fixed policies; choices (lanes,) f64: the action always taken, or -1 for all alike. */
export function fixedPolicies(run: usize, choices: usize, n: i32): void {
  const actions = integer(run, I_ACTIONS),
    alike = f64x2.splat(1 / <f64>actions),
    one = f64x2.splat(1);
  for (let t = 0; t < n; ++t)
    for (let a = 0, p = probabilities(run, t); a < actions; ++a, p += VECTOR)
      for (let v: usize = 0; v < SPAN; v += 16) {
        const choice = v128.load(choices + v),
          mine = v128.and(one, f64x2.eq(choice, f64x2.splat(<f64>a)));
        v128.store(p + v, v128.bitselect(alike, mine, f64x2.lt(choice, f64x2.splat(0))));
      }
}

/**
 * Adds rounds [from, from + n) to what is known of policies with the probabilities in P_Z, from the actions that the log took instead: importance
 * weights, weighted rewards, and Dudík, Langford and Li (2011), "Doubly robust policy evaluation and learning", ICML.
 */
export function evaluate(run: usize, log: usize, sums: usize, from: i64, n: i32): void {
  const actions = <usize>integer(run, I_ACTIONS);
  for (let t = 0; t < n; ++t) {
    const slot = (<usize>((<i32>(from + t)) & integer(run, I_ROW_MASK))) << 3,
      action = <usize>load<f64>(pointer(run, P_Y) + slot),
      r = v128.load64_splat(pointer(log, P_REWARDS) + ((<usize>t) << 3)),
      q = v128.load64_splat(pointer(log, P_PROPENSITIES) + ((<usize>t) << 3)),
      model = pointer(log, P_MODEL) + ((<usize>t * actions) << 3),
      off = f64x2.sub(r, v128.load64_splat(model + (action << 3)));
    for (let v: usize = 0; v < SPAN; v += 16) {
      const w = f64x2.div(v128.load(probabilities(run, t) + action * VECTOR + v), q),
        wr = f64x2.mul(w, r),
        at = sums + v;
      let robust = f64x2.mul(w, off);
      for (let a: usize = 0, p = probabilities(run, t) + v; a < actions; ++a, p += VECTOR)
        robust = f64x2.add(robust, f64x2.mul(v128.load(p), v128.load64_splat(model + (a << 3))));
      add(at + SUM_W * WIDE, w);
      add(at + SUM_W2 * WIDE, f64x2.mul(w, w));
      add(at + SUM_WR * WIDE, wr);
      add(at + SUM_W2R * WIDE, f64x2.mul(w, wr));
      add(at + SUM_W2R2 * WIDE, f64x2.mul(wr, wr));
      add(at + SUM_DR * WIDE, robust);
      add(at + SUM_DR2 * WIDE, f64x2.mul(robust, robust));
      v128.store(at + MOST_W * WIDE, f64x2.pmax(v128.load(at + MOST_W * WIDE), w));
    }
  }
}

/** Adds a vector of two lanes to a sum, and what rounding lost to the vector behind it. */
// @ts-ignore: decorator
@inline
function add(at: usize, term: v128): void {
  const sum = v128.load(at),
    next = f64x2.add(sum, term);
  v128.store(at, next);
  v128.store(at + WIDE, f64x2.add(v128.load(at + WIDE), lost(sum, term, next)));
}
