import { PANEL_SLOTS } from "./layout";
import { LANES } from "./variant";

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

/** Bytes of one f64 for every lane of a panel. */
export const WIDE = LANES * 8;
/** The same as an address offset: loops over such a vector run v = 0, 16, .., SPAN - 16. */
export const SPAN: usize = WIDE;

/** Address of vector `id` of a panel: (lanes,) f64, or Float where layout.ts says so. */
// @ts-ignore: decorator
@inline
export function vector(panel: usize, id: i32): usize {
  return panel + ((<usize>PANEL_SLOTS) << 3) + <usize>id * WIDE;
}
