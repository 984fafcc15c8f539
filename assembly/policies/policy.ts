/** How the scores of the actions of a round become the probabilities they are chosen with. */
export interface Policy {
  /**
   * z (A,) vectors of Floats, VECTOR bytes apart, scores of the actions for some lanes: become numbers > 0 in the proportions of
   * the probabilities. Returns their sum.
   */
  weigh(z: usize, actions: i32): v128;
}
