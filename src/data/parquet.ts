import {
  parquetMetadataAsync,
  parquetSchema,
  type AsyncBuffer,
  type ColumnMetaData,
  type FileMetaData,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { Categories } from "./categories.ts";
import { choose, type Choice, type Wanted } from "./choose.ts";
import { encode } from "./encode.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";
import { readObjects } from "./parquet-objects.ts";
import { PageReader } from "./parquet-pages.ts";
import { isCommon, kindOf } from "./parquet-schema.ts";
import type { RowSource } from "./rows.ts";
import { blockRows, type CellBlock, type Column, type Table } from "./table.ts";
import { badTarget, TargetTally, type Outcome } from "./target.ts";

/**
 * Parquet files, a row group at a time and in it a page at a time, so that memory holds the compressed columns of one row
 * group and a page of each. Opening reads the target, as far as needed to know whether it is classification.
 */
export async function readParquet(file: DataFile, wanted: Wanted): Promise<RowSource> {
  const opened = await open(file);
  const { schema, columns, categories } = opened;
  const rows = Number(opened.metadata.num_rows);
  if (rows === 0) throw new InputError({ in: file.name }, "expected rows, got a Parquet file without any");
  const names = columns.map((column) => column.name);
  const choice = choose(file.name, names, wanted);
  const table: Table = {
    name: file.name,
    rows,
    columns,
    categories: (column) => categories[column]!,
    cells: (used) => readCells(file.name, opened, used, schema),
  };
  return encode(table, choice, await decideTarget(table, choice));
}

interface Opened {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly schema: readonly SchemaTree[];
  readonly columns: readonly Column[];
  readonly categories: readonly Categories[];
}

async function open(file: DataFile): Promise<Opened> {
  await expectMagic(file);
  const buffer: AsyncBuffer = { byteLength: file.size, slice: (start, end) => file.slice(start, end) };
  return guard(file.name, async () => {
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    const schema = parquetSchema(metadata).children;
    const columns = schema.map((tree) => ({ name: tree.element.name, kind: kindOf(tree) }));
    return { buffer, metadata, schema, columns, categories: columns.map(() => new Categories()) };
  });
}

async function expectMagic(file: DataFile): Promise<void> {
  if (file.size === 0) throw new InputError({ in: file.name }, "expected a Parquet file, got an empty file");
  const text = (bytes: ArrayBuffer): string => String.fromCharCode(...new Uint8Array(bytes));
  const first = text(await file.slice(0, 4));
  if (first === "PARE")
    throw new InputError({ in: file.name }, "expected a plain Parquet file, got an encrypted one");
  if (first !== "PAR1") {
    const got = JSON.stringify(first);
    throw new InputError(
      { in: file.name },
      `expected a Parquet file, which begins with "PAR1", got one that begins with ${got}`,
    );
  }
  const last = text(await file.slice(Math.max(0, file.size - 4), file.size));
  if (file.size < 12 || last !== "PAR1") {
    throw new InputError(
      { in: file.name },
      `expected a whole Parquet file, got one that is cut off: it does not end with "PAR1"`,
    );
  }
}

/** Turns whatever a reader of damaged bytes throws into one sentence. */
async function guard<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({ in: name }, `expected a whole Parquet file, got one that cannot be read (${why})`);
  }
}

/** Reads target values until no further one can change the decision. */
async function decideTarget(table: Table, { target }: Choice): Promise<Outcome> {
  const tally = new TargetTally(target);
  const { kind, name } = table.columns[target.at]!;
  const place = { in: table.name, column: name };
  if (kind !== "number" && kind !== "text")
    return tally.decide(table.name, target, table.columns[target.at]!);
  let done = 0;
  for await (const { rows, numbers, codes } of table.cells([target.at])) {
    const text = codes[target.at];
    for (let row = 0; row < rows; row++) {
      const value = text === undefined ? numbers[target.at]![row]! : text[row]!;
      if (text === undefined ? value - value !== 0 : value === Categories.MISSING) {
        throw badTarget({ ...place, row: done + row + 1 }, text === undefined ? value : NaN);
      }
      if (text === undefined) tally.number(value);
      else tally.text(table.categories(target.at).text(value));
    }
    done += rows;
    if (tally.settled) break;
  }
  return tally.decide(table.name, target, table.columns[target.at]!);
}

type Take = (n: number, out: Float64Array | Int32Array) => void;

async function* readCells(
  name: string,
  opened: Opened,
  used: readonly number[],
  schema: readonly SchemaTree[],
): AsyncGenerator<CellBlock> {
  const { columns } = opened;
  const size = blockRows(used.length);
  const text = (at: number): boolean => columns[at]!.kind === "text";
  const numbers = columns.map((_, at) =>
    used.includes(at) && !text(at) ? new Float64Array(size) : undefined,
  );
  const codes = columns.map((_, at) => (used.includes(at) && text(at) ? new Int32Array(size) : undefined));
  let first = 0;
  for (let group = 0; group < opened.metadata.row_groups.length; group++) {
    const total = Number(opened.metadata.row_groups[group]!.num_rows);
    const takes: Take[] = [];
    for (const at of used) {
      takes.push(
        await guard(name, () => openColumn(name, opened, { group, first, total, at, tree: schema[at]! })),
      );
    }
    for (let done = 0; done < total; done += size) {
      const rows = Math.min(size, total - done);
      await guard(name, async () => used.forEach((at, i) => takes[i]!(rows, numbers[at] ?? codes[at]!)));
      yield { rows, numbers, codes };
    }
    first += total;
  }
}

interface GroupColumn {
  readonly group: number;
  /** Rows before the row group, and in it. */
  readonly first: number;
  readonly total: number;
  readonly at: number;
  readonly tree: SchemaTree;
}

/** A function that gives the next values of one column of one row group. */
async function openColumn(name: string, opened: Opened, column: GroupColumn): Promise<Take> {
  const { buffer, metadata, columns, categories } = opened;
  const { group, first, total, at, tree } = column;
  const { element } = tree;
  const { kind } = columns[at]!;
  const chunk = metadata.row_groups[group]!.columns.find(({ meta_data }) => {
    return meta_data?.path_in_schema.length === 1 && meta_data.path_in_schema[0] === element.name;
  })?.meta_data;
  const known = kind === "text" ? categories[at]! : undefined;
  if (chunk === undefined || !isCommon(element, chunk)) {
    const request = { file: buffer, metadata, compressors, column: element.name, kind, categories: known };
    const values = await readObjects({ ...request, start: first, end: first + total });
    let next = 0;
    return (n, out) => out.set(values.subarray(next, (next += n)));
  }
  const reader = new PageReader(await readChunk(buffer, chunk), chunk, element, compressors, known);
  let row = first;
  return (n, out) => {
    reader.take(n, out);
    if (reader.exact && kind === "number") expectExact(name, element.name, row, n, out);
    row += n;
  };
}

async function readChunk(buffer: AsyncBuffer, chunk: ColumnMetaData): Promise<Uint8Array> {
  const data = Number(chunk.data_page_offset);
  const dictionary = Number(chunk.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return new Uint8Array(await buffer.slice(start, start + Number(chunk.total_compressed_size)));
}

function expectExact(
  name: string,
  column: string,
  first: number,
  n: number,
  values: Float64Array | Int32Array,
): void {
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER) continue;
    if (Number.isNaN(value)) continue;
    throw new InputError(
      { in: name, row: first + i + 1, column },
      `expected an integer below 2^53 in size, got about ${value}`,
    );
  }
}
