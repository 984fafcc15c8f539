/** How the scores of the actions of a round become the probabilities they are chosen with, and how scores follow utilities. */
export interface Policy {
  /**
   * p (n, A, lanes) Floats := numbers > 0 in the proportions of the probabilities, from the scores z (n, scores, lanes) of n rounds, which need
   * not be kept; p is z itself where there is one score for each action.
   */
  weigh(z: usize, p: usize, actions: i32, n: i32): void;

  /**
   * u (A, lanes) Floats, utilities of the actions in a round with probabilities p (A, lanes): become slopes (scores, lanes) of the loss in
   * the scores, in which the learner descends.
   */
  descend(p: usize, actions: i32, u: usize): void;
}

/** One whose log probability of action Y has the gradient e_Y - p in the scores. */
export interface LogitPolicy extends Policy {}
