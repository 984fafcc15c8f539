/** What a row comes with: a number or a class to predict, a gradient, or actions of which one is right. */
export type Outcomes = "values" | "classes" | "utilities" | "choices";

/** A simulated stream of rows, as the kernels draw it (assembly/streams/). */
export interface Stream {
  /** As it would be written in code. */
  readonly name: string;
  readonly kernel: "aligned" | "choices" | "block_rademacher" | "square_wave" | "orthogonal";
  /** Dense columns of a row. */
  readonly features: number;
  /** Actions to choose from; 0 where learners give a score. */
  readonly actions: number;
  readonly outcomes: Outcomes;
  /** Bound on the norm of a gradient under the stream's own loss; for Gaussian features its root mean square. */
  readonly gradient: number;
  /** Distance R0 from the untrained model to the comparator that step sizes are tuned for. */
  readonly distance: number;
  /** The aligned model, and how it drifts; null for adversaries. */
  readonly aligned: AlignedModel | null;
  /** Block length of an adversary. */
  readonly length: number;
}

export interface AlignedModel {
  /** (features,) or (actions, features) weights of M* before round 1; null draws a direction from the seed. */
  readonly weights: readonly number[] | null;
  /** Norm of M* before round 1 and after each shift. */
  readonly norm: number;
  readonly noise: number;
  readonly drift: Drift;
  /** It takes its most probable action. */
  readonly best: boolean;
}

/** How M* moves before each round. */
export interface Drift {
  /** Standard deviation of every coordinate's step in every round. */
  readonly walk: number;
  /** Rounds, counted from 1, before which M* jumps to a new direction. */
  readonly shifts: readonly number[];
  /** Probability of such a jump before any round. */
  readonly shiftRate: number;
}
