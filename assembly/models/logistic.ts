import { ProbabilityModel } from "./model";
import { sigmoid } from "../math/sigmoid";

/** The output is a probability, 1 / (1 + exp(-z)). `shared` is exp(-|z|). */
@final
export class Logistic implements ProbabilityModel {
  // @ts-ignore: decorator
  @inline
  output(z: v128, shared: v128): v128 {
    return sigmoid(z, shared);
  }
}
