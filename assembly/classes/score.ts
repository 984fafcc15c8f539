import { I_ACTIONS, I_DENSE, I_ROW_MASK, P_COUNT, P_INDEX, P_START, P_VALUE, P_W, VECTOR } from "../layout";
import { features } from "../rows";
import { integer, pointer } from "../table";

/**
 * Rows meet the weights of C classes: scores z_c = <w_c, x>, and updates w_c += s_c x. Weights are (columns, C, lanes) f64, so that a log whose
 * columns grow appends to them: the intercept, d dense columns, sparse ones. Products are added in column order, one accumulator a lane.
 */

/** Scores (C, lanes) of the row of `round`. */
export function scoreClasses(run: usize, panel: usize, round: i64, z: usize): void {
  const slot = (<i32>round) & integer(run, I_ROW_MASK),
    stride = <usize>integer(run, I_ACTIONS) * VECTOR,
    d = (<usize>integer(run, I_DENSE)) << 3,
    x = features(run, slot),
    start = firstEntry(run, slot),
    count = entries(run, slot);
  let w = pointer(panel, P_W);
  for (const end = z + stride; z < end; z += VECTOR, w += VECTOR) {
    let z0 = v128.load(w),
      z1 = v128.load(w, 16),
      z2 = v128.load(w, 32),
      z3 = v128.load(w, 48),
      at = w + stride;
    for (let j: usize = 0; j < d; j += 8, at += stride) {
      const f = v128.load64_splat(x + j);
      z0 = f64x2.add(z0, f64x2.mul(v128.load(at), f));
      z1 = f64x2.add(z1, f64x2.mul(v128.load(at, 16), f));
      z2 = f64x2.add(z2, f64x2.mul(v128.load(at, 32), f));
      z3 = f64x2.add(z3, f64x2.mul(v128.load(at, 48), f));
    }
    for (let e = start; e < start + count; ++e) {
      const f = v128.load64_splat(pointer(run, P_VALUE) + (e << 3)),
        column = at + <usize>load<u32>(pointer(run, P_INDEX) + (e << 2)) * stride;
      z0 = f64x2.add(z0, f64x2.mul(v128.load(column), f));
      z1 = f64x2.add(z1, f64x2.mul(v128.load(column, 16), f));
      z2 = f64x2.add(z2, f64x2.mul(v128.load(column, 32), f));
      z3 = f64x2.add(z3, f64x2.mul(v128.load(column, 48), f));
    }
    v128.store(z, z0);
    v128.store(z, z1, 16);
    v128.store(z, z2, 32);
    v128.store(z, z3, 48);
  }
}

/** Weights of all classes += steps (C, lanes) times the row of `round`. */
export function advanceClasses(run: usize, panel: usize, round: i64, steps: usize): void {
  const slot = (<i32>round) & integer(run, I_ROW_MASK),
    bytes = <usize>integer(run, I_ACTIONS) * VECTOR,
    x = features(run, slot),
    start = firstEntry(run, slot),
    count = entries(run, slot);
  let w = pointer(panel, P_W);
  addTo(w, steps, f64x2.splat(1), bytes);
  w += bytes;
  for (let j: usize = 0, d = (<usize>integer(run, I_DENSE)) << 3; j < d; j += 8, w += bytes)
    addTo(w, steps, v128.load64_splat(x + j), bytes);
  for (let e = start; e < start + count; ++e) {
    const column = w + <usize>load<u32>(pointer(run, P_INDEX) + (e << 2)) * bytes;
    addTo(column, steps, v128.load64_splat(pointer(run, P_VALUE) + (e << 3)), bytes);
  }
}

/** w (C, lanes) += f steps (C, lanes). */
// @ts-ignore: decorator
@inline
function addTo(w: usize, steps: usize, f: v128, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16)
    v128.store(w + i, f64x2.add(v128.load(w + i), f64x2.mul(f, v128.load(steps + i))));
}

/** First sparse entry of a row, and how many it has. */
function firstEntry(run: usize, slot: i32): usize {
  return pointer(run, P_START) ? <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2)) : 0;
}

function entries(run: usize, slot: i32): usize {
  return pointer(run, P_START) ? <usize>load<u32>(pointer(run, P_COUNT) + ((<usize>slot) << 2)) : 0;
}
