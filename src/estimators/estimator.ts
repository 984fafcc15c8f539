import type { Perturbation } from "./perturbation.ts";

/**
 * How a learner learns from the utility of the action it chose (assembly/estimators/), or from the loss of what it played beside its score
 * (assembly/perturbations/), as the kernels know it.
 */
export interface Estimator {
  /** Name of the kernel. */
  readonly name:
    | "full"
    | "implicit"
    | "reinforce"
    | "robust"
    | "running"
    | "weighted"
    | "gaussian"
    | "one_point"
    | "two_point";
  /** For people, for example "REINFORCE (baseline 0.5)". */
  readonly label: string;
  /** Parameters of the kernel, in the order of its fields. */
  readonly parameters: readonly number[];
  /** It goes along the gradient of the log probability, which of the policies over actions softmax has; others take estimates of utilities. */
  readonly alongLog: boolean;
  /** Its mean is not what it estimates. */
  readonly biased: boolean;
  /** Running means of utilities that it keeps, and what they are before anything is learned; null for none. */
  readonly memory: Memory | null;
  /** How it moves outputs or weights; default: it does not, but chooses among actions. */
  readonly perturbation?: Perturbation;
}

export interface Memory {
  /** A single mean, or one for each action. */
  readonly of: "all" | "actions";
  /** One number for all, or one for each action. */
  readonly start: number | readonly number[];
}
