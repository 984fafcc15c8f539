/**
 * Time stamps as milliseconds since 1970-01-01 on the clock they were written with: no zone is added or removed, and `readZone` says how far
 * that clock is ahead.
 * Day arithmetic after Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil, civil_from_days).
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A part of a time stamp that can be a feature. */
export type TimePart = "hour" | "weekday" | "month";

export const TIME_PARTS: readonly TimePart[] = ["hour", "weekday", "month"];

/** The part of a time stamp that is missing. */
const MISSING = 31;

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** Hour 0 to 23, weekday 0 (Sunday) to 6, month 0 to 11, of each of the n time stamps, 31 of NaN; `out` (n,). */
export function timeParts(part: TimePart, times: Float64Array, n: number, out: Int32Array): void {
  for (let i = 0; i < n; i++) {
    const time = times[i]!;
    const day = Math.floor(time / DAY);
    if (Number.isNaN(time)) out[i] = MISSING;
    else if (part === "hour") out[i] = Math.floor((time - day * DAY) / HOUR);
    else if (part === "weekday") out[i] = (((day + 4) % 7) + 7) % 7;
    else out[i] = monthOfDay(day);
  }
}

/** `7`, `Monday`, `January`, `(missing)` */
export function timePartName(part: TimePart, value: number): string {
  if (value === MISSING) return "(missing)";
  if (part === "hour") return String(value);
  return (part === "weekday" ? WEEKDAYS[value] : MONTHS[value]) ?? String(value);
}

/** 0 for January to 11, of the day so many days after 1970-01-01. */
function monthOfDay(day: number): number {
  const z = day + 719_468;
  const dayOfEra = z - Math.floor(z / 146_097) * 146_097;
  const year = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  return (Math.floor((5 * dayOfYear + 2) / 153) + 2) % 12;
}

function daysFromDate(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** Two digits at p, or -1000. */
function two(bytes: Uint8Array, p: number): number {
  const tens = bytes[p]! - 48;
  const ones = bytes[p + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1000;
}

/**
 * The time written in bytes [from, to): `2001-01-31`, then optionally `T` or a blank and `07:15`, `07:15:00` or
 * `07:15:00.123`, then optionally `Z` or `+01:00`, which is ignored. NaN where it is something else.
 */
export function readTime(bytes: Uint8Array, from: number, to: number): number {
  const year = two(bytes, from) * 100 + two(bytes, from + 2);
  const month = two(bytes, from + 5);
  const day = two(bytes, from + 8);
  const dashes = bytes[from + 4] === 45 && bytes[from + 7] === 45;
  if (to - from < 10 || !dashes || !(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31))
    return NaN;
  const date = daysFromDate(year, month, day) * DAY;
  if (to - from === 10) return date;
  const separator = bytes[from + 10];
  const hour = two(bytes, from + 11);
  const minute = two(bytes, from + 14);
  if (to - from < 16 || (separator !== 32 && separator !== 84) || bytes[from + 13] !== 58) return NaN;
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59)) return NaN;
  let p = from + 16;
  let milliseconds = 0;
  if (p < to && bytes[p] === 58) {
    const second = two(bytes, p + 1);
    if (p + 3 > to || !(second >= 0 && second <= 60)) return NaN;
    milliseconds = second * 1000;
    p += 3;
    if (p < to && (bytes[p] === 46 || bytes[p] === 44)) {
      let unit = 100;
      while (++p < to && bytes[p]! >= 48 && bytes[p]! <= 57) {
        milliseconds += unit * (bytes[p]! - 48);
        unit /= 10;
      }
    }
  }
  return endsWithZone(bytes, p, to) ? date + hour * HOUR + minute * MINUTE + Math.floor(milliseconds) : NaN;
}

/** Milliseconds that the clock of the time stamp in bytes [from, to) is ahead of UTC; 0 where it does not say. */
export function readZone(bytes: Uint8Array, from: number, to: number): number {
  // the last sign behind hours and minutes, not one of the date
  let p = to - 1;
  while (p > from + 15 && bytes[p] !== 43 && bytes[p] !== 45) p--;
  if (p <= from + 15) return 0;
  const minutes = bytes[p + 3] === 58 ? p + 4 : p + 3;
  const ahead = two(bytes, p + 1) * HOUR + (minutes < to ? two(bytes, minutes) * MINUTE : 0);
  return bytes[p] === 43 ? ahead : -ahead;
}

/** `2001-01-31 07:15`, with seconds and milliseconds where there are any. */
export function timeText(time: number): string {
  const date = new Date(time);
  // beyond the years that a Date can hold
  if (Number.isNaN(date.getTime())) return String(time);
  const end = time % MINUTE === 0 ? -8 : time % 1000 === 0 ? -5 : -1;
  return date.toISOString().slice(0, end).replace("T", " ");
}

/** True where [p, to) is empty, `Z`, or an offset such as `+01:00`, `-0800` or `+01`. */
function endsWithZone(bytes: Uint8Array, p: number, to: number): boolean {
  if (p < to && bytes[p] === 32) p++;
  if (p === to || (p + 1 === to && bytes[p] === 90)) return true;
  if (bytes[p] !== 43 && bytes[p] !== 45) return false;
  const minutes = bytes[p + 3] === 58 ? p + 4 : p + 3;
  return two(bytes, p + 1) >= 0 && (to === p + 3 || (to === minutes + 2 && two(bytes, minutes) >= 0));
}
