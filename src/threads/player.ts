import { unpackError } from "../data/parcel.ts";
import type { Player } from "../simulate/play.ts";
import type { Delivery, Job, Order, Progressed } from "./message.ts";

/** Plays in the thread behind a port (`attend.ts`): the standings, errors and progress that `play` gives here. */
export function playerBehind(thread: MessagePort): Player {
  return async function* (play, { signal, onProgress }) {
    const { port1: port, port2 } = new MessageChannel();
    const inbox = new Inbox(port, onProgress);
    const order = (what: Order): void => port.postMessage(what);
    const stop = (): void => order("stop");
    signal?.addEventListener("abort", stop);
    const stopped = signal?.aborted ?? false;
    thread.postMessage({ play, port: port2, stopped } satisfies Job, [port2]);
    try {
      for (;;) {
        const delivery = await inbox.next();
        if (delivery === "end") return;
        if ("error" in delivery) throw unpackError(delivery);
        yield delivery.standings;
        order("more");
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      stop();
      port.close();
    }
  };
}

/** What has arrived of a play. */
class Inbox {
  readonly #arrived: Delivery[] = [];
  #wake = (): void => {};

  constructor(port: MessagePort, onProgress: ((rounds: number, pass: number) => void) | undefined) {
    port.onmessage = ({ data }: MessageEvent<Delivery | Progressed>) => {
      if (typeof data === "object" && "pass" in data) return onProgress?.(data.rounds, data.pass);
      this.#arrived.push(data);
      this.#wake();
    };
    // where the host tells: the thread has died
    port.addEventListener("close", () => {
      this.#arrived.push({ error: new Error("the thread that plays has ended"), input: null });
      this.#wake();
    });
    // whether the process is kept alive is decided by the crew
    (port as { unref?: () => void }).unref?.();
  }

  async next(): Promise<Delivery> {
    if (this.#arrived.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#arrived.shift()!;
  }
}
