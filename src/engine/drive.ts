import { pacer } from "./pace.ts";

/** What plays: at most `block` rounds [from, from + n) at once, whose rows the feed has made ready. */
export interface Driven {
  readonly options: { readonly shape: { readonly block: number } };
  play(from: number, n: number): void;
}

/** Where rows come from: makes up to `most` rounds from round `from` on ready in the ring, and says how many. 0 = no more. */
export type Feed = (from: number, most: number) => number | Promise<number>;

/** A place where the drive stopped: a checkpoint, the end of the stream, or an interruption. */
export interface Stop {
  readonly rounds: number;
  readonly interrupted: boolean;
  /** Nothing follows. */
  readonly last: boolean;
}

/**
 * Plays a stream up to each of the given rounds in turn. Between blocks of at most `block` rounds the event loop gets its
 * turn and the signal is looked at; a block ends at every stop, so the results do not depend on its size.
 */
export async function* drive(
  session: Driven,
  feed: Feed,
  stops: readonly number[],
  {
    signal,
    onProgress,
  }: { readonly signal?: AbortSignal | undefined; readonly onProgress?: Progress | undefined },
): AsyncGenerator<Stop> {
  const { block } = session.options.shape;
  const pause = pacer();
  let round = 0;
  for (const stop of stops) {
    while (round < stop) {
      const turn = pause();
      if (turn) {
        await turn;
        onProgress?.(round);
      }
      if (signal?.aborted) return yield { rounds: round, interrupted: true, last: true };
      const ready = feed(round, Math.min(block, stop - round));
      const n = typeof ready === "number" ? ready : await ready;
      if (n === 0) return yield { rounds: round, interrupted: false, last: true };
      session.play(round, n);
      round += n;
    }
    onProgress?.(round);
    yield { rounds: round, interrupted: false, last: stop === stops.at(-1) };
  }
}

/** Products of a feature with a panel's weights, or of two features, that take a few milliseconds. */
const TURN = 2 ** 21;

/** Features of a block that stay in the second-level cache between being written and being played. */
const NEAR = 2 ** 16;

/**
 * Most rounds played between two looks at the signal: 1,024, fewer where rows are so wide that they would leave the cache meanwhile,
 * or learners so many that they would take longer than a few milliseconds.
 */
export function usualBlock(columns: number, panels: number, hessian: boolean): number {
  const products = columns * panels + (hessian ? columns ** 2 / 2 : 0);
  const near = Math.max(64, Math.floor(NEAR / Math.max(1, columns)));
  return Math.max(1, Math.min(1024, near, Math.floor(TURN / Math.max(1, products))));
}

/** Called every few milliseconds with the rounds played so far. */
export type Progress = (rounds: number) => void;

/** Rounds 16 · 2^(j/2) below `rounds`, then `rounds`: log-spaced, the same whatever the horizon. */
export function checkpoints(rounds: number): number[] {
  const grid: number[] = [];
  for (let j = 8; ; j++) {
    const round = Math.round((j % 2 ? Math.SQRT2 : 1) * 2 ** Math.floor(j / 2));
    if (round >= rounds) break;
    grid.push(round);
  }
  return [...grid, rounds];
}

/** How a caller stops a run and hears of it. */
export interface Control {
  /** Stops the run within 50 ms. */
  readonly signal?: AbortSignal | undefined;
  /** Called every few milliseconds with the rounds played so far, and the pass over the stream, from 1. */
  readonly onProgress?: ((rounds: number, pass: number) => void) | undefined;
}

/** What of it a drive takes in pass `pass` over the stream, from 1. */
export function progressOf(
  { signal, onProgress }: Control,
  pass: number,
): { readonly signal: AbortSignal | undefined; readonly onProgress: Progress } {
  return { signal, onProgress: (rounds) => onProgress?.(rounds, pass) };
}
