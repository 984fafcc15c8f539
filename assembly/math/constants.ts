/** Vector constants kept in memory, because V8 rebuilds v128 constants at every use. */
export const ONE = memory.data<f64>([1, 1], 16);
export const HALF = memory.data<f64>([0.5, 0.5], 16);
const ONE_F32 = memory.data<f32>([1, 1, 1, 1], 16);
const HALF_F32 = memory.data<f32>([0.5, 0.5, 0.5, 0.5], 16);

/** 1 in every lane of a vector of T. */
// @ts-ignore: decorator
@inline
export function one<T extends number>(): v128 {
  return v128.load(sizeof<T>() == 4 ? ONE_F32 : ONE);
}

/** 1/2 in every lane of a vector of T. */
// @ts-ignore: decorator
@inline
export function half<T extends number>(): v128 {
  return v128.load(sizeof<T>() == 4 ? HALF_F32 : HALF);
}
