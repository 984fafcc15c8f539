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
  const rounded = Number(x.toPrecision(digits));
  const size = Math.abs(x);
  return size >= 1e6 || size < 1e-4 ? rounded.toExponential() : String(rounded);
}

/** The same on a page, where large numbers stand in groups of three and keep the digits before their point. */
export function readable(x: number | null, digits: number): string {
  const size = Math.abs(x ?? NaN);
  if (x === null || !(size >= 1e3 && size < 1e13)) return significant(x, digits);
  const behind = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const [whole, rest] = String(Number(x.toFixed(behind))).split(".");
  return grouped(Number(whole)) + (rest === undefined ? "" : `.${rest}`);
}

/** Share of a number that is no more than its rounding. */
const ROUNDING = 1e-12;

/** A number, or 0 where it is nothing but the rounding of numbers as large as `scale`. */
export function beyondRounding(x: number, scale: number): number {
  return Math.abs(x) <= ROUNDING * Math.abs(scale) ? 0 : x;
}

/** A share such as epsilon, in percent, with as many digits as it needs. */
export function share(x: number): string {
  return `${Number((100 * x).toPrecision(6))}%`;
}

/** A rate, in percent with so many digits behind the point. */
export function percent(x: number | null, digits: number): string {
  return x === null || !Number.isFinite(x) ? DASH : `${(100 * x).toFixed(digits)}%`;
}
