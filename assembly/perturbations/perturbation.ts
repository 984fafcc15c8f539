/**
 * How a learner that is told the loss of what it played, and nothing else, makes a slope of it. Its score z is moved by `reach` times what
 * the round has drawn (P_ALONG: a, of mean 0), and what it learns is estimated from the losses at z + reach a and z - reach a, lane by lane, in
 * Floats. Only an estimator of two points is told the second one.
 */
export interface Perturbation {
  /** What a unit of the draw moves the output or the weights by; > 0. */
  reach(): f64;
  /** What losses are multiplied with to be slopes, for d features. */
  scale(d: i32): f64;
  /** Whether it compares losses with the mean of those learned before. */
  remembers(): bool;
  /** What losses are compared with, for the lanes at offset v of a vector. */
  base(panel: usize, v: usize): v128;
  /** Loss of what was played. */
  played(plus: v128, minus: v128): v128;
  /** Slope of the loss in what the step goes along, but for `scale`. */
  slope(plus: v128, minus: v128, base: v128, along: v128): v128;
}
