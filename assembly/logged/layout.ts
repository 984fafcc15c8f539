// Read by asc and by tsc alike: integer constants only, as in ../layout.ts. Slots of 8 bytes; A actions.

// --- What is told of a log of actions, beside the run of ../layout.ts whose outcomes are the actions. ---
/** (block,) f64 rewards of the actions taken; (block,) f64 probabilities that they were taken with. */
export const P_REWARDS = 0;
export const P_PROPENSITIES = 1;
/** (A, 2) f64 sum of the rewards of each action so far, and how many. */
export const P_SEEN_REWARDS = 2;
/** (block, A) f64 mean reward of each action in the rows before each one; 0 before any. */
export const P_MODEL = 3;
/** f64 what learners compare rewards with. */
export const F_BASELINE = 4;
/** Σ reward and Σ reward², f64 pairs: a sum and what rounding lost. */
export const F_REWARD = 5;
export const F_REWARD2 = 7;
export const LOG_SLOTS = 9;

// --- Vectors (lanes,) f64 of what is known of policies. Pairs; w is the probability of the action taken over its propensity. ---
export const SUM_W = 0;
export const SUM_W2 = 2;
export const SUM_WR = 4;
export const SUM_W2R = 6;
export const SUM_W2R2 = 8;
/** Doubly robust terms and their squares. */
export const SUM_DR = 10;
export const SUM_DR2 = 12;
/** Largest w. */
export const MOST_W = 14;
export const POLICY_VECTORS = 15;
