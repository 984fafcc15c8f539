import { hostZstd } from "./host.ts";
import { PIECE, unpackByZlib } from "./unpack.ts";

/**
 * Zstandard (RFC 8878), frame by frame, because the host's own decoder ends silently with the first: files that were made in parts
 * or put together have several. Node has a decoder from 22.15 on; elsewhere it is fzstd, which is slower and checks no checksums.
 */
export async function* unzstd(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const create = hostZstd();
  const frames = new Frames(pieces);
  while (await frames.next()) {
    if (create) yield* unpackByZlib(create({ chunkSize: PIECE }), frames.bytes());
    else yield* unpackByFzstd(frames.bytes());
  }
}

/** One frame, where the host cannot. Exported for tests. */
export async function* unpackByFzstd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import("fzstd");
  const made: Uint8Array[] = [];
  const stream = new Decompress((bytes) => void made.push(bytes));
  for await (const piece of pieces) {
    stream.push(piece);
    yield* made.splice(0);
  }
  stream.push(new Uint8Array(0), true);
  yield* made;
}

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;
/** Bytes of the content size and of the dictionary's number, by their two bits in the frame's first byte. */
const SIZES = [0, 2, 4, 8];
const DICTIONARIES = [0, 1, 2, 4];

/** The frames of a file, one after the other. */
export class Frames {
  private readonly pieces: AsyncGenerator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(pieces: AsyncGenerator<Uint8Array>) {
    this.pieces = pieces;
  }

  /** True where another frame begins here; frames to be skipped are. */
  async next(): Promise<boolean> {
    while (this.at < this.piece.length || (await this.more())) {
      const head = await this.peek(4);
      const magic = numberOf(head);
      if (magic === MAGIC) return true;
      if (magic >>> 4 !== SKIPPABLE) throw new Error("what follows a frame is none");
      await this.skip(8 + numberOf((await this.peek(8)).subarray(4)));
    }
    return false;
  }

  /** The bytes of the frame that begins here. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    const descriptor = (await this.peek(5))[4]!;
    const single = (descriptor >> 5) & 1;
    const size = SIZES[descriptor >> 6]! || single;
    yield* this.take(5 + (single ? 0 : 1) + DICTIONARIES[descriptor & 3]! + size);
    for (let last = false; !last;) {
      const header = numberOf(await this.peek(3));
      last = (header & 1) === 1;
      const repeated = ((header >> 1) & 3) === 1;
      yield* this.take(3 + (repeated ? 1 : header >> 3));
    }
    if (descriptor & 4) yield* this.take(4);
  }

  private async *take(n: number): AsyncGenerator<Uint8Array> {
    while (n > 0) {
      if (this.at === this.piece.length && !(await this.more())) throw new Error("unexpected end of file");
      const taken = this.piece.subarray(this.at, this.at + n);
      this.at += taken.length;
      n -= taken.length;
      yield taken;
    }
  }

  private async skip(n: number): Promise<void> {
    for await (const bytes of this.take(n)) void bytes;
  }

  /** The next n bytes, which stay. */
  private async peek(n: number): Promise<Uint8Array> {
    while (this.piece.length - this.at < n) {
      const rest = this.piece.subarray(this.at);
      if (!(await this.more())) throw new Error("unexpected end of file");
      const joined = new Uint8Array(rest.length + this.piece.length);
      joined.set(rest);
      joined.set(this.piece, rest.length);
      this.piece = joined;
    }
    return this.piece.subarray(this.at, this.at + n);
  }

  private async more(): Promise<boolean> {
    const piece = await this.pieces.next();
    if (piece.done === true) return false;
    this.piece = piece.value;
    this.at = 0;
    return true;
  }
}

/** Little-endian. */
function numberOf(bytes: Uint8Array): number {
  return bytes.reduceRight((number, byte) => number * 256 + byte, 0);
}
