import type * as Buffers from "node:buffer";
import type * as Files from "node:fs/promises";
import type { Transform } from "node:stream";
import type * as Threads from "node:worker_threads";
import type * as Zlib from "node:zlib";

/**
 * Modules of the host, or undefined in a browser. Not `import("node:fs")`: bundlers for the browser refuse that even where
 * it is never reached. `getBuiltinModule` is there from Node 20.16 and 22.3 on.
 */
export function hostFiles(): typeof Files | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:fs/promises");
}

/** zlib's own Zstandard: Node 22.15 and later. */
export function hostZstd(): ((options: { chunkSize: number }) => Transform) | undefined {
  return (hostZlib() as { createZstdDecompress?: (options: object) => Transform } | undefined)
    ?.createZstdDecompress;
}

export function hostZlib(): typeof Zlib | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:zlib");
}

/** Whether bytes are UTF-8, at the speed of memory. */
export function hostIsUtf8(): typeof Buffers.isUtf8 | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:buffer")?.isUtf8;
}

export function hostThreads(): typeof Threads | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:worker_threads");
}
