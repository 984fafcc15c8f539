import { FEWEST, levelShifts } from "./adwin.ts";
import { APART, type Burst, type Bursts, findBursts } from "./bursts.ts";
import { noiseOf } from "./noise.ts";

/** Where a log shifts: where the loss of one learner moves and stays, and between these where that of any of them leaves its level for a while. */

export interface Shifted {
  readonly list: readonly Seen[];
  /** Autocorrelation time in strips, by which thresholds are widened. */
  readonly correlation: number;
  /** What lasts fewer strips is not seen. */
  readonly shortest: number;
}

/** A shift. `end` is the first strip from which on the level behind it can be that before the next one. */
export interface Seen extends Omit<Burst, "level"> {
  /** Index of the learner in whose loss it was seen. */
  readonly by: number;
  /** Mean loss a row that was left for a while only, always for the worse; null where the level itself moved. */
  readonly left: number | null;
}

/**
 * @param series of each learner (strips,) mean loss in each strip.
 * @param watched index of the one whose level is watched. Bursts are looked for in all: the slower a learner is, the longer they last.
 */
export function findShifts(series: readonly Float64Array[], watched: number): Shifted {
  const means = series[watched]!;
  const noise = noiseOf(means);
  const levels = levelShifts(means, noise);
  const list: Seen[] = [];
  let shortest = FEWEST;
  [null, ...levels].forEach((shift, i) => {
    const [start, stop] = [shift?.from ?? 0, levels[i]?.from ?? means.length];
    if (shift) list.push({ ...shift, end: shift.from, by: watched, left: null });
    const bursts = series.map((own) => findBursts(own.subarray(start, stop)));
    shortest = Math.min(shortest, ...bursts.map((own) => own.shortest));
    // what is next to a shift of the level belongs to it; before the first strip there is no level
    const [first, last] = [shift ? APART : 1, stop - start - (levels[i] ? APART : 0)];
    for (const { from, found, end, by, level } of joined(bursts))
      if (from >= first && end <= last)
        list.push({ from: start + from, found: start + found, end: start + end, by, left: level });
  });
  return { list, correlation: noise.correlation, shortest };
}

/** Those of all learners in their order; what overlaps is one, named after the learner in which it began. */
function joined(bursts: readonly Bursts[]): (Burst & { by: number })[] {
  const all = bursts.flatMap(({ list }, by) => list.map((burst) => ({ ...burst, by })));
  const distinct: (Burst & { by: number })[] = [];
  for (const burst of all.sort((a, b) => a.from - b.from || a.by - b.by)) {
    const before = distinct.at(-1);
    if (before && burst.from < before.end + APART)
      distinct[distinct.length - 1] = { ...before, end: Math.max(before.end, burst.end) };
    else distinct.push(burst);
  }
  return distinct;
}
