/** What a decision is made of its score z = <w, x>. Meets every loss of scores (losses/loss.ts, `ScoreLoss`). */
export interface ScoreModel {
  /** Output of score z, lane by lane; `shared` is what the loss prepared from the same scores. */
  output(z: v128, shared: v128): v128;
}

/** A model whose output is a probability made of `shared`, the smaller of it and 1 minus it. Meets every `ProbabilityLoss`. */
export interface ProbabilityModel extends ScoreModel {}
