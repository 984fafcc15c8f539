import { VECTOR } from "../layout";
import { exponential } from "../math/exponential";
import { Float } from "../variant";
import { Policy } from "./policy";

/**
 * Action a is chosen with probability exp(z_a) / Σ exp(z_b).
 * Luce (1959), "Individual choice behavior"; Bridle (1990), "Training stochastic model recognition algorithms as networks", NIPS 2.
 */
@final
export class Softmax implements Policy {
  // @ts-ignore: decorator
  @inline
  weigh(z: usize, actions: i32): v128 {
    const end = z + <usize>actions * VECTOR;
    let most = v128.load(z);
    for (let at = z + VECTOR; at < end; at += VECTOR) most = v128.pmax<Float>(most, v128.load(at));
    let total = v128.splat<Float>(0);
    for (let at = z; at < end; at += VECTOR) {
      const e = exponential(v128.sub<Float>(v128.load(at), most));
      v128.store(at, e);
      total = v128.add<Float>(total, e);
    }
    return total;
  }
}
