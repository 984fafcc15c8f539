import { SINGLE } from "../float";

/**
 * What is too small to matter counts as 0, before it becomes denormal: arithmetic on numbers between 0 and 2^-1022 is many times
 * slower on some processors, wasm cannot turn them off, and a weight that decays would stay among them for ever. The limits
 * are so far apart that products of what is left are normal numbers, squares of losses and of norms included.
 */

/** 2^-200: for features and residuals, of which steps are made. */
export const FAINT = memory.data<f64>([6.223015277861142e-61, 6.223015277861142e-61], 16);
/** 2^-400: for weights, when a scale is multiplied into them. */
export const VANISHING = memory.data<f64>([3.8725919148493183e-121, 3.8725919148493183e-121], 16);
/** 2^-800: for their squared norm. */
export const VANISHING2 = memory.data<f64>([1.499696813895631e-241, 1.499696813895631e-241], 16);

/** 2^-60: for weights in f32, whose normal numbers end at 2^-126. */
const VANISHING_SINGLE = memory.data<f32>(
  [8.673617379884035e-19, 8.673617379884035e-19, 8.673617379884035e-19, 8.673617379884035e-19],
  16,
);

/** Weights, but 0 where they are too small to matter in the float type of the build. */
// @ts-ignore: decorator
@inline
export function unlessVanishing(w: v128): v128 {
  return SINGLE
    ? v128.andnot(w, f32x4.lt(f32x4.abs(w), v128.load(VANISHING_SINGLE)))
    : unlessBelow(VANISHING, w);
}

/** x, but 0 where |x| is below `least`, lane by lane. What is not a number stays so. */
// @ts-ignore: decorator
@inline
export function unlessBelow(least: usize, x: v128): v128 {
  return v128.andnot(x, f64x2.lt(f64x2.abs(x), v128.load(least)));
}
