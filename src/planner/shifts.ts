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

/** Strips of a stretch in which correlation is measured, and lags that are. */
const STRETCH = 64;
const LAGS = 8;

/** Indices of strips: the first one behind the shift, and the one with which it was found. */
export interface Found {
  readonly from: number;
  readonly found: number;
}

/**
 * @param means (strips,) mean loss in each strip.
 * @param correlation by which neighbours widen the threshold: see `correlationTime`.
 */
export function findShifts(means: Float64Array, correlation: number): Found[] {
  const shifts: Found[] = [];
  const [sums, squares] = running(means);
  let start = 0;
  for (let end = 1; end <= means.length; end++) {
    const cut = bestCut(sums, squares, start, end, correlation);
    if (cut === null) continue;
    shifts.push({ from: cut, found: end - 1 });
    start = cut;
  }
  return shifts;
}

/** The cut of [start, end) whose parts differ most beyond the threshold; null where none does. */
function bestCut(
  sums: Float64Array,
  squares: Float64Array,
  start: number,
  end: number,
  correlation: number,
): number | null {
  let best: number | null = null;
  let most = 1;
  const confidence = 2 * correlation * ln((2 * (end - start)) / DELTA);
  for (let cut = start + FEWEST; cut <= end - FEWEST; cut++) {
    const [n, m] = [cut - start, end - cut];
    const [before, after] = [sums[cut]! - sums[start]!, sums[end]! - sums[cut]!];
    // about the means of the two parts, so that the shift itself does not widen the threshold
    const scatter = squares[end]! - squares[start]! - (before * before) / n - (after * after) / m;
    const variance = Math.max(0, scatter) / (n + m - 2);
    const apart = before / n - after / m;
    const threshold = Math.sqrt(confidence * variance * (1 / n + 1 / m));
    // of series that do not scatter at all every step counts, but not the rounding of sums
    const ratio = Math.abs(apart) / Math.max(threshold, 1e-9 * (Math.abs(before / n) + Math.abs(after / m)));
    if (ratio > most) [best, most] = [cut, ratio];
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

/**
 * By how much the variance of a mean exceeds that of independent strips: 1 + 2 Σ (1 - k/9) ρ_k over 8 lags, the median over stretches of
 * 64 strips, so that shifts themselves do not count as correlation. At least 1.
 */
export function correlationTime(means: Float64Array): number {
  const times: number[] = [];
  for (let from = 0; from + STRETCH <= means.length; from += STRETCH) {
    const covariances = autocovariances(means.subarray(from, from + STRETCH), LAGS);
    let time = 1;
    for (let lag = 1; lag <= LAGS && covariances[0]! > 0; lag++)
      time += 2 * (1 - lag / (LAGS + 1)) * (covariances[lag]! / covariances[0]!);
    times.push(time);
  }
  return Math.max(1, times.sort((a, b) => a - b)[times.length >> 1] ?? 1);
}
