// Read by asc and by tsc alike: integer constants only, no types, no division.
// Every pointer is a 32-bit address in the module's memory. Rounds are counted from 0 inside the engine.

/** Bytes of one Float (variant.ts) for every lane of a panel. */
export const VECTOR = 64;

// --- A run: what all panels share. Slots of 8 bytes; P_ = pointer (u32), I_ = i32, F_ = f64. ---
// Where each lane has rows of its own (variant.ts), what panels read of a row has one value a lane: P_FLOATS is (ring, d, lanes); P_Y,
// P_NORM2, P_LENGTH and P_U are (ring, lanes); P_LOSS_U and P_LOSS_0 (block, lanes). There is no P_X, no P_RAW, no sparse entry and no
// row weight then: rows are drawn in a run of the usual kind for each lane (interleave.ts).

/** Rows are kept in a ring: round t sits in slot t & I_ROW_MASK. */
export const I_ROW_MASK = 0;
/** Dense columns d. */
export const I_DENSE = 1;
/** 1 when the model has an intercept, a weight whose feature is always 1. */
export const I_INTERCEPT = 2;
/** (ring, d) f64 features, scaled. */
export const P_X = 3;
/** (ring, d) f64 features before scaling; 0 unless the scaler belongs to the model. */
export const P_RAW = 4;
/** (ring,) u32 first sparse entry of each row; 0 for a run without sparse columns. */
export const P_START = 5;
/** (ring,) u32 number of sparse entries of each row. */
export const P_COUNT = 6;
/** (entries,) u32 sparse column of each entry. */
export const P_INDEX = 7;
/** (entries,) f64 value of each entry. */
export const P_VALUE = 8;
/** (ring,) f64 outcomes. */
export const P_Y = 9;
/** (ring,) f64 row weights, which multiply the loss; 0 when every row weighs 1. */
export const P_WEIGHT = 10;
/** (ring,) f64 squared Euclidean norm of each row without the intercept. */
export const P_NORM2 = 11;
/** (ring,) f64 score of the comparator on each row. */
export const P_U = 12;
/** (block,) f64 loss of the comparator on each round of the block. */
export const P_LOSS_U = 13;
/** (block,) f64 loss of the untrained model (all weights 0). */
export const P_LOSS_0 = 14;
/** (block, lanes) Float scores played. */
export const P_Z = 15;
/** (block, lanes) Float outputs played: the score, or its probability. */
export const P_OUTPUT = 16;
/** (block, lanes) f64 losses suffered. */
export const P_LOSS = 17;
/** (d,) f64 scratch row. */
export const P_SCRATCH = 18;
/** The run's own scaler: (d,) means, (d,) sums of squared deviations, (d,) standard deviations; (d,) 1 = scaled, 0 = not. */
export const P_MEAN = 19;
export const P_M2 = 20;
export const P_SD = 21;
export const P_SCALED = 22;
/** (block,) f64 scratch: probabilities that the no-learning baseline gave to what happened. */
export const P_CHANCE = 23;
/** (ring,) f64 Euclidean norm of each row, the intercept included. */
export const P_LENGTH = 24;
/** (ring, d) Float features as learners see them: P_X itself where Float is f64. */
export const P_FLOATS = 25;
/** (d,) Float scratch row. */
export const P_SCRATCH_FLOATS = 26;
// Where learners choose among actions:
/** Number of actions A; 1 where outputs or weights are perturbed. */
export const I_ACTIONS = 27;
/** (block, A) Float utility of each action; what a learner is told is that of its own. */
export const P_UTILITY = 28;
/** (block, A) Float expected utility of each action given the row, which is what accounts go by. */
export const P_EXPECTED = 29;
/** (block,) f64 uniform draws that choose the actions. */
export const P_CHOICE = 30;
/**
 * (block, lanes) Float actions chosen, 0 to A - 1; P_OUTPUT has the probabilities they were drawn with, and P_Z is (block, A, lanes): scores, and
 * once actions are drawn the policy's probabilities.
 */
export const P_ACTION = 31;
/** (block, lanes) Float utilities of the actions chosen, or losses of the outputs played. */
export const P_REALISED = 32;
/** f64 largest norm of a row, the intercept included, times its weight: kept in a build for f32, whose bound needs it. */
export const F_LONGEST = 33;
/** Number of contexts, where rows have no features and a policy has scores of its own for each context; else 0. */
export const I_CONTEXTS = 34;
/** (ring,) f64 context of each row, 0 to I_CONTEXTS - 1. */
export const P_CONTEXT = 35;
/** Whether actions are drawn at random with some probability (exploration.ts), by which rule, and its constant. */
export const I_EXPLORE = 36;
export const F_EXPLORE = 37;
/** (A, lanes) Float scratch: probabilities that actions are drawn with, where there is exploration. */
export const P_MIXED = 38;
/** (block, lanes) Float probabilities of the actions chosen under the policy itself; P_OUTPUT where there is no exploration. */
export const P_CHANCES = 39;
/** (block, lanes) f64 losses expected of what is drawn, actions or perturbations; P_LOSS has those of the policy, or of the unperturbed output. */
export const P_DEPLOYED = 40;
/** Vectors (lanes,) Float kept of a round until it is learned: slopes of all actions, then what the estimator wants to know. */
export const I_RECORD = 41;
/** (block, A) Float what full information tells of the actions: P_EXPECTED itself, but in a world that learners see otherwise. */
export const P_TOLD = 42;
/** The world that decisions have consequences in, a table of its own (below); 0 where rows come from a stream alone. */
export const P_WORLD = 43;
/** (block,) f64 uniform draws that move the world. */
export const P_MOVE = 44;
/** Scores that a policy has in a round: one an action, or one for each ordered pair of actions. */
export const I_SCORES = 45;
/** (block, I_SCORES, lanes) Float scores of the actions; P_Z, where probabilities come to stand, unless there are more of them. */
export const P_SCORES = 46;
// Where outputs or weights are perturbed (perturb.ts):
/** (ring, d) f64 directions of length 1 that weights are moved along; 0 where outputs are perturbed. */
export const P_DIRECTIONS = 47;
/** (ring, d) Float what steps go along: these directions, or else the features, P_FLOATS itself. */
export const P_TOWARDS = 48;
/** (block,) f64 how far the score moves for each unit of a perturbation: <direction, features>, or a normal draw. */
export const P_ALONG = 49;
// Where the feedback on each row comes at a time of its own (arrivals.ts):
/** (ring,) f64 when it is there, Infinity for never; as it is written the delay, unless there are times. 0 where there is no such thing. */
export const P_READY = 50;
/** (ring,) f64 time of each decision; 0 where the number of the round is the time. */
export const P_TIME = 51;
/** (ring,) i64 items that had arrived before each round. */
export const P_ARRIVED = 52;
/** (ring,) i64 row of each item, in the slot of the item; and item of each row, the largest number there is while it waits. */
export const P_ORDER = 53;
export const P_POSITION = 54;
/** (ring, 2) rows that wait: a heap (waiting.ts) of L_KNOWN - L_ARRIVED pairs. */
export const P_WAITING = 55;
/** Rounds known, items arrived, and the first row that some panel has still to learn, i64. */
export const L_KNOWN = 56;
export const L_ARRIVED = 57;
export const L_OLDEST = 58;
/** Time of the last round known; rows so far whose feedback never comes. */
export const F_CLOCK = 59;
export const F_PASSED_OVER = 60;
export const RUN_SLOTS = 61;

/** Rules of exploration. */
export const NEVER = 0;
export const ALIKE = 1; //    with the same probability in every round
export const RARER = 2; //    with c / sqrt(s) in round s

/** Items between two fresh computations of NORM2 from the weights; a power of two. */
export const REFRESH = 1024;
/** The same in f32, which loses more between them. */
export const REFRESH_F32 = 64;

// --- A panel: header of slots, then vectors of one f64 a lane, of WIDE bytes (table.ts). ---

/** Weights before SCALE: intercept, dense columns, sparse columns, ROW bytes each (float.ts). */
export const P_W = 0;
/** Number of weight rows in use. */
export const I_COLUMNS = 1;
/** (slope ring, lanes) Float slopes of the loss at the scores played, times the row weight; of policies (slope ring, I_RECORD, lanes). */
export const P_SLOPE = 2;
export const I_SLOPE_MASK = 3;
/** Rounds the learner has learned from, f64. */
export const F_LEARNED = 4;
/** Last round that was scored by the very weights that will learn from it; -1 if none. i64. */
export const L_EXACT = 5;
/** Ring slot of a row whose update is still to be added to the weights; -1 if none. */
export const I_PENDING = 6;
export const I_FLAGS = 7;
/** Step-size rule: see updates/ogd.ts. */
export const I_RULE = 8;
/** (block,) i32 schedule: each segment stops before this round of the block. */
export const P_UNTIL = 9;
/** (block,) i32 schedule: rounds learned before the segment is played, relative to the block's first round. */
export const P_SEEN = 10;
/** Total staleness Σ (s - 1 - a(s)) and largest latency s - a(s) so far, i64. */
export const L_STALENESS = 11;
export const L_LATENCY = 12;
/** River scaling: the panel's own scaler (d,) mean, (d,) sum of squared deviations, (d,) standard deviation. */
export const P_PANEL_MEAN = 13;
export const P_PANEL_M2 = 14;
export const P_PANEL_SD = 15;
/** (lanes, 2, BINS) u32 histogram of outputs by class. */
export const P_BINS = 16;
// The no-learning baselines under the panel's schedule; f64 pairs are a sum and what rounding lost.
/** Σ y over the data seen; last outcome seen; rounds seen. */
export const F_SEEN_SUM = 17;
export const F_LAST = 19;
export const F_SEEN_ROUNDS = 20;
/** Σ log loss of the class frequency (Laplace's rule), or Σ squared residual of the mean; Σ its absolute residual. */
export const F_MEAN_LOSS = 21;
export const F_MEAN_ABSOLUTE = 23;
/** Rounds in which the last class seen was wrong, or Σ |y - last outcome seen|. */
export const F_LAST_LOSS = 25;
/** (notes, 2, lanes) f64 notes on items learned since the last trace (trace.ts); how many there is room for. */
export const P_NOTES = 27;
export const I_NOTES = 28;
/** (I_SCORES, lanes) Float pending update of a policy: the weights of each score += its row times the features. */
export const P_COEFFICIENTS = 29;
/** 1 / sqrt(i) of the next item i to be learned (policies under ROOT). */
export const F_ROOT = 30;
/** (rows, 2, lanes) f64 running means of an estimator that learns, and their weights. */
export const P_MEANS = 31;
/** (lanes, LIFE) f64 where each learner stands in its world, and what that has brought (world.ts); how many learners there are. */
export const P_LIVES = 32;
export const I_LIVES = 33;
/** (from, to, 2, lanes) f64 pairs behind the regret against transformed decisions (comparators/swaps.ts, linear-maps.ts); 0 where nobody asks. */
export const P_TRANSFORMED = 34;
/** (C,) f64 outcomes seen of each class, where there are C (classes/judge.ts). */
export const P_COUNTS = 35;
/** Most items learned when weights go live, the newest of those that came up; 0 for all of them. Not with CERTIFY, nor for policies. */
export const I_JOB = 36;
/** Of F_SEEN_ROUNDS those that told nothing, because their feedback never comes. */
export const F_SEEN_NOTHING = 37;
/** A multiple of 8: vectors begin on a cache line. */
export const PANEL_SLOTS = 40;

/** Flags of a panel. */
export const FRESH = 1; //    the slope is taken at the trainer's current weights, not at those that played
export const TRACKED = 2; //  the norm of the weights is carried along (ball, L2, or a decaying certified step)
export const CERTIFY = 4; //  the sums of the staleness bound are kept
export const RIVER = 8; //    the scaler belongs to the model and learns with the labels
export const PLAIN = 16; //   constant steps, and weights of scale 1 whose norm nobody asks for
export const MAPPED = 32; //   the sums of comparators/linear-maps.ts are kept

/** Step-size rules. */
export const CONSTANT = 0;
export const ROOT = 1; //     eta / sqrt(i) at the i-th item learned
export const ADAGRAD = 2; //  eta / sqrt(sum of squared gradient norms so far)

// Vectors of a panel, in units of WIDE bytes behind the header. Those marked Float use VECTOR bytes of theirs.
export const STEP = 0; //        eta, the constant of the step-size rule
export const KAPPA = 1; //       step of the intercept over the step of the other weights; 0 without intercept
export const L2 = 2; //          strength of the penalty l2/2 |w|^2
export const RADIUS2 = 3; //     squared radius of the ball; Infinity for none
export const SCALE = 4; //       weights are SCALE * W
export const OWN = 5; //         Float; score of the row to be learned under the current weights
export const COEFFICIENT = 6; // Float; pending update: W += COEFFICIENT * row
export const BIAS = 7; //        Float; pending update of the intercept
export const SLOPE_NOW = 8; //   Float; slope used by the update at hand
export const GRAD2 = 9; //       sum of squared gradient norms
export const ETA = 10; //        last step size used
export const NORM2 = 11; //      squared norm of the weights (TRACKED)
export const DOT_U = 12; //      <w, u> (TRACKED)
export const MAX_NORM2 = 13; //  largest NORM2 so far (TRACKED; in f32 also CERTIFY, at every REFRESH-th item)
export const MAX_DIST2 = 14; //  largest |w - u|^2 so far
// Certificate; every second one is what rounding lost in the one before.
export const WINDOW = 15; //     sum of gradient norms played and not yet learned
export const SQUARES = 17; //    sum of eta |g|^2
export const STALE = 19; //      sum of eta |g| * window
export const PATH = 21; //       sum of eta |g|: length of the learner's path before projection
export const MAX_GRAD = 23;
/** No less than the norm of the weights (policies). */
export const BOUND = 24;
// Accounts of a phase.
export const LOSS = 25; //       sum of losses
export const GAP = 27; //        sum of losses minus the comparator's
export const LOSS2 = 29; //      sum of squared losses
export const MIN_GAP = 31;
export const MAX_GAP = 32;
export const FARTHEST = 33; //   largest difference in one round from the untrained model's loss
export const DIVERGED = 34; //   1 + round whose loss was not finite; 0 while none
export const ERRORS = 35; //     rounds whose class was wrong
export const COVERED = 35; //    where outcomes are values: rounds whose outcome was at most the output
export const SQUARED = 36; //    sum of squared residuals
export const ABSOLUTE = 38; //   sum of absolute residuals
export const REALISED = 40; //   sum of the utilities of the actions chosen, or of the losses of the outputs played
export const EXPLORED = 42; //   sum of what exploration or perturbation cost: losses of what was deployed minus the policy's own
export const VECTORS = 44;

/** Bins of the output histogram behind the AUC. */
export const BINS = 4096;

// --- A stream: slots of 8 bytes. ---

/** Round keys of the generator; scratch (block, 4) f64 draws; (d,) f64 the aligned model M*. */
export const P_KEYS = 0;
export const P_DRAWS = 1;
export const P_ALIGNED = 2;
/** Noise of the outcomes; 1 when outcomes are classes. */
export const F_NOISE = 3;
export const I_CLASSES = 4;
/** Drift of M*: standard deviation of its steps; norm after a shift; shifts per round; given shift rounds (n,) f64, n, next. */
export const F_WALK = 5;
export const F_NORM = 6;
export const F_SHIFT_RATE = 7;
export const P_SHIFTS = 8;
export const I_SHIFTS = 9;
export const I_NEXT_SHIFT = 10;
/** Block length of the adversaries; rounds of a phase. */
export const L_LENGTH = 11;
/** Largest squared norm of M* so far. */
export const F_MAX_NORM2 = 12;
/** First of the sequences that a replicate draws, u32. */
export const I_SEQUENCE = 13;
/** (A, block) f64 scratch: probabilities of the actions in each round. */
export const P_PROBABILITIES = 14;
/** What policies are compared with: see below. */
export const I_COMPARED = 15;
/** (rows, A) f64 expected utilities; how many rows; how many come once, before the others are repeated. */
export const P_TABLE = 16;
export const I_ROWS = 17;
export const I_ONCE = 18;
/** (rows,) f64 cumulative probabilities of rows that are drawn as contexts; 0 where they come in order. */
export const P_CUMULATIVE = 19;
/** How utilities scatter about what is expected: see below. F_NOISE is the standard deviation of normal ones. */
export const I_SCATTER = 20;
/** (contexts, A) f64 pairs: what always choosing an action in a context would have gained over choosing at random; 0 where nobody asks. */
export const P_GAINED = 21;
/** Fraction of a turn that a rotating gradient makes in a round. */
export const F_TURN = 22;
export const STREAM_SLOTS = 23;

/** Utilities are what is expected of them, or 0 and 1, or normal. */
export const EXACT = 0;
export const BERNOULLI = 1;
export const NORMAL = 2;

/** The aligned policy drawing its actions, or taking the most probable one; or actions drawn at random. */
export const SAMPLES = 0;
export const BEST = 1;
export const RANDOM = 2;

// --- A world: slots of 8 bytes. Time left is the number of rounds that follow. ---

/** (S, 2) f64 of each state: what it is worth beyond its gain, h; its gain in the long run less that of the start. */
export const P_STATES = 0;
/** (S A + 1, DECISION) f64 of each action in each state; the last one only says where successors end. */
export const P_DECISIONS = 1;
/** (successors, 2) f64: cumulative probability of a decision's successors, and their states. */
export const P_SUCCESSORS = 2;
/** Gain of M* from the start, a round; number of rounds T. */
export const F_GAIN = 3;
export const F_HORIZON = 4;
/** What learners are told of utilities: see below. Differences below F_THRESHOLD from the best are not seen under BLIND. */
export const I_TOLD = 5;
export const F_THRESHOLD = 6;
/** (S, A) f64 utilities told under TABLE. */
export const P_PERCEIVED = 7;
/** In rounds [from, until), from 0, learners are told (S, A) f64 P_TAMPERED instead; where that is 0, the opposite of the truth. */
export const F_TAMPERED_FROM = 8;
export const F_TAMPERED_UNTIL = 9;
export const P_TAMPERED = 10;
export const WORLD_SLOTS = 11;

/** The truth; what they see of it; something else. */
export const TRUTH = 0;
export const BLIND = 1;
export const TABLE = 2;

// Of a decision: gap to M* with no time left, what rounding lost of it, and what it grows by with each round of time left; reward; what is
// expected of the next state's h and of its gain; probability that M* decides so; its first successor.
export const GAP_NOW = 0;
export const GAP_LOST = 1;
export const GAP_GROWS = 2;
export const REWARD = 3;
export const AHEAD = 4;
export const AHEAD_GROWS = 5;
export const CHOSEN = 6;
export const SUCCESSOR = 7;
export const DECISION = 8;

// Of a life: the state; sums (pairs) of rewards, gaps of what was decided, luck, and gaps as told: to M* and to what seemed best; largest
// difference between the utilities of two actions in a state met: in truth, and as told.
export const STATE = 0;
export const REWARDS = 1;
export const GAPS = 3;
export const LUCK = 5;
export const TOLD_GAPS = 7;
export const SEEMING_GAPS = 9;
export const RANGE = 11;
export const TOLD_RANGE = 12;
export const LIFE = 13;

// --- Sums over the block that are the same for every panel: f64 pairs (sum, what rounding lost). ---
export const SUM_LOSS_U = 0; //  comparator
export const SUM_VALUE = 2; //   untrained minus comparator: the value at stake
export const SUM_LOSS_0 = 4; //  untrained
export const SUM_PATH_U = 6; //  path length of the comparator
export const SUM_APART = 8; //    largest difference in one round between untrained and comparator: one number, no pair
export const SUM_RANGE = 9; //    largest difference in one round between expected utilities of two actions: the same
export const SUMS = 10;
