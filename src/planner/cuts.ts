/** A series of strips in two parts, each with a mean of its own. */

/** Sums and sums of squares up to each element, of the series less its first element: less is lost in their differences. */
export function running(series: Float64Array): [sums: Float64Array, squares: Float64Array] {
  const [sums, squares] = [new Float64Array(series.length + 1), new Float64Array(series.length + 1)];
  for (let i = 0; i < series.length; i++) {
    const x = series[i]! - series[0]!;
    sums[i + 1] = sums[i]! + x;
    squares[i + 1] = squares[i]! + x * x;
  }
  return [sums, squares];
}

/** The cut of [start, end) whose two means leave the least squares. */
export function locate(sums: Float64Array, start: number, end: number): number {
  let [best, most] = [start + 1, -1];
  for (let cut = start + 1; cut < end; cut++) {
    const [n, m] = [cut - start, end - cut];
    const apart = (sums[cut]! - sums[start]!) / n - (sums[end]! - sums[cut]!) / m;
    const gained = ((n * m) / (n + m)) * apart * apart;
    if (gained > most) [best, most] = [cut, gained];
  }
  return best;
}

/** What the best two means leave of a series. */
export function residuals(series: Float64Array): Float64Array {
  const [sums] = running(series);
  const cut = locate(sums, 0, series.length);
  const [before, after] = [sums[cut]! / cut, (sums[series.length]! - sums[cut]!) / (series.length - cut)];
  return series.map((x, i) => x - series[0]! - (i < cut ? before : after));
}
