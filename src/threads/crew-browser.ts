import type { Crew } from "./crew.ts";

/** Module workers of a browser. Bundlers know the form below and bundle the thread's file. */
export async function browserCrew(size: number): Promise<Crew> {
  const workers = Array.from(
    { length: size },
    () => new Worker(new URL("./attend.js", import.meta.url), { type: "module" }),
  );
  const end = (): void => workers.forEach((worker) => worker.terminate());
  try {
    const ports = await Promise.all(workers.map(portOf));
    return { ports, keepAlive: () => undefined, end };
  } catch (error) {
    end();
    throw error;
  }
}

/** A port to a worker that has started. */
function portOf(worker: Worker): Promise<MessagePort> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    port1.onmessage = () => resolve(port1);
    worker.postMessage(port2, [port2]);
  });
}
