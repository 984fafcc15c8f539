import { ln } from "../elementary.ts";
import { autocovariances } from "./block-length.ts";

/**
 * Where the level of a series moves: ADWIN, Bifet and Gavaldà (2007), "Learning from time-varying data with adaptive windowing", with the
 * normal threshold of its section 3.2. A window grows strip by strip; when two parts of it differ by more than chance explains, the older
 * one is dropped and its end is a shift. Every cut of the window is tried, not only those of a histogram: there are few strips.
 */

/** Probability of a false alarm that the threshold is made for. */
export const DELTA = 0.002;

/** Fewest strips of either part. */
const FEWEST = 5;

/** Differences of less than this share of the levels are those of rounding. */
const ROUNDING = 1e-9;

/** Strips of a stretch in which correlation is measured, and lags that are. */
const STRETCH = 128;
const LAGS = 20;

/** Indices of strips: the first one behind the shift, and the one with which it was found. */
export interface Found {
  readonly from: number;
  readonly found: number;
}

/** How a series scatters about its level, as far as shifts of the level do not count. */
export interface Noise {
  /** Variance of a strip: the median over stretches. */
  readonly variance: number;
  /** By how much the variance of a mean exceeds that of independent strips, >= 1: 1 + 2 Σ (1 - k/21) ρ_k over 20 lags, the median likewise. */
  readonly correlation: number;
}

/** @param means (strips,) mean loss in each strip. */
export function findShifts(means: Float64Array, noise: Noise): Found[] {
  const shifts: Found[] = [];
  const [sums, squares] = running(means);
  let start = 0;
  for (let end = 1; end <= means.length; end++) {
    if (!differs(sums, squares, start, end, noise)) continue;
    const from = locate(sums, start, end);
    shifts.push({ from, found: end - 1 });
    start = from;
  }
  return shifts;
}

/** Whether some cut of [start, end) leaves parts whose means are farther apart than chance explains. */
function differs(
  sums: Float64Array,
  squares: Float64Array,
  start: number,
  end: number,
  noise: Noise,
): boolean {
  const confidence = 2 * noise.correlation * ln((2 * (end - start)) / DELTA);
  for (let cut = start + FEWEST; cut <= end - FEWEST; cut++) {
    const [n, m] = [cut - start, end - cut];
    const [before, after] = [sums[cut]! - sums[start]!, sums[end]! - sums[cut]!];
    // about the means of the two parts, so that the shift itself does not widen the threshold
    const scatter = squares[end]! - squares[start]! - (before * before) / n - (after * after) / m;
    const variance = Math.max(noise.variance, scatter / (n + m - 2));
    const threshold = Math.sqrt(confidence * variance * (1 / n + 1 / m));
    // of series that do not scatter at all every step counts, but not the rounding of sums
    const rounding = ROUNDING * (Math.abs(before / n) + Math.abs(after / m));
    if (Math.abs(before / n - after / m) > Math.max(threshold, rounding)) return true;
  }
  return false;
}

/** The cut of [start, end) whose two means leave the least squares. */
function locate(sums: Float64Array, start: number, end: number): number {
  let [best, most] = [start + 1, -1];
  for (let cut = start + 1; cut < end; cut++) {
    const [n, m] = [cut - start, end - cut];
    const apart = (sums[cut]! - sums[start]!) / n - (sums[end]! - sums[cut]!) / m;
    const gained = ((n * m) / (n + m)) * apart * apart;
    if (gained > most) [best, most] = [cut, gained];
  }
  return best;
}

/** Sums and sums of squares up to each element, of the series less its first element: less is lost in their differences. */
function running(series: Float64Array): [sums: Float64Array, squares: Float64Array] {
  const [sums, squares] = [new Float64Array(series.length + 1), new Float64Array(series.length + 1)];
  for (let i = 0; i < series.length; i++) {
    const x = series[i]! - series[0]!;
    sums[i + 1] = sums[i]! + x;
    squares[i + 1] = squares[i]! + x * x;
  }
  return [sums, squares];
}

/** From stretches of 128 strips, so that shifts between them are not taken for noise; of less than a stretch nothing is known. */
export function noiseOf(means: Float64Array): Noise {
  const [variances, times]: [number[], number[]] = [[], []];
  for (let from = 0; from + STRETCH <= means.length; from += STRETCH) {
    const covariances = autocovariances(means.subarray(from, from + STRETCH), LAGS);
    const variance = covariances[0]!;
    let time = 1;
    for (let lag = 1; lag <= LAGS && variance > 0; lag++)
      time += 2 * (1 - lag / (LAGS + 1)) * (covariances[lag]! / variance);
    variances.push(variance);
    times.push(time);
  }
  return { variance: median(variances) ?? 0, correlation: Math.max(1, median(times) ?? 1) };
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
