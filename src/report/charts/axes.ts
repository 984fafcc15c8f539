import type { ScaleOptions } from "@observablehq/plot";

const UNITS: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

/** A number at an axis: thousands and more by a letter, no trailing zeros. */
export function tick(x: number): string {
  const [unit, letter] = UNITS.find(([unit]) => Math.abs(x) >= unit) ?? [1, ""];
  return `${Number((x / unit).toPrecision(4))}${letter}`;
}

/** Most ticks of an axis. */
const MOST = 9;

/**
 * A logarithmic axis of some values, with ticks at powers of ten and, where there are few of them, in between: of a tick that D3 deems one
 * too many it shows no number. Where the axis is too short for any, it finds its own.
 */
export function logarithmic(values: readonly number[]): ScaleOptions {
  const [least, most] = ends(values);
  const from = Math.floor(Math.log10(least));
  const powers = Array.from({ length: Math.floor(Math.log10(most)) - from + 1 }, (_, i) => from + i);
  const inside = (x: number): boolean => x >= least && x <= most;
  const decades = Math.log10(most / least);
  const between = decades <= 2 ? [1, 2, 5] : decades <= 3 ? [1, 3] : [1];
  const all = powers.flatMap((power) => between.map((x) => Number(`${x}e${power}`))).filter(inside);
  const every = Math.ceil(all.length / MOST);
  const ticks = all.filter((_, i) => i % every === 0);
  return { type: "log", tickFormat: tick, ...(ticks.length > 1 ? { ticks } : { ticks: 4 }) };
}

/** What a linear axis says of large values. */
export function linear(values: readonly number[]): ScaleOptions {
  const [least, most] = ends(values);
  return Math.max(Math.abs(least), Math.abs(most)) >= 1e4 ? { tickFormat: tick } : {};
}

export function ends(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], x) => [Math.min(least, x), Math.max(most, x)],
    [Infinity, -Infinity],
  );
}
