import { SINGLE } from "../float";

/**
 * What is too small to matter counts as 0, before it becomes denormal: arithmetic on numbers between 0 and the least normal one, 2^-1022
 * or in f32 2^-126, is many times slower on some processors, wasm cannot turn them off, and a weight that decays would stay among them
 * for ever. The limits are so far apart that products of what is left are normal numbers, squares of losses and of norms included
 * (which are f64 in every build).
 */

/** 2^-200, in f32 2^-50: for features and residuals, of which steps are made. */
const FAINT = memory.data<f64>([6.223015277861142e-61, 6.223015277861142e-61], 16);
const FAINT_F32 = memory.data<f32>(
  [8.881784197001252e-16, 8.881784197001252e-16, 8.881784197001252e-16, 8.881784197001252e-16],
  16,
);
/** The same limit for features as they come, in f64, whatever learners make of them: that of the build. */
export const FAINT_FEATURE = SINGLE
  ? memory.data<f64>([8.881784197001252e-16, 8.881784197001252e-16], 16)
  : FAINT;
/** 2^-400, in f32 2^-60: for weights, when a scale is multiplied into them. */
export const VANISHING = memory.data<f64>([3.8725919148493183e-121, 3.8725919148493183e-121], 16);
const VANISHING_F32 = memory.data<f32>(
  [8.673617379884035e-19, 8.673617379884035e-19, 8.673617379884035e-19, 8.673617379884035e-19],
  16,
);
/** 2^-800: for their squared norm. */
export const VANISHING2 = memory.data<f64>([1.499696813895631e-241, 1.499696813895631e-241], 16);

/** x, but 0 where |x| is below `least`, lane by lane. What is not a number stays so. */
// @ts-ignore: decorator
@inline
export function unlessBelow<T extends number = f64>(least: usize, x: v128): v128 {
  return v128.andnot(x, v128.lt<T>(v128.abs<T>(x), v128.load(least)));
}

/** Residuals of T, but 0 where they are too small to matter. */
// @ts-ignore: decorator
@inline
export function unlessFaint<T extends number>(x: v128): v128 {
  return unlessBelow<T>(sizeof<T>() == 4 ? FAINT_F32 : FAINT, x);
}

/** Weights of T, but 0 where they are too small to matter. */
// @ts-ignore: decorator
@inline
export function unlessVanishing<T extends number>(x: v128): v128 {
  return unlessBelow<T>(sizeof<T>() == 4 ? VANISHING_F32 : VANISHING, x);
}
