import { VECTOR } from "../layout";
import { Float } from "../variant";
import { exponentialWeights } from "./exponential-weights";
import { Policy } from "./policy";
import { stationary } from "./stationary";

/**
 * A copy of Hedge for each action b, with its own distribution q_b over the actions, and the policy is the fixed point p = Σ p_b q_b. Copy b
 * follows p_b U: it answers for the share of the decisions that went to b. Then no action could have been replaced by another one all along
 * with more than a vanishing gain. Scores are (A, A, lanes), copy by copy.
 * Blum and Mansour (2007), "From external to internal regret", J. Mach. Learn. Res. 8, section 3.
 */
@final
export class Swap implements Policy {
  weigh(z: usize, p: usize, actions: i32, n: i32): void {
    exponentialWeights(z, actions, n * actions);
    const bytes = <usize>actions * VECTOR;
    for (; n > 0; --n, z += <usize>actions * bytes, p += bytes) stationary(z, actions, p);
  }

  /** Slope -p_b u_a of copy b in the score of action a; u stands where the slopes of copy 0 will, which therefore come last. */
  descend(p: usize, actions: i32, u: usize): void {
    const bytes = <usize>actions * VECTOR;
    let to = u + <usize>(actions - 1) * bytes;
    for (let share = p + bytes - VECTOR; share >= p; share -= VECTOR, to -= bytes)
      for (let at: usize = 0; at < bytes; at += 16)
        v128.store(
          to + at,
          v128.neg<Float>(v128.mul<Float>(v128.load(share + (at & (<usize>VECTOR - 1))), v128.load(u + at))),
        );
  }
}
