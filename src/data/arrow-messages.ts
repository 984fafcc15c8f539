import {
  BATCH,
  DICTIONARY,
  expectLengths,
  expectVectors,
  fieldsOf,
  longOf,
  SCHEMA,
} from "./arrow-lengths.ts";

/**
 * The messages of Arrow IPC (Apache Arrow columnar format, "Serialization and Interprocess Communication"), one after the other: the
 * stream format, and the file format, which is a stream between its magic bytes and a footer. The schema of a file may be in its
 * footer alone; then it comes last.
 */

export { BATCH, DICTIONARY, SCHEMA } from "./arrow-lengths.ts";

export interface Message {
  readonly kind: number;
  /** Of a batch its rows, of a dictionary its number. */
  readonly number: number;
  /** Of a dictionary: it goes on where the one before it ends. */
  readonly delta: boolean;
  /** The whole message, aligned to 8 bytes. */
  readonly bytes: Uint8Array;
}

const MAGIC = "ARROW1";
const LARGEST = 2 ** 31;

export async function* readMessages(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  const reader = new Pieces(pieces[Symbol.asyncIterator]());
  try {
    let head = await reader.take(8);
    const file = String.fromCharCode(...head.subarray(0, 6)) === MAGIC;
    if (file) head = await reader.take(8);
    let known = false;
    for (;;) {
      // before version 0.15 the length of the metadata had no mark before it
      const marked = int32(head, 0) === -1;
      const length = int32(head, marked ? 4 : 0);
      if (length === 0) break;
      if (length < 0 || length > LARGEST) throw new Error(`metadata of ${length} bytes`);
      const rest = await reader.take(marked ? length : length - 4);
      const metadata = marked ? rest : joined(head.subarray(4), rest);
      const { kind, number, delta, body } = messageOf(metadata);
      const bytes = new Uint8Array(8 + length + body);
      new DataView(bytes.buffer).setInt32(0, -1, true);
      new DataView(bytes.buffer).setInt32(4, length, true);
      bytes.set(metadata, 8);
      await reader.into(bytes.subarray(8 + length));
      known ||= kind === SCHEMA;
      yield { kind, number, delta, bytes };
      const next = await reader.takeOrEnd(8);
      if (next === null) return;
      head = next;
    }
    if (!file) return;
    const footer = await reader.rest();
    if (String.fromCharCode(...footer.subarray(-MAGIC.length)) !== MAGIC)
      throw new Error(`it does not end with "${MAGIC}"`);
    if (!known) yield schemaOf(footer);
  } finally {
    await reader.close();
  }
}

function messageOf(metadata: Uint8Array): Omit<Message, "bytes"> & { readonly body: number } {
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  const message = fieldsOf(view, view.getInt32(0, true));
  const kind = view.getUint8(message(1)!);
  const at = message(2)!;
  const header = fieldsOf(view, at + view.getInt32(at, true));
  const body = longOf(view, message(3));
  expectVectors(view, kind, header);
  if (kind === BATCH) expectLengths(view, header, body);
  const inner = kind === DICTIONARY ? header(1) : null;
  if (inner !== null) expectLengths(view, fieldsOf(view, inner + view.getInt32(inner, true)), body);
  const delta = kind === DICTIONARY ? header(2) : null;
  if (!(body >= 0 && body < LARGEST)) throw new Error(`a body of ${body} bytes`);
  return {
    kind,
    number: kind === SCHEMA ? 0 : longOf(view, header(0)),
    delta: delta !== null && view.getUint8(delta) === 1,
    body,
  };
}

/** Bytes of a message table that stands before its header. */
const PREFIX = 32;
/** What follows a footer: its length and the magic bytes. */
const TRAILER = 10;

/** The schema in a footer (File.fbs) as a message of its own: a message table is put before the footer's bytes. */
function schemaOf(footer: Uint8Array): Message {
  const inner = new DataView(footer.buffer, footer.byteOffset, footer.byteLength - TRAILER);
  const field = fieldsOf(inner, inner.getInt32(0, true))(1);
  if (field === null) throw new Error("a footer without a schema");
  const schema = fieldsOf(inner, field + inner.getInt32(field, true));
  expectVectors(inner, SCHEMA, schema);
  const length = Math.ceil((PREFIX + inner.byteLength) / 8) * 8;
  const bytes = new Uint8Array(8 + length);
  const view = new DataView(bytes.buffer, 8);
  new DataView(bytes.buffer).setInt32(0, -1, true);
  new DataView(bytes.buffer).setInt32(4, length, true);
  // the root table at 20, its fields by the vtable at 4: version at +8, kind at +10, header at +4, no body
  view.setInt32(0, 20, true);
  [12, 12, 8, 10, 4, 0].forEach((entry, i) => view.setUint16(4 + 2 * i, entry, true));
  view.setInt32(20, 16, true);
  view.setInt32(24, PREFIX + field + inner.getInt32(field, true) - 24, true);
  const version = fieldsOf(inner, inner.getInt32(0, true))(0);
  view.setInt16(28, version === null ? 0 : inner.getInt16(version, true), true);
  view.setUint8(30, SCHEMA);
  bytes.set(footer.subarray(0, inner.byteLength), 8 + PREFIX);
  return { kind: SCHEMA, number: 0, delta: false, bytes };
}

function int32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(at, true);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Bytes in the lengths that are asked for. */
class Pieces {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);

  constructor(pieces: AsyncIterator<Uint8Array>) {
    this.pieces = pieces;
  }

  async take(n: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(n);
    await this.into(bytes);
    return bytes;
  }

  /** Null where the file ends here. */
  async takeOrEnd(n: number): Promise<Uint8Array | null> {
    if (this.piece.length === 0 && !(await this.more())) return null;
    return this.take(n);
  }

  async into(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.piece.length === 0 && !(await this.more())) throw new Error("unexpected end of file");
      const part = this.piece.subarray(0, bytes.length - at);
      bytes.set(part, at);
      at += part.length;
      this.piece = this.piece.subarray(part.length);
    }
  }

  /** Everything up to the end of the file. */
  async rest(): Promise<Uint8Array> {
    let all = this.piece;
    while (await this.more()) all = joined(all, this.piece);
    return all;
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }

  private async more(): Promise<boolean> {
    const piece = await this.pieces.next();
    if (piece.done === true) return false;
    this.piece = piece.value;
    return true;
  }
}
