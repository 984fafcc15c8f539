import type { AsyncBuffer, ColumnMetaData, FileMetaData, SchemaElement, SchemaTree } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Categories } from "./categories.ts";
import { InputError } from "./error.ts";
import { openIds } from "./parquet-ids.ts";
import { PageReader } from "./parquet-pages.ts";
import { blockRows, type CellBlock, type Column } from "./table.ts";

/** Blocks of cells from a Parquet file, one row group after the other. */

/** A file whose footer has been read. */
export interface Opened {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly schema: readonly SchemaTree[];
  readonly columns: readonly Column[];
  readonly categories: readonly Categories[];
}

/** Turns whatever a reader of damaged bytes throws into one sentence. */
export async function guard<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({ in: name }, `expected a whole Parquet file, got one that cannot be read (${why})`);
  }
}

type Take = (n: number, out: Float64Array | Int32Array) => void;

/** A new pass over these columns, and that of ids. */
export async function* readCells(
  name: string,
  opened: Opened,
  used: readonly number[],
  id: number | null = null,
): AsyncGenerator<CellBlock> {
  const { columns, schema } = opened;
  const size = blockRows(used.length);
  const text = (at: number): boolean => columns[at]!.kind === "text";
  const read = new Set(used);
  const numbers = columns.map((_, at) => (read.has(at) && !text(at) ? new Float64Array(size) : undefined));
  const codes = columns.map((_, at) => (read.has(at) && text(at) ? new Int32Array(size) : undefined));
  let first = 0;
  for (let group = 0; group < opened.metadata.row_groups.length; group++) {
    const total = Number(opened.metadata.row_groups[group]!.num_rows);
    const part = (at: number): GroupColumn => ({ group, first, total, at, element: schema[at]!.element });
    const takes: Take[] = [];
    for (const at of used) takes.push(await guard(name, () => openColumn(name, opened, part(at))));
    const ids = id === null ? null : await guard(name, () => openIdColumn(opened, part(id)));
    for (let done = 0; done < total; done += size) {
      const rows = Math.min(size, total - done);
      await guard(name, async () => used.forEach((at, i) => takes[i]!(rows, numbers[at] ?? codes[at]!)));
      yield { rows, numbers, codes, ...(ids && { ids: await guard(name, async () => ids(rows)) }) };
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
  readonly element: SchemaElement;
}

/** A function that gives the next values of one column of one row group. */
async function openColumn(name: string, opened: Opened, column: GroupColumn): Promise<Take> {
  const { columns, categories } = opened;
  const { at, element } = column;
  const { kind } = columns[at]!;
  const reader = await openPages(opened, column, kind === "text" ? categories[at]! : undefined);
  let row = column.first;
  return (n, out) => {
    reader.take(n, out);
    if (reader.exact && kind === "number") expectExact(name, element.name, row, n, out);
    row += n;
  };
}

function openIdColumn(opened: Opened, column: GroupColumn): Promise<(n: number) => string[]> {
  const { kind } = opened.columns[column.at]!;
  return openIds(column.element, kind, (texts) => openPages(opened, column, texts));
}

/** @param categories where the values are wanted as text. */
async function openPages(
  { buffer, metadata }: Opened,
  { group, total, element }: GroupColumn,
  categories: Categories | undefined,
): Promise<PageReader> {
  const chunk = metadata.row_groups[group]!.columns.find(({ meta_data }) => {
    return meta_data?.path_in_schema.length === 1 && meta_data.path_in_schema[0] === element.name;
  })?.meta_data;
  if (chunk === undefined) throw new RangeError(`a row group is without column ${element.name}`);
  if (Number(chunk.num_values) !== total)
    throw new RangeError(`column ${element.name} has ${chunk.num_values} values in ${total} rows`);
  if (chunk.type !== element.type)
    throw new RangeError(`column ${element.name} is ${element.type}, its values ${chunk.type}`);
  return new PageReader(await readChunk(buffer, chunk), chunk, element, compressors, categories);
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
