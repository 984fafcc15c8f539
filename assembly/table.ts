import { PANEL_SLOTS, VECTOR } from "./layout";

/** The slots of a run or a panel: how kernels find their columns. Ids are those of layout.ts. */

// @ts-ignore: decorator
@inline
export function pointer(table: usize, id: i32): usize {
  return load<u32>(table + ((<usize>id) << 3));
}

// @ts-ignore: decorator
@inline
export function integer(table: usize, id: i32): i32 {
  return load<i32>(table + ((<usize>id) << 3));
}

// @ts-ignore: decorator
@inline
export function real(table: usize, id: i32): f64 {
  return load<f64>(table + ((<usize>id) << 3));
}

// @ts-ignore: decorator
@inline
export function long(table: usize, id: i32): i64 {
  return load<i64>(table + ((<usize>id) << 3));
}

// @ts-ignore: decorator
@inline
export function setLong(table: usize, id: i32, value: i64): void {
  store<i64>(table + ((<usize>id) << 3), value);
}

// @ts-ignore: decorator
@inline
export function setInteger(table: usize, id: i32, value: i32): void {
  store<i32>(table + ((<usize>id) << 3), value);
}

// @ts-ignore: decorator
@inline
export function setReal(table: usize, id: i32, value: f64): void {
  store<f64>(table + ((<usize>id) << 3), value);
}

/** Bytes of one value a lane, as an address offset: loops over a vector run v = 0, 16, .., SPAN - 16. */
export const SPAN: usize = VECTOR;

/** Address of vector `id` of a panel: (8,) f64. */
// @ts-ignore: decorator
@inline
export function vector(panel: usize, id: i32): usize {
  return panel + ((<usize>PANEL_SLOTS) << 3) + <usize>id * VECTOR;
}
