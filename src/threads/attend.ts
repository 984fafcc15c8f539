import { hostThreads } from "../data/host.ts";
import { packError } from "../data/parcel.ts";
import { playHere } from "../simulate/here.ts";
import { AHEAD, type Delivery, type Job, type Order, type Progressed } from "./message.ts";

/** The thread that plays: what a crew starts, in Node and in browsers. `player.ts` is the other end of its ports. */

/** Takes jobs from a port from now on. Several may be under way, each in a memory of its own. */
export default function attend(port: MessagePort): void {
  port.onmessage = ({ data }: MessageEvent<Job>) => void perform(data);
  port.postMessage("ready");
}

// in a browser nobody calls `attend`: the port comes as the first message
if (hostThreads() === undefined) {
  globalThis.onmessage = ({ data }: MessageEvent<MessagePort>) => attend(data);
}

async function perform({ play: of, port, stopped }: Job): Promise<void> {
  const stop = new AbortController();
  if (stopped) stop.abort();
  let allowed = AHEAD;
  let wake = (): void => {};
  port.onmessage = ({ data }: MessageEvent<Order>) => {
    if (data === "stop") stop.abort();
    else allowed++;
    wake();
  };
  const onProgress = (rounds: number, pass: number): void =>
    port.postMessage({ rounds, pass } satisfies Progressed);
  let last: Delivery = "end";
  try {
    for await (const standings of playHere(of, { signal: stop.signal, onProgress })) {
      port.postMessage({ standings } satisfies Delivery);
      allowed--;
      while (allowed <= 0 && !stop.signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    }
  } catch (error) {
    last = packError(error);
  }
  port.postMessage(last);
}
