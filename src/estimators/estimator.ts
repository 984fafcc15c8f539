/** How a policy learns from the utility of the action it chose, as the kernels know it (assembly/estimators/). */
export interface Estimator {
  /** Name of the kernel. */
  readonly name: "reinforce";
  /** For people, for example "REINFORCE (baseline 0.5)". */
  readonly label: string;
  /** Parameters of the kernel, in the order of its fields. */
  readonly parameters: readonly number[];
}
