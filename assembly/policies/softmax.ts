import { VECTOR } from "../layout";
import { Float } from "../variant";
import { exponentialWeights } from "./exponential-weights";
import { LogitPolicy } from "./policy";

/**
 * Action a is chosen with probability exp(z_a) / Σ exp(z_b), and scores follow the gradient of the expected utility.
 * Luce (1959), "Individual choice behavior"; Bridle (1990), "Training stochastic model recognition algorithms as networks", NIPS 2.
 */
@final
export class Softmax implements LogitPolicy {
  weigh(z: usize, p: usize, actions: i32, n: i32): void {
    exponentialWeights(z, actions, n);
  }

  /** Minus the gradient of Σ p_a u_a: p_a (Σ p_b u_b - u_a). */
  descend(p: usize, actions: i32, u: usize): void {
    const bytes = <usize>actions * VECTOR;
    for (let v: usize = 0; v < <usize>VECTOR; v += 16) {
      let mean = v128.splat<Float>(0);
      for (let at = v; at < bytes; at += VECTOR)
        mean = v128.add<Float>(mean, v128.mul<Float>(v128.load(p + at), v128.load(u + at)));
      for (let at = v; at < bytes; at += VECTOR)
        v128.store(u + at, v128.mul<Float>(v128.load(p + at), v128.sub<Float>(mean, v128.load(u + at))));
    }
  }
}
