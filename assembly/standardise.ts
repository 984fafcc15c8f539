import { I_DENSE, I_ROW_MASK, P_M2, P_MEAN, P_RAW, P_SCALED, P_SD, P_X } from "./layout";
import { integer, pointer } from "./table";

/**
 * Running standardisation: z = (x - mean)/sd with mean and population standard deviation of the rows seen so far, 0 where
 * nothing has varied yet. Welford (1962), "Note on a method for calculating corrected sums of squares and products",
 * Technometrics 4(3), 419-420.
 */

/**
 * Takes row x (d,) as the `count`-th into mean (d,), m2 (d,), the sums of squared deviations, and sd (d,). Columns whose
 * `scaled` (d,) is 0 are left alone: their mean stays 0 and their sd 1.
 */
export function observe(
  x: usize,
  scaled: usize,
  mean: usize,
  m2: usize,
  sd: usize,
  d: i32,
  count: i64,
): void {
  const n = <f64>count;
  for (let j: usize = 0, end = (<usize>d) << 3; j < end; j += 8) {
    if (load<f64>(scaled + j) == 0) continue;
    const v = load<f64>(x + j),
      m = load<f64>(mean + j),
      delta = v - m,
      next = m + delta / n,
      squares = load<f64>(m2 + j) + delta * (v - next);
    store<f64>(mean + j, next);
    store<f64>(m2 + j, squares);
    store<f64>(sd + j, Math.sqrt(squares / n));
  }
}

/** z = (x - mean)/sd, 0 where sd is 0. All (d,). z may be x. */
export function standardise(x: usize, mean: usize, sd: usize, d: i32, z: usize): void {
  for (let j: usize = 0, end = (<usize>d) << 3; j < end; j += 8) {
    const s = load<f64>(sd + j);
    store<f64>(z + j, s > 0 ? (load<f64>(x + j) - load<f64>(mean + j)) / s : 0);
  }
}

/**
 * Scales rounds [from, from + n) with the statistics of all rows up to and including each one: in place, or from RAW to X
 * where the unscaled rows are kept.
 */
export function scaleRows(run: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    d = integer(run, I_DENSE),
    row = (<usize>d) << 3,
    mean = pointer(run, P_MEAN),
    sd = pointer(run, P_SD),
    raw = pointer(run, P_RAW) ? pointer(run, P_RAW) : pointer(run, P_X);
  for (let t = 0; t < n; ++t) {
    const at = <usize>((<i32>(from + t)) & mask) * row;
    observe(raw + at, pointer(run, P_SCALED), mean, pointer(run, P_M2), sd, d, from + t + 1);
    standardise(raw + at, mean, sd, d, pointer(run, P_X) + at);
  }
}
