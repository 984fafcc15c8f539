// Read by asc and by tsc alike: integer constants only, as in ../layout.ts. Slots of 8 bytes; A experts, lanes = learners of a panel.

// --- What all panels share. ---
export const I_EXPERTS = 0;
/** (block, A) f64 forecasts; NaN where an expert is asleep. */
export const P_FORECASTS = 1;
/** (block,) f64 outcomes. */
export const P_OUTCOMES = 2;
/** (block, A) f64 losses of the forecasts; NaN where asleep. */
export const P_LOSSES = 3;
/** (ring, A) f64 what learners follow, times a slope of theirs: losses, or forecasts; round t in slot t & I_MASK. */
export const P_FOLLOWED = 4;
export const I_MASK = 5;
/** 1 where learners follow the gradient of the loss of their own forecast; 0 where they follow the experts' losses. */
export const I_GRADIENT = 6;
/** (A, EACH) f64 accounts of each expert. */
export const P_EACH = 7;
/** (EACH,) f64 accounts of the mean of all forecasts. */
export const P_UNIFORM = 8;
/** f64 largest range, in one round, of what is followed, with the slope of the mean forecast. */
export const F_RANGE = 9;
/** 1 when some expert slept in some round. */
export const I_SLEPT = 10;
export const RUN_SLOTS = 11;

// Accounts of one forecaster: pairs are a sum and what rounding lost.
export const EACH_LOSS = 0;
export const EACH_SQUARED = 2;
/** Σ |residual|, and Σ |residual / outcome|. */
export const EACH_ABSOLUTE = 4;
export const EACH_RELATIVE = 6;
/** Rounds awake. */
export const EACH_AWAKE = 8;
export const EACH = 10;

// --- A panel. ---
/** The schedule's columns, and how far its learners are: as in ../layout.ts. */
export const P_UNTIL = 0;
export const P_SEEN = 1;
export const F_LEARNED = 2;
export const L_STALENESS = 3;
export const L_LATENCY = 4;
/** (A, lanes) f64 scores: logarithms of weights. */
export const P_SCORES = 5;
/** (A, lanes) f64 scratch: weights of the round at hand. */
export const P_SHARES = 6;
/** (lanes,) f64 step sizes; 1 in I_ROOT where they are divided by the root of the item's number. */
export const P_STEPS = 7;
export const I_ROOT = 8;
/** (ring, 2, lanes) f64 notes on each round until it is learned: slope, and what the mixture lost. */
export const P_NOTES = 9;
/** (ACCOUNTS, lanes) f64 sums. */
export const P_ACCOUNTS = 10;
/** (A, GAPS, lanes) f64 sums against each expert. */
export const P_GAPS = 11;
/** (block, lanes) f64 forecasts of the learners. */
export const P_MIXED = 12;
export const PANEL_SLOTS = 13;

// Vectors of a learner's accounts: pairs as above, then the mean loss of the experts under its weights, and one largest range.
export const SUM_LOSS = 0;
export const SUM_SQUARED = 2;
export const SUM_ABSOLUTE = 4;
export const SUM_RELATIVE = 6;
export const SUM_EXPECTED = 8;
export const MOST_RANGE = 10;
export const ACCOUNTS = 11;

/** Vectors against each expert, over the rounds in which it was awake: loss minus its own, and what is followed minus its own. */
export const GAP_LOSS = 0;
export const GAP_FOLLOWED = 2;
export const GAPS = 4;
