import type { Dice } from "./dice.ts";
import type { Row } from "./rows.ts";

/**
 * When feedback is there, by definition (docs/rounds.md, 1): rows sorted by when it is, and counted. Rounds are s = 1..T; the clock of round s is its
 * time, or s itself.
 */
export interface Arrivals {
  /** sigma(n): the row learned as the n-th. */
  readonly order: (n: number) => number;
  /** A(s): how many rows before s have feedback that is there when s is decided. */
  readonly arrived: (s: number) => number;
}

export function arrivals(rows: readonly Row[]): Arrivals {
  const clock = rows.map(({ time }, i) => time ?? i + 1);
  const ready = rows.map(({ delay, feedback }, i) => {
    const never = (feedback ?? delay) === Infinity;
    return never ? clock[i]! : (feedback ?? i + 1 + Math.max(1, delay!));
  });
  const order = rows.map((_, i) => i + 1).sort((a, b) => ready[a - 1]! - ready[b - 1]! || a - b);
  return {
    order: (n) => order[n - 1]!,
    arrived: (s) => ready.slice(0, s - 1).filter((r) => r <= clock[s - 1]!).length,
  };
}

/** Mostly short delays, now and then a long one, and some that never end. */
export function mixedDelay(dice: Dice): number {
  return dice.uniform() < 0.05 ? Infinity : tailedDelay(dice);
}

/** Heavy tails: every power of ten is rarer by a factor of ten; now and then beyond any log. */
export function tailedDelay(dice: Dice): number {
  return dice.uniform() < 0.01 ? 2 ** 31 - 1 : Math.floor(1 / Math.max(dice.uniform(), 1e-4)) - 1;
}

/** Times that now and then stand still, feedback at some time between. */
export function timed(dice: Dice, rows: readonly Row[], neverShare: number): Row[] {
  let time = -50;
  return rows.map((row) => {
    if (dice.uniform() < 0.7) time += dice.uniform() < 0.5 ? 1 : 3 * dice.uniform();
    const wait = dice.pick([0, 1, 2.5, 7 * dice.uniform(), 1 / Math.max(dice.uniform(), 1e-3)]);
    return { ...row, time, feedback: dice.uniform() < neverShare ? Infinity : time + wait };
  });
}

/** The same rows with the delays that their times imply: the first round that finds the feedback there; beyond the log where none does. */
export function impliedDelays(rows: readonly Row[]): Row[] {
  return rows.map(({ dense, sparse, outcome, weight, feedback }, i) => {
    const s = rows.findIndex(({ time }, j) => j > i && feedback! <= time!);
    const delay = feedback === Infinity ? Infinity : s < 0 ? rows.length : s - i;
    return { dense, sparse, outcome, weight, delay };
  });
}
