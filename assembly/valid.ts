import {
  F_CLOCK,
  I_DENSE,
  I_ROW_MASK,
  P_COUNT,
  P_INDEX,
  P_RAW,
  P_READY,
  P_START,
  P_TIME,
  P_VALUE,
  P_WEIGHT,
  P_X,
  P_Y,
} from "./layout";
import { FAINT_FEATURE, unlessBelow } from "./math/tiny";
import { integer, pointer, real } from "./table";

/**
 * Whether rows [from, from + n), as they were written into the ring, are what all other kernels take for granted: finite features and
 * entries, outcomes in [low, high], weights that are finite and >= 0, delays that are whole numbers or Infinity, or times that
 * never decrease and feedback that is no earlier, sparse columns below `columns`. Features and entries that are too small to matter become 0.
 */
export function valid(run: usize, from: i64, n: i32, low: f64, high: f64, columns: u32): bool {
  const mask = integer(run, I_ROW_MASK),
    width = (<usize>integer(run, I_DENSE)) << 3,
    rows = pointer(run, P_RAW) ? pointer(run, P_RAW) : pointer(run, P_X),
    weights = pointer(run, P_WEIGHT),
    ready = pointer(run, P_READY),
    times = pointer(run, P_TIME);
  let clock = real(run, F_CLOCK);
  for (let t = 0; t < n; ++t) {
    const slot = <usize>((<i32>(from + t)) & mask),
      x = rows + slot * width,
      y = load<f64>(pointer(run, P_Y) + (slot << 3));
    if (!(y >= low && y <= high) || !finite(x, x + width)) return false;
    if (weights && !(load<f64>(weights + (slot << 3)) >= 0 && isFinite(load<f64>(weights + (slot << 3)))))
      return false;
    if (times) {
      const time = load<f64>(times + (slot << 3));
      if (!(time >= clock && isFinite(time) && load<f64>(ready + (slot << 3)) >= time)) return false;
      clock = time;
    } else if (ready && !validDelay(load<f64>(ready + (slot << 3)))) return false;
    if (pointer(run, P_START) && !validEntries(run, slot, columns)) return false;
  }
  return true;
}

/** Longer ones would keep more rows waiting than can be addressed. */
function validDelay(delay: f64): bool {
  return delay == Infinity || (delay >= 0 && delay <= 2147483647 && delay == Math.floor(delay));
}

function validEntries(run: usize, slot: usize, columns: u32): bool {
  const start = <usize>load<u32>(pointer(run, P_START) + (slot << 2)),
    end = start + <usize>load<u32>(pointer(run, P_COUNT) + (slot << 2));
  for (let e = start; e < end; ++e) if (load<u32>(pointer(run, P_INDEX) + (e << 2)) >= columns) return false;
  return finite(pointer(run, P_VALUE) + (start << 3), pointer(run, P_VALUE) + (end << 3));
}

/** Whether all numbers in [at, end) are finite: x - x is 0 or not a number, and what is not a number stays so. */
function finite(at: usize, end: usize): bool {
  let sum = f64x2.splat(0);
  for (; at < end; at += 8) {
    const x = v128.load64_zero(at);
    sum = f64x2.add(sum, f64x2.sub(x, x));
    v128.store64_lane(at, unlessBelow(FAINT_FEATURE, x), 0);
  }
  return f64x2.extract_lane(sum, 0) == 0;
}
