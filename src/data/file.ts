import { InputError } from "./error.ts";
import { hostFiles } from "./host.ts";
import { unpacked } from "./unpack.ts";

/** Opens what a caller has (a path, a Blob, bytes) as something that can be read from the start again and again. */

/** A path (where the host has files), a Blob or File, or bytes. */
export type Source = string | Blob | ArrayBuffer | Uint8Array;

export interface DataFile {
  /** For messages: the last part of the path, the File's name, or "data". */
  readonly name: string;
  /** Bytes as stored, before any decompression. */
  readonly size: number;
  /** Bytes [start, end) as stored. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
  /** The content in pieces, unpacked if it starts like gzip or zstd; a piece is valid until the next is asked for. */
  bytes(): AsyncIterable<Uint8Array>;
}

/** Bytes read from a file at a time; 1 MiB is where larger pieces stopped being faster. */
const PIECE = 1 << 20;

export async function openFile(source: Source, name?: string): Promise<DataFile> {
  if (typeof source === "string") return openPath(source, name);
  if (source instanceof Blob) return openBlob(source, name);
  if (source instanceof Uint8Array) return openBytes(source, name);
  if (source instanceof ArrayBuffer) return openBytes(new Uint8Array(source), name);
  throw new TypeError("source: expected a path, a Blob, an ArrayBuffer or a Uint8Array");
}

async function openPath(path: string, name = path.split(/[\\/]/).at(-1) ?? path): Promise<DataFile> {
  const fs = hostFiles();
  if (fs === undefined)
    throw new TypeError("source: expected a Blob or bytes, because there are no files here");
  const stat = await fs.stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ in: path }, `expected a file, but ${whyNot(error)}`);
  });
  if (stat.isDirectory()) throw new InputError({ in: path }, "expected a file, got a directory");
  if (!stat.isFile())
    throw new InputError(
      { in: path },
      "expected a file that can be read twice, got a pipe or device (- reads standard input)",
    );
  const open = (): ReturnType<typeof fs.open> =>
    fs.open(path).catch((error: NodeJS.ErrnoException) => {
      throw new InputError({ in: path }, `expected a file, but ${whyNot(error)}`);
    });
  await (await open()).close();
  return {
    name,
    size: stat.size,
    async slice(start, end = stat.size) {
      const file = await open();
      try {
        const length = Math.max(0, Math.min(end, stat.size) - start);
        const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, start);
        return bytesRead === length ? buffer.buffer : buffer.buffer.slice(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    bytes() {
      return unpacked(name, async function* () {
        const file = await open();
        const read = (piece: Uint8Array) => file.read(piece, 0, piece.length, null);
        const room = Math.min(PIECE, stat.size + 1);
        // the next piece is read while whoever asked works on this one
        let next = read(new Uint8Array(room));
        let other = new Uint8Array(room);
        try {
          for (;;) {
            const { bytesRead, buffer } = await next;
            if (bytesRead === 0) return;
            next = read(other);
            next.catch(() => {});
            yield buffer.subarray(0, bytesRead);
            other = buffer as Uint8Array<ArrayBuffer>;
          }
        } finally {
          await next.catch(() => {});
          await file.close();
        }
      });
    },
  };
}

function whyNot({ code }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "there is no such file";
  return code === "EACCES" ? "there is no permission to read it" : `it cannot be read (${code})`;
}

function openBlob(blob: Blob, name = "name" in blob ? String(blob.name) : "data"): DataFile {
  const slice = (start: number, end?: number): Promise<ArrayBuffer> => blob.slice(start, end).arrayBuffer();
  return {
    name,
    size: blob.size,
    slice,
    bytes() {
      return unpacked(name, async function* () {
        for (let at = 0; at < blob.size; at += PIECE) yield new Uint8Array(await slice(at, at + PIECE));
      });
    },
  };
}

function openBytes(bytes: Uint8Array, name = "data"): DataFile {
  return {
    name,
    size: bytes.length,
    slice: (start, end) => Promise.resolve(bytes.slice(start, end).buffer as ArrayBuffer),
    bytes() {
      return unpacked(name, async function* () {
        for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
      });
    },
  };
}
