import {
  ABSOLUTE,
  BINS,
  DIVERGED,
  ERRORS,
  EXPLORED,
  FARTHEST,
  GAP,
  I_ROW_MASK,
  LOSS,
  LOSS2,
  MAX_GAP,
  MIN_GAP,
  P_BINS,
  P_DEPLOYED,
  P_LOSS,
  P_LOSS_0,
  P_LOSS_U,
  P_OUTPUT,
  P_REALISED,
  P_Y,
  P_Z,
  REALISED,
  SQUARED,
  VECTOR,
} from "./layout";
import { dropped, lost } from "./lanes";
import { HALF, ONE } from "./math/constants";
import { beside, BESIDE, each, wide } from "./float";
import { integer, pointer, SPAN, vector, WIDE } from "./table";
import { LANES } from "./variant";

/**
 * What a panel's losses add up to. Every sum is a sum of per-round terms, never a difference of two totals, and carries what
 * rounding drops: cascaded summation of Ogita, Rump and Oishi (2005), "Accurate sum and dot product", SIAM J. Sci. Comput. 26(6), with
 * the fast two-sum (lanes.ts).
 */

/** Adds rounds [from, from + n) of the block: losses, gaps to the comparator, extremes. */
export function account(run: usize, panel: usize, from: i64, n: i32): void {
  for (let v: usize = 0; v < SPAN; v += 16)
    accountPair(
      pointer(run, P_LOSS) + v,
      beside(pointer(run, P_LOSS_U), v),
      beside(pointer(run, P_LOSS_0), v),
      vector(panel, 0) + v,
      n,
    );
  findDivergence(run, panel, from, n);
}

/** The same for two lanes, whose sums stay in registers meanwhile. */
function accountPair(losses: usize, comparator: usize, untrained: usize, sums: usize, n: i32): void {
  let total = v128.load(sums + LOSS * WIDE),
    totalLost = v128.load(sums + (LOSS + 1) * WIDE),
    gaps = v128.load(sums + GAP * WIDE),
    gapsLost = v128.load(sums + (GAP + 1) * WIDE),
    squares = v128.load(sums + LOSS2 * WIDE),
    squaresLost = v128.load(sums + (LOSS2 + 1) * WIDE),
    least = v128.load(sums + MIN_GAP * WIDE),
    most = v128.load(sums + MAX_GAP * WIDE),
    farthest = v128.load(sums + FARTHEST * WIDE);
  for (let t = 0; t < n; ++t, losses += WIDE, comparator += BESIDE, untrained += BESIDE) {
    const loss = v128.load(losses),
      u = each(v128.load64_splat(comparator), comparator),
      o = each(v128.load64_splat(untrained), untrained),
      gap = f64x2.sub(loss, u);
    let sum = f64x2.add(total, loss);
    totalLost = f64x2.add(totalLost, dropped(total, loss, sum));
    total = sum;
    sum = f64x2.add(gaps, gap);
    gapsLost = f64x2.add(gapsLost, dropped(gaps, gap, sum));
    gaps = sum;
    const square = f64x2.mul(loss, loss);
    sum = f64x2.add(squares, square);
    squaresLost = f64x2.add(squaresLost, dropped(squares, square, sum));
    squares = sum;
    least = f64x2.pmin(least, gap);
    most = f64x2.pmax(most, gap);
    farthest = f64x2.pmax(farthest, f64x2.abs(f64x2.sub(loss, o)));
  }
  v128.store(sums + LOSS * WIDE, total);
  v128.store(sums + (LOSS + 1) * WIDE, totalLost);
  v128.store(sums + GAP * WIDE, gaps);
  v128.store(sums + (GAP + 1) * WIDE, gapsLost);
  v128.store(sums + LOSS2 * WIDE, squares);
  v128.store(sums + (LOSS2 + 1) * WIDE, squaresLost);
  v128.store(sums + MIN_GAP * WIDE, least);
  v128.store(sums + MAX_GAP * WIDE, most);
  v128.store(sums + FARTHEST * WIDE, farthest);
}

/** Notes, lane by lane, the first round whose loss is not a finite number. */
function findDivergence(run: usize, panel: usize, from: i64, n: i32): void {
  // a loss that is not finite makes its sum not finite for ever: one look a block is enough
  for (let lane = 0; lane < LANES; ++lane) {
    const at = (<usize>lane) << 3;
    if (isFinite(load<f64>(vector(panel, LOSS) + at)) || load<f64>(vector(panel, DIVERGED) + at) != 0)
      continue;
    for (let t = 0; t < n; ++t) {
      if (isFinite(load<f64>(pointer(run, P_LOSS) + <usize>t * WIDE + at))) continue;
      store<f64>(vector(panel, DIVERGED) + at, <f64>(from + t + 1));
      break;
    }
  }
}

/** Adds n rounds of the block: utilities of the actions chosen. */
export function realise(run: usize, panel: usize, n: i32): void {
  for (let v: usize = 0; v < SPAN; v += 16) {
    const at = vector(panel, 0) + v;
    let total = v128.load(at + REALISED * WIDE),
      totalLost = v128.load(at + (REALISED + 1) * WIDE);
    for (let t = 0, row = pointer(run, P_REALISED); t < n; ++t, row += VECTOR) {
      const utility = wide(row, v),
        sum = f64x2.add(total, utility);
      totalLost = f64x2.add(totalLost, dropped(total, utility, sum));
      total = sum;
    }
    v128.store(at + REALISED * WIDE, total);
    v128.store(at + (REALISED + 1) * WIDE, totalLost);
  }
}

/** Adds n rounds of the block: what exploration cost, the losses of what was deployed minus those of the policy. */
export function chargeExploration(run: usize, panel: usize, n: i32): void {
  for (let v: usize = 0; v < SPAN; v += 16) {
    const at = vector(panel, 0) + v;
    let total = v128.load(at + EXPLORED * WIDE),
      totalLost = v128.load(at + (EXPLORED + 1) * WIDE);
    for (let offset = v, end = <usize>n * WIDE; offset < end; offset += WIDE) {
      const cost = f64x2.sub(
          v128.load(pointer(run, P_DEPLOYED) + offset),
          v128.load(pointer(run, P_LOSS) + offset),
        ),
        sum = f64x2.add(total, cost);
      totalLost = f64x2.add(totalLost, lost(total, cost, sum));
      total = sum;
    }
    v128.store(at + EXPLORED * WIDE, total);
    v128.store(at + (EXPLORED + 1) * WIDE, totalLost);
  }
}

/**
 * Adds rounds [from, from + n) to the scores of a predictor: squared residuals of the output; for classes also errors
 * (class 1 is predicted from a score of `threshold` up; above it only, when `strict`) and the histogram of outputs, for values
 * also absolute residuals and how many outcomes the output covers (COVERED, which is where classes have their ERRORS).
 */
export function grade(
  run: usize,
  panel: usize,
  from: i64,
  n: i32,
  classes: i32,
  threshold: f64,
  strict: i32,
): void {
  const mask = integer(run, I_ROW_MASK),
    outcomes = pointer(run, P_Y),
    bar = f64x2.splat(threshold);
  for (let v: usize = 0; v < SPAN; v += 16) {
    const at = vector(panel, 0) + v;
    let squares = v128.load(at + SQUARED * WIDE),
      squaresLost = v128.load(at + (SQUARED + 1) * WIDE),
      counted = v128.load(at + ERRORS * WIDE),
      sizes = v128.load(at + ABSOLUTE * WIDE),
      sizesLost = v128.load(at + (ABSOLUTE + 1) * WIDE);
    for (let t = 0, row: usize = 0; t < n; ++t, row += VECTOR) {
      const y = v128.load64_splat(outcomes + ((<usize>((<i32>(from + t)) & mask)) << 3)),
        residual = f64x2.sub(wide(pointer(run, P_OUTPUT) + row, v), y),
        square = f64x2.mul(residual, residual),
        sum = f64x2.add(squares, square);
      squaresLost = f64x2.add(squaresLost, dropped(squares, square, sum));
      squares = sum;
      if (classes) {
        const score = wide(pointer(run, P_Z) + row, v),
          one = strict ? f64x2.gt(score, bar) : f64x2.ge(score, bar),
          truth = f64x2.gt(y, v128.load(HALF));
        counted = f64x2.add(counted, v128.and(v128.load(ONE), v128.xor(one, truth)));
      } else {
        const size = f64x2.abs(residual),
          next = f64x2.add(sizes, size);
        sizesLost = f64x2.add(sizesLost, dropped(sizes, size, next));
        sizes = next;
        counted = f64x2.add(counted, v128.and(v128.load(ONE), f64x2.ge(residual, f64x2.splat(0))));
      }
    }
    v128.store(at + SQUARED * WIDE, squares);
    v128.store(at + (SQUARED + 1) * WIDE, squaresLost);
    v128.store(at + ERRORS * WIDE, counted);
    v128.store(at + ABSOLUTE * WIDE, sizes);
    v128.store(at + (ABSOLUTE + 1) * WIDE, sizesLost);
  }
  if (classes) count(run, pointer(panel, P_BINS), from, n);
}

/** Counts outputs: bins (lanes, 2, BINS) u32, an output p in [0, 1] in bin floor(p BINS). */
function count(run: usize, bins: usize, from: i64, n: i32): void {
  const mask = integer(run, I_ROW_MASK),
    outcomes = pointer(run, P_Y),
    size = f64x2.splat(<f64>BINS),
    last = i32x4.splat(BINS - 1),
    half: usize = BINS << 2;
  for (let t = 0, row = pointer(run, P_OUTPUT); t < n; ++t, row += VECTOR) {
    const y = load<f64>(outcomes + ((<usize>((<i32>(from + t)) & mask)) << 3));
    let first = bins + (y > 0.5 ? half : 0);
    for (let v: usize = 0; v < SPAN; v += 16, first += 4 * half) {
      const scaled = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(wide(row, v), size)),
        bin = i32x4.min_s(i32x4.max_s(scaled, i32x4.splat(0)), last),
        a = first + ((<usize>i32x4.extract_lane(bin, 0)) << 2),
        b = first + 2 * half + ((<usize>i32x4.extract_lane(bin, 1)) << 2);
      store<u32>(a, load<u32>(a) + 1);
      store<u32>(b, load<u32>(b) + 1);
    }
  }
}
