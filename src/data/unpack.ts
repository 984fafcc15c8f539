import type { Transform } from "node:stream";
import { InputError } from "./error.ts";
import { hostZlib } from "./host.ts";
import { unzstd } from "./zstd.ts";

/** Unpacks what is gzip or zstd and leaves alone what is not. */

/** Bytes unpacked at a time. */
export const PIECE: number = 1 << 20;

/** The pieces as they are, or their unpacked content where the first one has the magic bytes of gzip or zstd. */
export async function* unpacked(
  name: string,
  read: () => AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const pieces = read();
  try {
    const first = await pieces.next();
    if (first.done === true) return;
    const packing = packingOf(first.value);
    if (packing === null) {
      yield first.value;
      yield* pieces;
      return;
    }
    const unpack = packing === "gzip" ? gunzip : unzstd;
    yield* whole(name, packing, unpack(copies(first.value, pieces)));
  } finally {
    await pieces.return(undefined);
  }
}

/** How bytes that begin so are packed. */
export function packingOf([a, b, c, d]: Uint8Array): "gzip" | "zstd" | null {
  if (a === 0x1f && b === 0x8b) return "gzip";
  return b === 0xb5 && c === 0x2f && d === 0xfd && a === 0x28 ? "zstd" : null;
}

/** The pieces, and one sentence where they end too early. */
async function* whole(
  name: string,
  packing: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(
      { in: name },
      `expected a whole ${packing} file, got one that is cut off or damaged (${why})`,
    );
  }
}

/** Pieces that stay valid, because the unpacker keeps more than one. */
async function* copies(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first.slice();
  for await (const piece of rest) yield piece.slice();
}

/** By zlib where the host has it (twice as fast, and several gzip members in one file), else by DecompressionStream. */
function gunzip(pieces: AsyncGenerator<Uint8Array>): AsyncIterable<Uint8Array> {
  const zlib = hostZlib();
  if (zlib === undefined) return unpackByStream(pieces);
  return unpackByZlib(zlib.createGunzip({ chunkSize: PIECE }), pieces);
}

/** By one of zlib's streams. */
export async function* unpackByZlib(
  stream: Transform,
  pieces: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const feed = async (): Promise<void> => {
    for await (const piece of pieces) {
      if (stream.destroyed) return;
      if (!stream.write(piece)) {
        await new Promise<void>((resolve) => {
          const go = (): void => {
            stream.off("drain", go).off("close", go);
            resolve();
          };
          stream.on("drain", go).on("close", go);
        });
      }
    }
    stream.end();
  };
  const fed = feed().catch((error: Error) => stream.destroy(error));
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } finally {
    stream.destroy();
    await fed;
  }
}

/** What browsers have. Exported for tests. */
export async function* unpackByStream(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = new ReadableStream<BufferSource>({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done === true) controller.close();
      else controller.enqueue(piece.value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  const reader = source.pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel();
  }
}
