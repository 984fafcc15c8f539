/** How a policy learns from the utility of the action it chose, as the kernels know it (assembly/estimators/). */
export interface Estimator {
  /** Name of the kernel. */
  readonly name: "full" | "implicit" | "reinforce" | "robust" | "running" | "weighted";
  /** For people, for example "REINFORCE (baseline 0.5)". */
  readonly label: string;
  /** Parameters of the kernel, in the order of its fields. */
  readonly parameters: readonly number[];
  /** It goes along the gradient of the log probability, which is for softmax; else it estimates utilities, which is for any policy. */
  readonly alongLog: boolean;
  /** Its mean is not what it estimates. */
  readonly biased: boolean;
  /** Running means of utilities that it keeps, and what they are before anything is learned; null for none. */
  readonly memory: Memory | null;
}

export interface Memory {
  /** A single mean, or one for each action. */
  readonly of: "all" | "actions";
  /** One number for all, or one for each action. */
  readonly start: number | readonly number[];
}
