import { actionsOf, chances, probabilities, propensities } from "../acted";
import { I_ACTIONS, I_EXPLORE, NEVER, VECTOR } from "../layout";
import { integer } from "../table";
import { SINGLE } from "../float";
import { unlessFaint } from "../math/tiny";
import { Float } from "../variant";

/**
 * Slopes (A, lanes) Float of round t: minus a factor times the gradient of the log probability, e_Y - p. Where there is exploration the factor
 * is multiplied by p_Y/q_Y, which makes up for drawing from q.
 */
// @ts-ignore: decorator
@inline
export function alongLogGradient(
  run: usize,
  t: i32,
  f0: v128,
  f1: v128,
  f2: v128,
  f3: v128,
  slopes: usize,
): void {
  const action = actionsOf(run, t),
    a0 = v128.load(action),
    a1 = v128.load(action, 16),
    a2 = v128.load(action, 32),
    a3 = v128.load(action, 48),
    one = v128.splat<Float>(1);
  if (integer(run, I_EXPLORE) != NEVER) {
    f0 = v128.mul<Float>(f0, ratio(run, t, 0));
    f1 = v128.mul<Float>(f1, ratio(run, t, 16));
    f2 = v128.mul<Float>(f2, ratio(run, t, 32));
    f3 = v128.mul<Float>(f3, ratio(run, t, 48));
  }
  let p = probabilities(run, t);
  for (let a = 0, n = integer(run, I_ACTIONS); a < n; ++a, p += VECTOR, slopes += VECTOR) {
    const it = v128.splat<Float>(<Float>a);
    v128.store(slopes, slope(f0, v128.load(p), v128.eq<Float>(a0, it), one));
    v128.store(slopes, slope(f1, v128.load(p, 16), v128.eq<Float>(a1, it), one), 16);
    v128.store(slopes, slope(f2, v128.load(p, 32), v128.eq<Float>(a2, it), one), 32);
    v128.store(slopes, slope(f3, v128.load(p, 48), v128.eq<Float>(a3, it), one), 48);
  }
}

/** p_Y/q_Y, for the lanes at offset v of a vector. */
// @ts-ignore: decorator
@inline
export function ratio(run: usize, t: i32, v: usize): v128 {
  return v128.div<Float>(v128.load(chances(run, t) + v), v128.load(propensities(run, t) + v));
}

// @ts-ignore: decorator
@inline
function slope(factor: v128, p: v128, mine: v128, one: v128): v128 {
  const s = v128.mul<Float>(factor, v128.sub<Float>(p, v128.and(mine, one)));
  // probabilities go down to 2^-60, and slopes are squared
  return SINGLE ? unlessFaint<Float>(s) : s;
}
