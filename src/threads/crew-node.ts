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
    // a thread that waits for the pool's next task in the usual way would hear of nothing else
    useAtomics: false,
    // none of the flags of this process: preloaded modules need not be fit for a thread
    execArgv: [],
  });
  // a thread that dies closes its ports, and that is how it is heard of
  pool.on("error", () => undefined);
  const channels = Array.from({ length: size }, () => new MessageChannel());
  try {
    await Promise.all(channels.map(({ port2 }) => pool.run(port2, { transferList: [port2 as never] })));
  } catch (error) {
    void pool.destroy();
    throw error;
  }
  const ports = channels.map(({ port1 }) => port1 as MessagePort & { ref(): void; unref(): void });
  return {
    ports,
    keepAlive: (yes) => {
      for (const port of ports)
        if (yes) port.ref();
        else port.unref();
    },
    end: () => {
      for (const port of ports) port.close();
      // not waited for: of a thread that has died already the pool would never hear that it ended
      void pool.destroy();
    },
  };
}
