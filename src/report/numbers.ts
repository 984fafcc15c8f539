/** Numbers as people read them. Missing ones and those that are not finite are a dash. */

const DASH = "-";

/** A number with so many digits behind the point. */
export function decimals(x: number | null, digits: number): string {
  if (x === null || !Number.isFinite(x)) return DASH;
  return Math.abs(x) >= 1e7 ? x.toExponential(2) : x.toFixed(digits);
}

/** A count or a total: whole, in groups of three, and with an exponent from ten million million on. */
export function grouped(x: number | null): string {
  if (x === null || !Number.isFinite(x)) return DASH;
  if (Math.abs(x) >= 1e13) return x.toExponential(2);
  return String(Math.round(x))
    .replace(/^-0$/, "0")
    .replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `first row`, `first 1,000 rows` */
export function firstRows(n: number): string {
  return n === 1 ? "first row" : `first ${grouped(n)} rows`;
}

/** So many significant digits. */
export function significant(x: number | null, digits: number): string {
  if (x === null || !Number.isFinite(x)) return DASH;
  if (x === 0) return "0";
  const size = Math.abs(x);
  return size >= 1e6 || size < 1e-4 ? x.toExponential(digits - 1) : String(Number(x.toPrecision(digits)));
}

/** A share such as epsilon, in percent, with as many digits as it needs. */
export function share(x: number): string {
  return `${Number((100 * x).toPrecision(6))}%`;
}

/** A rate, in percent with so many digits behind the point. */
export function percent(x: number | null, digits: number): string {
  return x === null || !Number.isFinite(x) ? DASH : `${(100 * x).toFixed(digits)}%`;
}
