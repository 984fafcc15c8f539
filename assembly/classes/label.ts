/** What a row says of the actions or classes that a softmax gives probabilities p to. */
export interface Label {
  /** Cost of a round whose class, or action, had the probability p; two lanes. */
  value(p: v128): v128;
  /** s, where s (p_c - [c = y]) is the slope of the cost in the score of class c. */
  factor(p: v128): v128;
}
