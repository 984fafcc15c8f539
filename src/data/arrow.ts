import { CompressionType, setCompressionCodec, tableFromIPC, type Table as Arrow } from "@uwdata/flechette";
import { decompress } from "fzstd";
import { expectRows, idsOf, isLong, isTruth, kindOf, takeNumbers, takeTexts } from "./arrow-cells.ts";
import { BATCH, DICTIONARY, readMessages, SCHEMA, type Message } from "./arrow-messages.ts";
import { Categories } from "./categories.ts";
import { choose, type Wanted } from "./choose.ts";
import { decideTarget } from "./decide-target.ts";
import { encode } from "./encode.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";
import { unpackLz4 } from "./lz4.ts";
import type { RowSource } from "./rows.ts";
import { blockRows, type CellBlock, type Column, type Table } from "./table.ts";

/**
 * Arrow IPC files and streams (Feather, version 2), a record batch at a time, so that memory holds one and the dictionaries. Opening
 * reads over the file once to count its rows.
 */
export async function readArrow(file: DataFile, wanted: Wanted): Promise<RowSource> {
  const table = await arrowTable(file);
  if (table.rows === 0)
    throw new InputError({ in: file.name }, "expected rows, got an Arrow file without any");
  const names = table.columns.map(({ name }) => name);
  const choice = choose(file.name, names, wanted);
  return encode(table, choice, await decideTarget(table, choice));
}

/** Decoders for buffers in LZ4 and Zstandard, which flechette leaves to whoever uses it. Exported for tests, which have encoders. */
export function installCodecs(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unpackLz4, encode: refuse });
  const decode = (bytes: Uint8Array, length: number): Uint8Array => decompress(bytes, new Uint8Array(length));
  setCompressionCodec(CompressionType.ZSTD, { decode, encode: refuse });
}

installCodecs();

async function arrowTable(file: DataFile): Promise<Table> {
  let rows = 0;
  let schema: Uint8Array | null = null;
  let columns: readonly ArrowColumn[] = [];
  for await (const { kind, number, bytes } of messagesOf(file)) {
    if (kind === BATCH) rows += number;
    if (kind !== SCHEMA || schema !== null) continue;
    schema = bytes;
    const { fields } = guarded(file.name, () => tableFromIPC([bytes])).schema;
    columns = fields.map(({ name, type }, at) => ({
      name: name || `column ${at + 1}`,
      kind: kindOf(type),
      truth: isTruth(type),
      long: isLong(type),
    }));
  }
  if (schema === null)
    throw new InputError({ in: file.name }, "expected an Arrow file, got one without a schema");
  const categories = columns.map(() => new Categories());
  const opened = { columns, categories, rows, schema };
  return {
    name: file.name,
    rows,
    columns,
    categories: (column) => categories[column]!,
    cells: (used, id) => readCells(file, opened, used, id),
  };
}

interface ArrowColumn extends Column {
  /** Integers of 64 bits, of which more than 53 are an error. */
  readonly long: boolean;
}

interface Opened {
  readonly columns: readonly ArrowColumn[];
  readonly categories: readonly Categories[];
  readonly rows: number;
  /** The message of that name. */
  readonly schema: Uint8Array;
}

async function* readCells(
  file: DataFile,
  opened: Opened,
  used: readonly number[],
  id: number | null = null,
): AsyncGenerator<CellBlock> {
  const { columns } = opened;
  const size = blockRows(used.length);
  const text = (at: number): boolean => columns[at]!.kind === "text";
  const read = new Set(used);
  const room = <T>(make: () => T, wanted: (at: number) => boolean) =>
    columns.map((_, at) => (read.has(at) && wanted(at) ? make() : undefined));
  const numbers = room(
    () => new Float64Array(size),
    (at) => !text(at),
  );
  const codes = room(() => new Int32Array(size), text);
  let done = 0;
  for await (const batch of batchesOf(file, opened.schema)) {
    const takes = guarded(file.name, () => used.map((at) => takeOf(batch, at, opened)));
    for (let from = 0; from < batch.numRows; from += size) {
      const rows = Math.min(size, batch.numRows - from);
      guarded(file.name, () => used.forEach((at, i) => takes[i]!(from, rows, numbers[at] ?? codes[at]!)));
      used.forEach((at) => expectExact(file.name, columns[at]!, done, rows, numbers[at]));
      const ids = id === null ? null : guarded(file.name, () => idsIn(batch, id, columns[id]!, from, rows));
      done += rows;
      yield { rows, numbers, codes, ...(ids && { ids }) };
    }
  }
  if (done !== opened.rows) {
    const problem = `expected ${opened.rows} rows as when it was opened, got ${done}`;
    throw new InputError({ in: file.name }, problem);
  }
}

function takeOf(batch: Arrow, at: number, { columns, categories }: Opened): ReturnType<typeof takeNumbers> {
  const [data] = batch.getChildAt(at).data;
  const { kind } = columns[at]!;
  expectRows(data!, batch.numRows);
  return kind === "text" ? takeTexts(data!, categories[at]!) : takeNumbers(data!, kind);
}

function idsIn(batch: Arrow, at: number, { kind }: Column, from: number, rows: number): string[] {
  const [data] = batch.getChildAt(at).data;
  expectRows(data!, batch.numRows);
  return idsOf(data!, kind, from, rows);
}

/** Every record batch as a table of its own, with the dictionaries that hold for it. */
async function* batchesOf(file: DataFile, schema: Uint8Array): AsyncGenerator<Arrow> {
  const dictionaries = new Map<number, Uint8Array[]>();
  for await (const { kind, number, delta, bytes } of messagesOf(file)) {
    if (kind === DICTIONARY)
      dictionaries.set(number, [...(delta ? (dictionaries.get(number) ?? []) : []), bytes]);
    if (kind !== BATCH || number === 0) continue;
    const known = [...dictionaries.values()].flat();
    yield guarded(file.name, () => tableFromIPC([schema, ...known, bytes], { useBigInt: true }));
  }
}

async function* messagesOf(file: DataFile): AsyncGenerator<Message> {
  try {
    yield* readMessages(file.bytes());
  } catch (error) {
    throw damaged(file.name, error);
  }
}

function guarded<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw damaged(name, error);
  }
}

/** Turns whatever a reader of damaged bytes throws into one sentence. */
function damaged(name: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new InputError({ in: name }, `expected a whole Arrow file, got one that cannot be read (${why})`);
}

function expectExact(
  file: string,
  column: ArrowColumn,
  done: number,
  rows: number,
  values?: Float64Array,
): void {
  if (values === undefined || !column.long) return;
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    if (Number.isNaN(value) || Number.isSafeInteger(value)) continue;
    throw new InputError(
      { in: file, row: done + row + 1, column: column.name },
      `expected an integer below 2^53 in size, got about ${value}`,
    );
  }
}

function refuse(): never {
  throw new Error("nothing is written");
}
