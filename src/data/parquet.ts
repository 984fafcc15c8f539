import { parquetMetadataAsync, parquetSchema, type AsyncBuffer } from "hyparquet";
import { Categories } from "./categories.ts";
import { choose, type Wanted } from "./choose.ts";
import { decideTarget } from "./decide-target.ts";
import { encode } from "./encode.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";
import { guard, readCells, type Opened } from "./parquet-cells.ts";
import { kindOf } from "./parquet-schema.ts";
import type { RowSource } from "./rows.ts";
import type { Table } from "./table.ts";

/**
 * Parquet files, a row group at a time and in it a page at a time, so that memory holds the compressed columns of one row
 * group and a page of each. Opening reads the target, as far as needed to know whether it is classification.
 */
export async function readParquet(file: DataFile, wanted: Wanted): Promise<RowSource> {
  const opened = await open(file);
  const { columns, categories } = opened;
  const rows = Number(opened.metadata.num_rows);
  if (rows === 0) throw new InputError({ in: file.name }, "expected rows, got a Parquet file without any");
  const names = columns.map((column) => column.name);
  const choice = choose(file.name, names, wanted);
  const table: Table = {
    name: file.name,
    rows,
    columns,
    categories: (column) => categories[column]!,
    cells: (used, id) => readCells(file.name, opened, used, id),
  };
  return encode(table, choice, await decideTarget(table, choice));
}

async function open(file: DataFile): Promise<Opened> {
  await expectMagic(file);
  const buffer: AsyncBuffer = { byteLength: file.size, slice: (start, end) => file.slice(start, end) };
  return guard(file.name, async () => {
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
    if (rows !== Number(metadata.num_rows) || metadata.row_groups.some((group) => !(group.num_rows >= 0n)))
      throw new Error(`its row groups have ${rows} rows and not ${metadata.num_rows}`);
    const schema = parquetSchema(metadata).children;
    if (schema.some((tree) => typeof tree.element.name !== "string")) throw new Error("a column has no name");
    const columns = schema.map((tree) => ({
      name: tree.element.name,
      kind: kindOf(tree),
      truth: tree.element.type === "BOOLEAN",
    }));
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
