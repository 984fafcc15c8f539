import type { WorldTable } from "../live/table.ts";

/** What a row comes with: a number or a class to predict, a gradient, or actions of which one is right. */
export type Outcomes = "values" | "classes" | "utilities" | "choices";

/** A simulated stream of rows, as the kernels draw it (assembly/streams/). */
export interface Stream {
  /** As it would be written in code. */
  readonly name: string;
  readonly kernel:
    | "aligned"
    | "choices"
    | "contexts"
    | "world"
    | "block_rademacher"
    | "square_wave"
    | "orthogonal"
    | "rotating";
  /** Dense columns of a row; 0 where it is one of finitely many contexts. */
  readonly features: number;
  /** Number of such contexts; 0 where rows have features. */
  readonly contexts: number;
  /** Actions to choose from; 0 where learners give a score. */
  readonly actions: number;
  readonly outcomes: Outcomes;
  /**
   * Bound on the norm of a gradient under the stream's own loss; for Gaussian features its root mean square; for contexts half the range of
   * the utilities (certificate/hedge.ts).
   */
  readonly gradient: number;
  /** Distance R0 from the untrained model to the comparator that step sizes are tuned for. */
  readonly distance: number;
  /** The aligned model, and how it drifts; null for adversaries. */
  readonly aligned: AlignedModel | null;
  /** Block length of an adversary; rounds of a phase. */
  readonly length: number;
  /** Fraction of a turn that a rotating gradient makes in a round; default 0. */
  readonly turn?: number;
  /** Where utilities come from a table: that table. */
  readonly table: UtilityTable | null;
  /** Where decisions have consequences: the world they have them in. */
  readonly world?: WorldTable;
}

/** What is expected of actions, row by row. */
export interface UtilityTable {
  /** (rows, actions). */
  readonly utilities: readonly (readonly number[])[];
  /** Of rows that are contexts, drawn anew in every round; null where rows come in order. */
  readonly probabilities: readonly number[] | null;
  /** Rows in order: how many of them come once, before the others are repeated. */
  readonly once: number;
  /** Utilities are what is expected; or 1 with that probability, else 0; or normal about it with this standard deviation. */
  readonly noise: "none" | "bernoulli" | number;
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
