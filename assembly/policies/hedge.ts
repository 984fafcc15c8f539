import { VECTOR } from "../layout";
import { Float } from "../variant";
import { exponentialWeights } from "./exponential-weights";
import { Policy } from "./policy";

/**
 * Action a is chosen with probability exp(z_a) / Σ exp(z_b), and scores follow the utilities themselves: gradient ascent on the simplex in the
 * geometry of entropy, and the natural gradient of softmax.
 * Littlestone and Warmuth (1994), "The weighted majority algorithm"; Freund and Schapire (1997), "A decision-theoretic generalization
 * of on-line learning", J. Comput. Syst. Sci. 55; Kakade (2001), "A natural policy gradient", NIPS 14.
 */
@final
export class Hedge implements Policy {
  weigh(z: usize, p: usize, actions: i32, n: i32): void {
    exponentialWeights(z, actions, n);
  }

  descend(p: usize, actions: i32, u: usize): void {
    for (const end = u + <usize>actions * VECTOR; u < end; u += 16)
      v128.store(u, v128.neg<Float>(v128.load(u)));
  }
}
