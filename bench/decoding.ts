import { parquetMetadata, type ColumnMetaData, type SchemaElement } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import { Categories } from "../src/data/categories.ts";
import { PageReader } from "../src/data/parquet-pages.ts";

/** What the pages of some columns of a Parquet file cost by themselves. */
export interface Pages {
  readonly rows: number;
  /** Seconds to decompress them. */
  readonly decompress: () => number;
  /** Seconds to decompress them and unpack levels, indices and dictionaries into typed arrays. */
  readonly decode: () => number;
}

const BLOCK = 8192;

export function pagesOf(file: Uint8Array, names: readonly string[]): Pages {
  const metadata = parquetMetadata(file.slice().buffer as ArrayBuffer, { geoparquet: false });
  const chunks = metadata.row_groups.flatMap((group) =>
    group.columns
      .map(({ meta_data }) => meta_data!)
      .filter((chunk) => names.includes(chunk.path_in_schema[0]!))
      .map((chunk) => ({ chunk, bytes: bytesOf(file, chunk), rows: Number(group.num_rows) })),
  );
  return {
    rows: Number(metadata.num_rows),
    decompress: () => timed(() => chunks.forEach(({ chunk, bytes }) => decompress(bytes, chunk))),
    decode() {
      const categories = new Map(names.map((name) => [name, new Categories()]));
      return timed(() => {
        for (const { chunk, bytes, rows } of chunks) {
          const [name] = chunk.path_in_schema;
          const element = metadata.schema.find((each) => each.name === name)!;
          const text = chunk.type === "BYTE_ARRAY" ? categories.get(name!) : undefined;
          decode(bytes, chunk, element, rows, text);
        }
      });
    },
  };
}

function bytesOf(file: Uint8Array, chunk: ColumnMetaData): Uint8Array {
  const data = Number(chunk.data_page_offset);
  const start = Math.min(data, Number(chunk.dictionary_page_offset ?? data));
  return file.subarray(start, start + Number(chunk.total_compressed_size));
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1e3;
}

function decompress(bytes: Uint8Array, chunk: ColumnMetaData): void {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  while (reader.offset < bytes.length) {
    const { compressed_page_size: size, uncompressed_page_size: length } = parquetHeader(reader);
    compressors[chunk.codec]?.(bytes.subarray(reader.offset, reader.offset + size), length);
    reader.offset += size;
  }
}

function decode(
  bytes: Uint8Array,
  chunk: ColumnMetaData,
  element: SchemaElement,
  rows: number,
  categories: Categories | undefined,
): void {
  const pages = new PageReader(bytes, chunk, element, compressors, categories);
  const out = categories === undefined ? new Float64Array(BLOCK) : new Int32Array(BLOCK);
  for (let done = 0; done < rows; done += BLOCK) pages.take(Math.min(BLOCK, rows - done), out);
}
