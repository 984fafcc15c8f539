/** Vector constants kept in memory, because V8 rebuilds v128 constants at every use. */
export const ONE = memory.data<f64>([1, 1], 16);
export const HALF = memory.data<f64>([0.5, 0.5], 16);
