import { parquetRead, type AsyncBuffer, type Compressors, type FileMetaData } from "hyparquet";
import { Categories } from "./categories.ts";
import type { Kind } from "./table.ts";

/** A column of rows [start, end) by hyparquet's own way, for encodings and types that `PageReader` leaves to it. */

const UTF8 = new TextEncoder();

interface Request {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly compressors: Compressors;
  readonly column: string;
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  readonly categories: Categories | undefined;
}

/** (end - start,) numbers, milliseconds or numbers of categories; NaN or 0 where one is missing. */
export async function readObjects(request: Request): Promise<Float64Array> {
  const { file, metadata, compressors, column, kind, start, end, categories } = request;
  const out = new Float64Array(end - start);
  let seen = 0;
  await parquetRead({
    file,
    metadata,
    compressors,
    columns: [column],
    rowStart: start,
    rowEnd: end,
    onChunk({ columnData, rowStart }) {
      for (let i = 0; i < columnData.length; i++) {
        const row = rowStart + i - start;
        if (row < 0 || row >= out.length) continue;
        out[row] = kind === "text" ? textNumber(columnData[i], categories!) : numberOf(columnData[i]);
        seen++;
      }
    },
  });
  if (seen !== out.length) throw new RangeError(`${seen} of ${out.length} values could be read`);
  return out;
}

function textNumber(value: unknown, categories: Categories): number {
  if (value === null || value === undefined) return Categories.MISSING;
  const bytes = UTF8.encode(String(value));
  return categories.number(bytes, 0, bytes.length);
}

function numberOf(value: unknown): number {
  if (value === null || value === undefined) return NaN;
  return value instanceof Date ? value.getTime() : Number(value);
}
