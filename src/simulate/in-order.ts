import type { Control } from "../engine/drive.ts";
import { follow } from "../engine/pace.ts";
import { Progress } from "./progress.ts";
import type { Player } from "./play.ts";

/** One of several independent jobs. */
export type Work<T> = (index: number, player: Player, control: Control) => Promise<T>;

/**
 * Jobs by whichever player is free, one for each of `weights`, their results in this order, whatever the order in which they are done. No
 * more than two jobs a player are begun beyond the result that is wanted. Progress is the rounds that all jobs have played in
 * their first passes, each job's times its weight.
 */
export async function* inOrder<T>(
  weights: readonly number[],
  players: readonly Player[],
  { signal, onProgress }: Control,
  work: Work<T>,
): AsyncGenerator<T, void> {
  const stop = follow(signal);
  const progress = new Progress(onProgress, weights);
  const free = new Free(players);
  const one = async (index: number): Promise<T> => {
    const player = await free.take();
    try {
      return await work(index, player, {
        signal: stop.signal,
        onProgress: (rounds, pass) => void (pass === 1 && progress.update(index, rounds)),
      });
    } finally {
      free.give(player);
    }
  };
  const n = weights.length;
  const begun: Promise<T>[] = [];
  try {
    for (let i = 0, next = 0; i < n; i++) {
      for (; next < Math.min(n, i + 2 * players.length); next++) {
        const job = one(next);
        // heard of when its turn comes
        job.catch(() => undefined);
        begun.push(job);
      }
      yield await begun.shift()!;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(begun);
  }
}

/** Players that have nothing to do, and those who wait for one: first come, first served. */
class Free {
  readonly #players: Player[];
  readonly #waiting: ((player: Player) => void)[] = [];

  constructor(players: readonly Player[]) {
    this.#players = [...players];
  }

  async take(): Promise<Player> {
    return this.#players.pop() ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
  }

  give(player: Player): void {
    const next = this.#waiting.shift();
    if (next) next(player);
    else this.#players.push(player);
  }
}
