/** Long work in short turns: the event loop gets its turn every few milliseconds, so that timers, signals and input go on. */

/** Milliseconds of work between two turns of the event loop. */
const TURN = 10;

/** Call between pieces of work of at most a few milliseconds; resolves at once unless a turn is over. */
export function pacer(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < TURN) return undefined;
    return nextTurn().then(() => {
      last = performance.now();
    });
  };
}

/** The same for work that a signal may call off: resolves to false once it has. */
export function restUntil(signal: AbortSignal | undefined): () => Promise<boolean> | undefined {
  const pause = pacer();
  return () => pause()?.then(() => signal?.aborted !== true);
}

/** A signal of one's own that also comes when another one does. */
export interface Follower {
  readonly signal: AbortSignal;
  /** Sets it, and ends the following. */
  readonly abort: () => void;
}

export function follow(signal: AbortSignal | undefined): Follower {
  const own = new AbortController();
  const abort = (): void => {
    signal?.removeEventListener("abort", abort);
    own.abort();
  };
  if (signal?.aborted) own.abort();
  else signal?.addEventListener("abort", abort);
  return { signal: own.signal, abort };
}

/** After the event loop has gone round once. A message port is used because browsers hold timers back. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") return void setImmediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
