import type { MessagePort, Worker } from "node:worker_threads";
import type { Task } from "./choose.ts";
import { hostThreads } from "./host.ts";
import type { LogOptions } from "./open.ts";
import { buffersOf, unpackError, type Delivery, type Head, type Opening, type Request } from "./parcel.ts";
import type { DenseColumn, RowBlock, RowSource } from "./rows.ts";

/**
 * A log that another thread reads and decodes while this one learns. Blocks are transferred, a few at a time, and go back
 * to be filled again; they are the same blocks, with the same names and errors, as this thread would read itself.
 */

/** Ends the thread of a log that nobody holds any more. */
const unused = new FinalizationRegistry<Worker>((worker) => void worker.terminate());

/** Null where no thread can be started: in browsers, in bundles, where the host forbids it. */
export async function openRemote(path: string, options: LogOptions): Promise<RowSource | null> {
  const worker = startThread(path, options);
  if (worker === null) return null;
  const opening = await new Promise<Opening | null>((resolve) => {
    worker.once("message", resolve);
    // stays, because a Worker whose errors nobody hears ends the process
    worker.on("error", () => resolve(null));
    worker.once("exit", () => resolve(null));
  });
  if (opening === null) return null;
  if ("head" in opening) {
    worker.unref();
    const source = new RemoteSource(worker, opening.head);
    unused.register(source, worker);
    return source;
  }
  await worker.terminate();
  throw unpackError(opening);
}

function startThread(path: string, options: LogOptions): Worker | null {
  // apart from `new URL`, so that bundlers do not take the file for one to be copied
  const here = import.meta.url;
  try {
    const threads = hostThreads();
    if (threads === undefined) return null;
    // none of the flags of this process: preloaded modules need not be fit for a thread
    return new threads.Worker(new URL("./reading-thread.js", here), {
      workerData: { path, options },
      execArgv: [],
    });
  } catch {
    return null;
  }
}

class RemoteSource implements RowSource {
  readonly name: string;
  readonly rows: number;
  readonly dense: readonly DenseColumn[];
  readonly task: Task;
  readonly classes: readonly string[] | undefined;
  readonly #worker: Worker;
  readonly #base: number | null;
  readonly #columns: number;
  readonly #names: string[] = [];

  constructor(worker: Worker, { name, rows, dense, task, classes, columns, base }: Head) {
    this.name = name;
    this.rows = rows;
    this.dense = dense;
    this.task = task;
    this.classes = classes;
    this.#worker = worker;
    this.#columns = columns;
    this.#base = base;
  }

  sparseColumns(): number {
    return this.#base === null ? this.#names.length : this.#columns;
  }

  sparseName(index: number): string {
    const columns = this.sparseColumns();
    if (!(index >= 0 && index < columns))
      throw new RangeError(`sparse column: expected 0 to ${columns - 1}, got ${index}`);
    return this.#base === null ? this.#names[index]! : String(index + this.#base);
  }

  async *blocks(): AsyncGenerator<RowBlock> {
    const { port1: port, port2 } = new (hostThreads()!.MessageChannel)();
    const inbox = new Inbox(this.#worker, port);
    let first = this.#names.length;
    this.#worker.postMessage({ port: port2, known: first } satisfies Request, [port2]);
    let over = false;
    try {
      for (;;) {
        const delivery = await inbox.next();
        over = delivery === "end" || "error" in delivery;
        if (delivery === "end") return;
        if ("error" in delivery) throw unpackError(delivery);
        for (const name of delivery.names) this.#names[first++] = name;
        yield delivery.block;
        // what is not transferred would be copied
        port.postMessage({ ...delivery.block, ids: null }, buffersOf(delivery.block));
      }
    } finally {
      if (!over) await this.#stop(port, inbox);
      inbox.close();
    }
  }

  /** Ends a pass early, and waits until the other thread has closed the file. */
  async #stop(port: MessagePort, inbox: Inbox): Promise<void> {
    port.postMessage(null);
    for (;;) {
      const delivery = await inbox.next();
      if (delivery === "end" || "error" in delivery) return;
    }
  }
}

/** What has arrived in a pass. Keeps the process alive only while somebody waits for more. */
class Inbox {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #arrived: Delivery[] = [];
  #wake = (): void => {};

  constructor(worker: Worker, port: MessagePort) {
    this.#worker = worker;
    this.#port = port;
    port.on("message", (delivery: Delivery) => {
      this.#arrived.push(delivery);
      this.#wake();
    });
    port.unref();
    worker.on("exit", this.#exited);
  }

  async next(): Promise<Delivery> {
    const gone = () => this.#worker.threadId < 0;
    if (this.#arrived.length === 0 && !gone()) {
      this.#port.ref();
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#port.unref();
    }
    const error = new Error("the thread that reads the log has ended");
    return this.#arrived.shift() ?? { error, input: null };
  }

  close(): void {
    this.#worker.off("exit", this.#exited);
    this.#port.close();
  }

  readonly #exited = (): void => this.#wake();
}
