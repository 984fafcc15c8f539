/** What a decision is made of its score <w, x>, as the kernels know it (assembly/models/). */
export interface Model {
  /** Name of the kernel. */
  readonly name: "linear" | "logistic" | "softmax" | "hedge" | "swap";
  /** The loss it is trained on unless another is named. */
  readonly loss: "squared" | "logistic" | "expected";
}
