import type { Tinypool } from "tinypool";
import type { Crew } from "./crew.ts";

/**
 * Threads of Node. The pool starts and ends them; its task is only to take a port, because a task under way would keep the
 * process alive, and a play that nobody waits for any more must not.
 */
export async function nodeCrew(size: number): Promise<Crew> {
  // by a name and apart from `new URL`, so that bundlers for browsers neither look for the one nor copy the other
  const [name, here]: string[] = ["tinypool", import.meta.url];
  const { Tinypool: Pool } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name!)) as {
    Tinypool: typeof Tinypool;
  };
  const pool = new Pool({
    filename: new URL("./attend.js", here).href,
    minThreads: size,
    maxThreads: size,
    idleTimeout: FOREVER,
    // a thread that waits for the pool's next task in the usual way would hear of nothing else
    useAtomics: false,
    // none of the flags of this process: preloaded modules need not be fit for a thread
    execArgv: [],
  });
  // all have been started; one that fails must not be replaced by another that will
  pool.options.minThreads = 0;
  // a thread that dies closes its ports, and that is how it is heard of
  pool.on("error", () => undefined);
  // all of them, because the pool cannot be ended while a thread is failing to start
  const started = await Promise.allSettled(Array.from({ length: size }, () => portTo(pool)));
  const ports = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const end = (): void => {
    for (const port of ports) port.close();
    for (const thread of pool.threads) letFail(thread);
    // not waited for: of a thread that has died already the pool would never hear that it ended
    pool.destroy().catch(() => undefined);
  };
  if (ports.length < size) {
    end();
    throw new Error("a thread has not started");
  }
  return {
    ports,
    keepAlive: (yes) => {
      for (const port of ports) {
        if (yes) port.ref();
        else port.unref();
      }
    },
    end,
  };
}

/** The longest time that timers know, in ms. */
const FOREVER = 2 ** 31 - 1;

/**
 * A thread may fail while it is being ended. The pool waits for its end with `once` of Node's events, which then takes its
 * listeners off, and for that wants a method that the pool's threads do not have.
 */
function letFail(thread: object): void {
  Object.assign(thread, { removeListener: () => thread });
}

type HostPort = MessagePort & { ref(): void; unref(): void };

/** A port to the next thread of the pool, once it has started. */
function portTo(pool: Tinypool): Promise<HostPort> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = () => resolve(port1 as HostPort);
    port1.addEventListener("close", () => reject(new Error("the thread has ended")));
    pool.run(port2, { transferList: [port2 as never] }).catch(reject);
  });
}
