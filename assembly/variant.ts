/**
 * What a build of the kernels is for. There is one binary for each variant; scripts/build-wasm.mjs compiles the others with
 * a text of their own in place of this file.
 */

/** Type of weights, scores and slopes. Rows come in, and accounts are kept, as f64 in every build. */
export type Float = f64;
/** Learners of one panel: one SIMD lane each, four 128-bit vectors. */
export const LANES = 8;
/** Each learner of a panel plays rows of its own, one replicate a lane; else all play the same ones. */
export const OWN_ROWS: bool = false;
/** Products and sums may be rounded at once, where the host likes: other hosts, other bits. */
export const RELAXED: bool = false;
