import {
  I_DENSE,
  I_INTERCEPT,
  I_ROW_MASK,
  P_COUNT,
  P_INDEX,
  P_START,
  P_U,
  P_VALUE,
  P_WEIGHT,
  P_Y,
} from "../layout";
import { Loss } from "../losses/loss";
import { ScoreModel } from "../models/model";
import { features } from "../rows";
import { keep } from "../sums";
import { integer, pointer } from "../table";

/**
 * Gradient and Hessian, at the comparator, of the total loss as a function of a fixed model: enough to find the best one
 * exactly for linear and squared losses, and one Newton step closer for the others.
 * gradient (columns, 2) f64, each a sum and what rounding lost; hessian (columns, columns) f64, upper triangle, 0 = not wanted.
 * list: scratch (columns, 2) f64.
 */
export function expand<M extends ScoreModel, L extends Loss>(
  run: usize,
  model: M,
  loss: L,
  from: i64,
  n: i32,
  columns: i32,
  gradient: usize,
  hessian: usize,
  list: usize,
): void {
  const mask = integer(run, I_ROW_MASK),
    weights = pointer(run, P_WEIGHT);
  for (let t = 0; t < n; ++t) {
    const slot = (<i32>(from + t)) & mask,
      at = (<usize>slot) << 3,
      y = v128.load64_splat(pointer(run, P_Y) + at),
      z = v128.load64_splat(pointer(run, P_U) + at),
      weight = weights ? load<f64>(weights + at) : 1,
      p = model.output(z, loss.shared(z)),
      slope = weight * f64x2.extract_lane(loss.slope(p, y), 0),
      end = active(run, slot, list);
    for (let a = list; a < end; a += 16)
      keep(gradient + ((<usize>load<u32>(a)) << 4), slope * load<f64>(a, 8));
    if (!hessian) continue;
    const curvature = weight * f64x2.extract_lane(loss.curvature(p, y), 0);
    for (let a = list; a < end; a += 16) {
      const row = hessian + ((<usize>load<u32>(a) * <usize>columns) << 3),
        scaled = curvature * load<f64>(a, 8);
      for (let b = a; b < end; b += 16) {
        const h = row + ((<usize>load<u32>(b)) << 3);
        store<f64>(h, load<f64>(h) + scaled * load<f64>(b, 8));
      }
    }
  }
}

/** Lists the active columns of a row as (column, value) pairs of 16 bytes; returns the end of the list. Zeros are skipped. */
function active(run: usize, slot: i32, list: usize): usize {
  const d = integer(run, I_DENSE);
  let x = features(run, slot);
  if (integer(run, I_INTERCEPT)) {
    store<u32>(list, 0);
    store<f64>(list, 1, 8);
    list += 16;
  }
  for (let j = 1; j <= d; ++j, x += 8) {
    if (load<f64>(x) == 0) continue;
    store<u32>(list, j);
    store<f64>(list, load<f64>(x), 8);
    list += 16;
  }
  if (pointer(run, P_START) == 0) return list;
  const start = <usize>load<u32>(pointer(run, P_START) + ((<usize>slot) << 2)),
    count = <usize>load<u32>(pointer(run, P_COUNT) + ((<usize>slot) << 2));
  for (let e = start; e < start + count; ++e) {
    store<u32>(list, <u32>(d + 1) + load<u32>(pointer(run, P_INDEX) + (e << 2)));
    store<f64>(list, load<f64>(pointer(run, P_VALUE) + (e << 3)), 8);
    list += 16;
  }
  return list;
}
