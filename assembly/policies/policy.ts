/** How the scores of the actions of a round become the probabilities they are chosen with, and how scores follow utilities. */
export interface Policy {
  /**
   * z (n, A, lanes) Floats, scores of the actions in n rounds: become numbers > 0 in the proportions of the probabilities.
   */
  weigh(z: usize, actions: i32, n: i32): void;

  /**
   * u (A, lanes) Floats, utilities of the actions in a round with probabilities p (A, lanes): become slopes of the loss in their scores,
   * in which the learner descends.
   */
  descend(p: usize, actions: i32, u: usize): void;
}

/** One whose log probability of action Y has the gradient e_Y - p in the scores. */
export interface LogitPolicy extends Policy {}
