/** How the scores of the actions of a round become the probabilities they are chosen with. */
export interface Policy {
  /**
   * z (n, A, lanes) Floats, scores of the actions in n rounds: become numbers > 0 in the proportions of the probabilities.
   */
  weigh(z: usize, actions: i32, n: i32): void;
}
