import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { openHere, type LogOptions } from "./open.ts";
import {
  buffersOf,
  copyBlock,
  packError,
  type Delivery,
  type Head,
  type Opening,
  type Request,
} from "./parcel.ts";
import type { RowBlock, RowSource } from "./rows.ts";

/** The thread that reads: opens one log, and sends its blocks for each pass that is asked for. See `remote.ts`. */

/** Blocks of a pass that are on their way or being worked on at once: enough for the time a page takes to decode. */
const IN_FLIGHT = 8;
/** Bytes of such blocks; two blocks are allowed whatever their size. */
const MOST_BYTES = 1 << 25;

const main = parentPort!;
const { path, options } = workerData as { path: string; options: LogOptions };

openHere(path, options).then(
  (rows) => {
    main.on("message", ({ port, known }: Request) => void send(rows, port, known));
    main.postMessage({ head: headOf(rows) } satisfies Opening);
  },
  (error: unknown) => main.postMessage(packError(error) satisfies Opening),
);

function headOf(rows: RowSource & { readonly base?: number }): Head {
  const { name, dense, task, classes, base = null } = rows;
  return { name, rows: rows.rows, dense, task, classes, base, columns: rows.sparseColumns() };
}

/** One pass, which waits when too many blocks are on their way. */
async function send(rows: RowSource, port: MessagePort, known: number): Promise<void> {
  const named = "base" in rows;
  const spare: RowBlock[] = [];
  let sent = 0;
  let allowed = 1;
  let returned = 0;
  let stopped = false;
  let wake = (): void => {};
  port.on("message", (back: RowBlock | null) => {
    if (back === null) stopped = true;
    else spare.push(back);
    returned++;
    wake();
  });
  let last: Delivery = "end";
  try {
    for await (const block of rows.blocks()) {
      while (sent - returned >= allowed && !stopped) await new Promise<void>((resolve) => (wake = resolve));
      if (stopped) break;
      sent++;
      const names: string[] = [];
      if (!named) for (const all = columnsOf(block); known < all; known++) names.push(rows.sparseName(known));
      const copy = copyBlock(block, rows.dense.length, spare.pop());
      const buffers = buffersOf(copy);
      const size = buffers.reduce((bytes, { byteLength }) => bytes + byteLength, 0);
      allowed = Math.max(2, Math.min(IN_FLIGHT, Math.floor(MOST_BYTES / size)));
      port.postMessage({ block: copy, names } satisfies Delivery, buffers);
    }
  } catch (error) {
    last = packError(error);
  }
  port.postMessage(last);
}

/** Sparse columns that have appeared by the end of this block, as far as they appear in it. */
function columnsOf({ rows, start, index }: RowBlock): number {
  let columns = 0;
  for (let i = start[rows]! - 1; i >= 0; i--) if (index[i]! >= columns) columns = index[i]! + 1;
  return columns;
}
