import { ln } from "../elementary.ts";
import { locate, running } from "./cuts.ts";
import type { Noise } from "./noise.ts";

/**
 * Where the level of a series moves and stays: ADWIN, Bifet and Gavaldà (2007), "Learning from time-varying data with adaptive windowing", with both terms
 * of the threshold of its section 3.2. A window grows strip by strip; when two parts of it differ by more than chance explains, the older
 * one is dropped and its end is a shift. Every cut of the window is tried, not only those of a histogram: there are few strips.
 */

/** Probability of a false alarm that the threshold is made for. */
export const DELTA = 0.002;

/** Fewest strips of either part. */
export const FEWEST = 5;

/** Differences of less than this share of the levels are those of rounding. */
export const ROUNDING = 1e-9;

/** Indices of strips: the first one behind the shift, and the one with which it was found. */
export interface Found {
  readonly from: number;
  readonly found: number;
}

/** @param means (strips,) mean loss in each strip. */
export function levelShifts(means: Float64Array, noise: Noise): Found[] {
  const shifts: Found[] = [];
  const window = new Window(means, noise);
  for (let start = 0, end = 1; end <= means.length; end++) {
    if (!window.differs(start, end)) continue;
    start = window.locate(start, end);
    shifts.push({ from: start, found: end - 1 });
  }
  return shifts;
}

class Window {
  readonly #means: Float64Array;
  readonly #noise: Noise;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;

  constructor(means: Float64Array, noise: Noise) {
    this.#means = means;
    this.#noise = noise;
    [this.#sums, this.#squares] = running(means);
  }

  locate(start: number, end: number): number {
    return locate(this.#sums, start, end);
  }

  /** Whether some cut of [start, end) leaves parts whose means are farther apart than chance explains. */
  differs(start: number, end: number): boolean {
    const [sums, squares] = [this.#sums, this.#squares];
    const confidence = this.#noise.correlation * ln((2 * (end - start)) / DELTA);
    for (let cut = start + FEWEST; cut <= end - FEWEST; cut++) {
      const [n, m] = [cut - start, end - cut];
      const [before, after] = [(sums[cut]! - sums[start]!) / n, (sums[end]! - sums[cut]!) / m];
      // about the means of the two parts, so that the shift itself does not widen the threshold
      const scatter = squares[end]! - squares[start]! - before * before * n - after * after * m;
      const variance = Math.max(this.#noise.variance, scatter / (n + m - 2));
      const few = confidence * (1 / n + 1 / m);
      // of series that do not scatter at all every step counts, but not the rounding of sums
      const rounding = ROUNDING * (Math.abs(before) + Math.abs(after));
      const beyond = Math.abs(before - after) - Math.max(Math.sqrt(2 * variance * few), rounding);
      // a few strips that stick out are no level: the term of tails, which is dear, last
      if (beyond > 0 && beyond > (2 / 3) * few * this.#reach(start, cut, end, before, after)) return true;
    }
    return false;
  }

  /** Largest deviation of a strip from the mean of its part. */
  #reach(start: number, cut: number, end: number, before: number, after: number): number {
    const first = this.#means[0]!;
    let most = 0;
    for (let i = start; i < end; i++)
      most = Math.max(most, Math.abs(this.#means[i]! - first - (i < cut ? before : after)));
    return most;
  }
}
