/**
 * How a policy learns from the action it chose: estimates of the gradient of its expected utility. Rounds are those of the block that was
 * just acted in (acted.ts); everything is estimated lane by lane, in Floats, from what was known when the actions were chosen.
 */
export interface Estimator {
  /** Whether it learns itself, from the notes it leaves in the records; a constant. */
  remembers(): bool;
  /** Slopes (A, lanes) of the loss in the scores of round t, to the record's beginning; notes to where `notesOf` says. */
  slopes(run: usize, panel: usize, t: i32, record: usize): void;
  /** The round of a record is being learned. */
  learn(run: usize, panel: usize, record: usize): void;
}

/** One that goes along the gradient of the log probability: for a LogitPolicy. */
export interface LogitEstimator extends Estimator {}

/** One of the utilities of all actions: for any policy, which makes slopes of them (through.ts). */
export interface UtilityEstimator {
  remembers(): bool;
  /** Utilities (A, lanes) of all actions in round t, to the record's beginning; notes to where `notesOf` says. */
  utilities(run: usize, panel: usize, t: i32, record: usize): void;
  learn(run: usize, panel: usize, record: usize): void;
}
