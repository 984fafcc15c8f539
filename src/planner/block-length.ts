import { ln } from "../elementary.ts";

/**
 * How many neighbours a block of the bootstrap must keep together: the automatic rule of Politis and White (2004), "Automatic block-length
 * selection for the dependent bootstrap", Econometric Reviews 23, for circular blocks, as corrected by Patton, Politis and White (2009).
 */

/** Autocovariances at lags 0..most of a series about its mean, each over n. */
export function autocovariances(series: Float64Array, most: number): Float64Array {
  const n = series.length;
  const mean = series.reduce((sum, x) => sum + x, 0) / n;
  return Float64Array.from({ length: most + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (series[i]! - mean) * (series[i - lag]! - mean);
    return sum / n;
  });
}

/** Block length in elements of the series, from 1 to min(3 sqrt n, n/3). */
export function blockLength(series: Float64Array): number {
  const n = series.length;
  const longest = Math.max(1, Math.ceil(Math.min(3 * Math.sqrt(n), n / 3)));
  const log10 = ln(n) / ln(10);
  const quiet = Math.max(5, Math.ceil(Math.sqrt(log10)));
  const most = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + quiet);
  const covariances = autocovariances(series, most);
  if (!(covariances[0]! > 0)) return 1;
  const band = Math.min(most, 2 * lastLoud(covariances, quiet, 2 * Math.sqrt(log10 / n)));
  let [spectrum, slope] = [covariances[0]!, 0];
  for (let lag = 1; lag <= band; lag++) {
    const weighted = 2 * flatTop(lag / band) * covariances[lag]!;
    spectrum += weighted;
    slope += lag * weighted;
  }
  // b^3 = 2 slope^2 n / (4/3 spectrum^2), rounded up
  const cube = (1.5 * slope * slope * n) / (spectrum * spectrum);
  let length = 1;
  while (length < longest && length * length * length < cube) length++;
  return length;
}

/** The last lag, at least 1, before `quiet` correlations in a row that could be 0; the last but `quiet` where there is none. */
function lastLoud(covariances: Float64Array, quiet: number, limit: number): number {
  let run = 0;
  for (let lag = 1; lag < covariances.length; lag++) {
    run = Math.abs(covariances[lag]!) < limit * covariances[0]! ? run + 1 : 0;
    if (run === quiet) return Math.max(1, lag - quiet);
  }
  return Math.max(1, covariances.length - 1 - quiet);
}

/** The lag window: 1 up to the middle of the band, then falling to 0 at its end. */
function flatTop(share: number): number {
  return share <= 0.5 ? 1 : 2 * (1 - share);
}
