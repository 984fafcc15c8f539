import { F_EXPLORE, I_EXPLORE, RARER, VECTOR } from "./layout";
import { integer, real } from "./table";
import { Float } from "./variant";

/** Exploration: actions are drawn from q = (1 - γ) p + γ/A, p the policy, so that every action has a probability of at least γ/A. */

/** γ of a round, counted from 0. */
export function explored(run: usize, round: i64): f64 {
  const constant = real(run, F_EXPLORE);
  return integer(run, I_EXPLORE) == RARER ? min(1, constant / Math.sqrt(<f64>(round + 1))) : constant;
}

/** Weights p (A, lanes) Float > 0 become probabilities, and q their mixture with chance. */
export function mix(p: usize, actions: i32, gamma: f64, q: usize): void {
  const bytes = <usize>actions * VECTOR,
    kept = v128.splat<Float>(<Float>(1 - gamma)),
    chance = v128.splat<Float>(<Float>(gamma / <f64>actions));
  for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
    let sum = v128.load(p + v);
    for (let at = v + VECTOR; at < bytes; at += VECTOR) sum = v128.add<Float>(sum, v128.load(p + at));
    const scale = v128.div<Float>(v128.splat<Float>(1), sum);
    for (let at = v; at < bytes; at += VECTOR) {
      const own = v128.mul<Float>(v128.load(p + at), scale);
      v128.store(p + at, own);
      v128.store(q + at, v128.add<Float>(v128.mul<Float>(kept, own), chance));
    }
  }
}
