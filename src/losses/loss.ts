/** What a round costs, as the kernels know it (assembly/losses/). */
export interface Loss {
  /** Name of the kernel. */
  readonly name: string;
  /** For people, for example "Huber loss (delta 1.5)". */
  readonly label: string;
  /** Parameters of the kernel, in the order of its fields. */
  readonly parameters: readonly number[];
  /** The model whose scores it takes. */
  readonly model: "linear" | "logistic" | "softmax" | "hedge" | "swap";
  /** Convex in the weights: the regret theorems apply. */
  readonly convex: boolean;
  /** Largest slope, where there is one; Infinity otherwise. */
  readonly lipschitz: number;
  /** Outcomes it is made for. */
  readonly task: "classification" | "regression" | "utilities" | "choices" | "labels" | "forecasts";
  /** Score from which class 1 is predicted. */
  readonly threshold: number;
  /** Whether the best fixed model in hindsight can be found: exactly in one pass, by Newton's passes, or not. */
  readonly hindsight: "linear" | "quadratic" | "newton" | "none";
}
