import {
  ABSOLUTE, BINS, DIVERGED, ERRORS, GAIN, GAP, I_ROW_MASK, LANES, LOSS, LOSS2, MAX_GAP, MIN_GAP, P_BINS, P_LOSS, P_LOSS_0, P_LOSS_U,
  P_OUTPUT, P_Y, P_Z, SPREAD, SQUARED, VECTOR,
} from "./layout";
import { tally } from "./lanes";
import { SPAN, integer, pointer, vector } from "./table";

/**
 * What a panel's losses add up to. Every sum is a sum of per-round terms, never a difference of two totals, and carries what
 * rounding loses: cascaded summation of Ogita, Rump and Oishi (2005), "Accurate sum and dot product", SIAM J. Sci. Comput. 26(6).
 */

/** Adds rounds [from, from + n) of the block: losses, gaps to the comparator, gains on the untrained model, extremes. */
export function account(run: usize, panel: usize, from: i64, n: i32): void {
  const untrained = pointer(run, P_LOSS_0),
    comparator = pointer(run, P_LOSS_U);
  for (let t = 0, row = pointer(run, P_LOSS); t < n; ++t, row += VECTOR) {
    const at = (<usize>t) << 3,
      u = v128.load64_splat(comparator + at),
      o = v128.load64_splat(untrained + at),
      low = f64x2.pmin(u, o),
      high = f64x2.pmax(u, o);
    for (let v: usize = 0; v < SPAN; v += 16) {
      const p = vector(panel, 0) + v,
        loss = v128.load(row + v),
        gap = f64x2.sub(loss, u);
      tally(p + LOSS * VECTOR, loss);
      tally(p + GAP * VECTOR, gap);
      tally(p + GAIN * VECTOR, f64x2.sub(o, loss));
      v128.store(p + LOSS2 * VECTOR, f64x2.add(v128.load(p + LOSS2 * VECTOR), f64x2.mul(loss, loss)));
      v128.store(p + MIN_GAP * VECTOR, f64x2.pmin(v128.load(p + MIN_GAP * VECTOR), gap));
      v128.store(p + MAX_GAP * VECTOR, f64x2.pmax(v128.load(p + MAX_GAP * VECTOR), gap));
      const spread = f64x2.sub(f64x2.pmax(loss, high), f64x2.pmin(loss, low));
      v128.store(p + SPREAD * VECTOR, f64x2.pmax(v128.load(p + SPREAD * VECTOR), spread));
    }
  }
  findDivergence(run, panel, from, n);
}

/** Notes, lane by lane, the first round whose loss is not a finite number. */
function findDivergence(run: usize, panel: usize, from: i64, n: i32): void {
  // a loss that is not finite makes its sum not finite for ever: one look a block is enough
  for (let lane = 0; lane < LANES; ++lane) {
    const at = (<usize>lane) << 3;
    if (isFinite(load<f64>(vector(panel, LOSS) + at)) || load<f64>(vector(panel, DIVERGED) + at) != 0) continue;
    for (let t = 0; t < n; ++t) {
      if (isFinite(load<f64>(pointer(run, P_LOSS) + (<usize>t) * VECTOR + at))) continue;
      store<f64>(vector(panel, DIVERGED) + at, <f64>(from + t + 1));
      break;
    }
  }
}

/**
 * Adds rounds [from, from + n) to the scores of a predictor: squared and absolute residuals of the output; for classes also
 * errors (class 1 is predicted from a score of `threshold` up; above it only, when `strict`) and the histogram of outputs.
 */
export function grade(run: usize, panel: usize, from: i64, n: i32, classes: i32, threshold: f64, strict: i32): void {
  const mask = integer(run, I_ROW_MASK),
    outcomes = pointer(run, P_Y),
    bar = f64x2.splat(threshold);
  for (let t = 0, row: usize = 0; t < n; ++t, row += VECTOR) {
    const y = load<f64>(outcomes + ((<usize>(<i32>(from + t) & mask)) << 3)),
      z = pointer(run, P_Z) + row,
      output = pointer(run, P_OUTPUT) + row;
    for (let v: usize = 0; v < SPAN; v += 16) {
      const p = vector(panel, 0) + v,
        residual = f64x2.sub(v128.load(output + v), f64x2.splat(y));
      tally(p + SQUARED * VECTOR, f64x2.mul(residual, residual));
      tally(p + ABSOLUTE * VECTOR, f64x2.abs(residual));
      if (classes) {
        const score = v128.load(z + v),
          one = strict ? f64x2.gt(score, bar) : f64x2.ge(score, bar),
          wrong = y > 0.5 ? v128.not(one) : one;
        v128.store(
          p + ERRORS * VECTOR,
          f64x2.add(v128.load(p + ERRORS * VECTOR), v128.and(f64x2.splat(1), wrong)),
        );
      }
    }
    if (classes) count(pointer(panel, P_BINS), output, y > 0.5);
  }
}

/** Counts the outputs of one round: bins (lanes, 2, BINS) u32, an output p in [0, 1] in bin floor(p BINS). */
function count(bins: usize, output: usize, positive: bool): void {
  const half: usize = BINS << 2;
  if (positive) bins += half;
  for (let v: usize = 0; v < SPAN; v += 16, bins += 4 * half) {
    const scaled = f64x2.mul(v128.load(output + v), f64x2.splat(<f64>BINS)),
      bin = i32x4.min_s(i32x4.max_s(i32x4.trunc_sat_f64x2_s_zero(scaled), i32x4.splat(0)), i32x4.splat(BINS - 1)),
      a = bins + ((<usize>i32x4.extract_lane(bin, 0)) << 2),
      b = bins + 2 * half + ((<usize>i32x4.extract_lane(bin, 1)) << 2);
    store<u32>(a, load<u32>(a) + 1);
    store<u32>(b, load<u32>(b) + 1);
  }
}
