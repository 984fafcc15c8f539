import { ProbabilityModel } from "./model";
import { logistic } from "../math/logistic";

/** The output is a probability, 1 / (1 + exp(-z)). `shared` is the smaller of the two, 1 / (1 + exp |z|). */
@final
export class Logistic<T extends number> implements ProbabilityModel {
  // @ts-ignore: decorator
  @inline
  output(z: v128, shared: v128): v128 {
    return logistic<T>(z, shared);
  }
}
