import { ln } from "../elementary.ts";
import { DELTA, FEWEST, type Found, ROUNDING } from "./adwin.ts";
import { median, noiseOf } from "./noise.ts";

/**
 * Where a series leaves its level for a few strips: shifts that a learner has soon adapted to, which no mean over a window shows. A CUSUM against a robust
 * level, in signs (Page 1954; McGilchrist and Woodyer 1975): it counts strips in a row that stick out. How far they do is not used, so that a tail is no
 * burst however long it is. In strips in no order m of them follow each other by chance as often as the share that sticks out says; bursts are
 * runs so long that there are more of them than that.
 */

/** Robust standard deviations above the level from which on a strip sticks out. */
const BEYOND = 3;

/** Of normal noise: standard deviation over median deviation. */
const NORMAL = 1.4826;

/** Strips apart at least; what comes sooner is the same burst. */
export const APART = 5;

export interface Bursts {
  /** In their order; `end` is the first strip behind the burst. */
  readonly list: readonly Burst[];
  /** Strips in a row that make a burst: of those found, or of one that were alone; Infinity where no number of them does. */
  readonly shortest: number;
}

export interface Burst extends Found {
  readonly end: number;
  /** Median of the series, which it leaves: a mean would contain bursts. */
  readonly level: number;
}

/** @param means (strips,) of a series without shifts that last. */
export function findBursts(means: Float64Array): Bursts {
  if (means.length < FEWEST) return { list: [], shortest: Infinity };
  const level = median(means);
  const spread = NORMAL * median(means.map((x) => Math.abs(x - level)));
  const rounding = ROUNDING * means.reduce((sum, x) => sum + Math.abs(x) / means.length, 0);
  const limit = level + Math.max(BEYOND * spread, rounding);
  const out = means.map((x) => (x > limit ? 1 : 0));
  const chance: Chance = {
    strips: means.length,
    out: out.reduce((sum, one) => sum + one, 0),
    // of what does not stick out, so that bursts do not count as correlation
    correlation: noiseOf(means.map((x) => (x > limit ? level : x))).correlation,
  };
  const runs = runsOf(out);
  const length = shortestOf(runs, chance);
  const list = groupsOf(runs).flatMap((own): Burst[] => {
    const long = own.find(({ from, to }) => to - from >= length);
    return long ? [{ from: own[0]!.from, found: long.from + length - 1, end: own.at(-1)!.to, level }] : [];
  });
  return { list, shortest: Math.min(length, shortestAlone(chance)) };
}

interface Run {
  readonly from: number;
  readonly to: number;
}

function runsOf(out: Float64Array): Run[] {
  const runs: Run[] = [];
  for (let to = 0; to < out.length; to++) {
    const from = to;
    while (to < out.length && out[to] === 1) to++;
    if (to > from) runs.push({ from, to });
  }
  return runs;
}

/** Runs that are next to each other, so that a strip that does not stick out parts no burst. A strip alone is no part of one. */
function groupsOf(runs: readonly Run[]): Run[][] {
  const groups: Run[][] = [];
  for (const run of runs) {
    if (run.to - run.from < 2) continue;
    const own = groups.at(-1);
    if (own && run.from < own.at(-1)!.to + APART) own.push(run);
    else groups.push([run]);
  }
  return groups;
}

/** How runs come about by chance: m strips that are alike are worth m/`correlation` that are not. */
interface Chance {
  readonly strips: number;
  readonly out: number;
  readonly correlation: number;
}

/** Fewest strips of a run of which there are more than chance explains; Infinity for none. */
function shortestOf(runs: readonly Run[], chance: Chance): number {
  const longest = Math.max(0, ...runs.map(({ from, to }) => to - from));
  for (let length = 2; length <= longest; length++) {
    const count = runs.filter(({ from, to }) => to - from >= length).length;
    if (unlikely(count, length, chance)) return length;
  }
  return Infinity;
}

/** One run among what sticks out already. */
function shortestAlone(chance: Chance): number {
  for (let length = 2; length <= chance.strips; length++)
    if (unlikely(1, length, { ...chance, out: Math.max(chance.out, length) })) return length;
  return Infinity;
}

/** Chernoff's bound on a Poisson count of runs, whose mean is at most strips (out/strips)^(length/correlation). */
function unlikely(count: number, length: number, { strips, out, correlation }: Chance): boolean {
  const mean = ln(strips) + (length / correlation) * ln(out / strips);
  return count * (1 + mean - ln(count)) <= ln(DELTA);
}
