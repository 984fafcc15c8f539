import { autocovariances } from "./block-length.ts";
import { residuals } from "./cuts.ts";

/** How a series scatters about its level, as far as shifts of the level do not count. */
export interface Noise {
  /** Variance of a strip: the median over stretches. */
  readonly variance: number;
  /** By how much the variance of a mean exceeds that of independent strips, >= 1: 1 + 2 Σ (1 - j/(lags + 1)) ρ_j, the median likewise. */
  readonly correlation: number;
}

/** Strips of a stretch in which correlation is measured, and lags that are. */
const STRETCH = 128;
const LAGS = 20;

/** Of fewer strips nothing is known. */
const FEWEST = 12;

/**
 * From stretches of 128 strips, so that shifts between them are not taken for noise; of a shorter series from all of it, less the best single shift, at lags
 * up to a fifth of it.
 */
export function noiseOf(means: Float64Array): Noise {
  if (means.length < FEWEST) return { variance: 0, correlation: 1 };
  if (means.length < STRETCH) {
    const { variance, time } = stretchOf(residuals(means), Math.min(LAGS, Math.floor(means.length / 5)));
    return { variance, correlation: Math.max(1, time) };
  }
  const stretches: ReturnType<typeof stretchOf>[] = [];
  for (let from = 0; from + STRETCH <= means.length; from += STRETCH)
    stretches.push(stretchOf(means.subarray(from, from + STRETCH), LAGS));
  return {
    variance: median(stretches.map(({ variance }) => variance)),
    correlation: Math.max(1, median(stretches.map(({ time }) => time))),
  };
}

function stretchOf(means: Float64Array, lags: number): { readonly variance: number; readonly time: number } {
  const covariances = autocovariances(means, lags);
  const variance = covariances[0]!;
  let time = 1;
  for (let lag = 1; lag <= lags && variance > 0; lag++)
    time += 2 * (1 - lag / (lags + 1)) * (covariances[lag]! / variance);
  return { variance, time };
}

/** The upper one of two in the middle; of at least one number. */
export function median(values: ArrayLike<number>): number {
  return Float64Array.from(values).sort()[values.length >> 1]!;
}
