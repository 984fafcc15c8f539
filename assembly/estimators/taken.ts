import { actionsOf } from "../acted";
import { I_ACTIONS, VECTOR } from "../layout";
import { integer } from "../table";
import { Float } from "../variant";

/**
 * What an action's own round tells of it and of no other, for two or four lanes at offset v of a vector: out (A, lanes) Float += `excess` where
 * the action is the one that was taken.
 */
// @ts-ignore: decorator
@inline
export function addWhereTaken(run: usize, t: i32, v: usize, excess: v128, out: usize): void {
  const action = v128.load(actionsOf(run, t) + v);
  let at = out + v;
  for (let a = 0, n = integer(run, I_ACTIONS); a < n; ++a, at += VECTOR) {
    const taken = v128.eq<Float>(action, v128.splat<Float>(<Float>a));
    v128.store(at, v128.add<Float>(v128.load(at), v128.and(excess, taken)));
  }
}

/** The same where all actions are estimated at `base` before. */
// @ts-ignore: decorator
@inline
export function baseAndTaken(run: usize, t: i32, v: usize, base: v128, excess: v128, out: usize): void {
  const action = v128.load(actionsOf(run, t) + v);
  let at = out + v;
  for (let a = 0, n = integer(run, I_ACTIONS); a < n; ++a, at += VECTOR) {
    const taken = v128.eq<Float>(action, v128.splat<Float>(<Float>a));
    v128.store(at, v128.add<Float>(base, v128.and(excess, taken)));
  }
}
