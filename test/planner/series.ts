import { Dice } from "../dice.ts";

/** Series of strips made up for detectors of shifts. */

/** Levels one after the other, each for some strips, and normal noise of autocorrelation `share`. */
export function levels(
  parts: readonly (readonly [strips: number, level: number])[],
  seed: number,
  share = 0,
): Float64Array {
  const dice = new Dice(seed);
  let noise = dice.normal();
  return Float64Array.from(
    parts.flatMap(([strips, level]) =>
      Array.from({ length: strips }, () => {
        noise = share * noise + Math.sqrt(1 - share ** 2) * dice.normal();
        return level + noise;
      }),
    ),
  );
}

/** So much more for the first strips of every 56. */
export function bursts(size: number, strips: number, seed: number): Float64Array {
  return levels([[1008, 1]], seed).map((x, i) => x + (i % 56 >= 28 && i % 56 < 28 + strips ? size : 0));
}

/** Series that do not shift, and whose noise is hard to tell from shifts. */
export const STEADY: readonly (readonly [
  name: string,
  strips: number,
  of: (seed: number) => Float64Array,
])[] = [
  ["alike 0.5", 40, (seed) => levels([[40, 5]], seed, 0.5)],
  ["alike 0.5", 127, (seed) => levels([[127, 5]], seed, 0.5)],
  ["alike 0.8", 127, (seed) => levels([[127, 5]], seed, 0.8)],
  ["alike 0.95", 500, (seed) => levels([[500, 5]], seed, 0.95)],
  ["lognormal", 500, (seed) => levels([[500, 0]], seed).map(Math.exp)],
  ["rare events", 500, (seed) => levels([[500, 0]], seed).map((x) => (x > 2.05 ? 4 : 0.02))],
  ["a season of 48", 127, (seed) => levels([[127, 0]], seed).map((x, i) => x + Math.sin((Math.PI * i) / 24))],
];
