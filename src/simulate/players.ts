import { wholeNumber } from "../check.ts";
import { startCrew } from "../threads/crew.ts";
import { playerBehind } from "../threads/player.ts";
import { compiled, type EngineSource } from "../wasm/kernels.ts";
import { nameOf, type Variant } from "../wasm/variants.ts";
import { playHere } from "./here.ts";
import { kindOf, type Play, type Player } from "./play.ts";

/** Those who play: threads, or this one alone. */
export interface Players {
  readonly players: readonly Player[];
  /** Runs a generator that waits for them, and keeps the process alive while, and only while, somebody waits for it. */
  readonly awaited: <T>(work: AsyncGenerator<T, void>) => AsyncGenerator<T, void>;
}

/** Whether the lanes of a panel have rows of their own: replicates, or the states of a world. */
function ownRows({ replicates, stream }: Play): boolean {
  return replicates > 1 || stream.world !== undefined;
}

/** How many threads a caller allows. */
export function workersOf(who: string, workers: number = 1): number {
  return wholeNumber(`${who}: workers`, workers, 1, 1024);
}

/**
 * At most `workers` threads, and no more than there are pieces of work; none for a single one. Where threads cannot be started
 * this one plays.
 */
export async function playersFor(workers: number, pieces: number): Promise<Players> {
  const size = Math.min(workers, pieces);
  const crew = size > 1 ? await startCrew(size) : null;
  if (crew === null) return { players: [playHere], awaited: (work) => work };
  // compiled once for all threads and plays
  const modules = new Map<EngineSource | string, Promise<WebAssembly.Module>>();
  const moduleOf = (variant: Variant, source?: EngineSource): Promise<WebAssembly.Module> => {
    const key = source ?? nameOf(variant);
    const known = modules.get(key) ?? compiled(variant, source);
    modules.set(key, known);
    return known;
  };
  return {
    players: crew.ports.map((port) => {
      const player = playerBehind(port);
      return async function* (of, control) {
        const { precision, relaxed } = of;
        const kind = kindOf(of);
        const [engine, ownRowsEngine] = await Promise.all([
          of.stream.world ? of.engine : moduleOf({ ...kind, precision, relaxed }, of.engine),
          ownRows(of) ? moduleOf({ ...kind, precision, ownRows: true }) : undefined,
        ]);
        yield* player({ ...of, engine, ...(ownRowsEngine && { ownRowsEngine }) }, control);
      };
    }),
    async *awaited(work) {
      try {
        for (;;) {
          crew.keepAlive(true);
          const { done, value } = await work.next();
          crew.keepAlive(false);
          if (done) return;
          yield value;
        }
      } finally {
        crew.keepAlive(true);
        await work.return();
        crew.end();
      }
    },
  };
}
