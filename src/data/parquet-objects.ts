import { parquetRead, type AsyncBuffer, type Compressors, type FileMetaData } from "hyparquet";
import { Categories } from "./categories.ts";
import type { Kind } from "./table.ts";
import { timeText } from "./time.ts";

/** A column of rows [start, end) by hyparquet's own way, for encodings and types that `PageReader` leaves to it, and for ids. */

const UTF8 = new TextEncoder();

interface Request {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly compressors: Compressors;
  readonly column: string;
  readonly start: number;
  readonly end: number;
}

/** (end - start,) numbers, milliseconds or numbers of categories; NaN or 0 where one is missing. */
export async function readObjects(
  request: Request & { readonly kind: Kind; readonly categories: Categories | undefined },
): Promise<Float64Array> {
  const { kind, start, end, categories } = request;
  const out = new Float64Array(end - start);
  await readEach(request, (row, value) => {
    out[row] = kind === "text" ? textNumber(value, categories!) : numberOf(value);
  });
  return out;
}

/** (end - start,) the values as text, whole numbers of 64 bits with all their digits; empty where one is missing. */
export async function readIds(request: Request): Promise<string[]> {
  const ids = new Array<string>(request.end - request.start).fill("");
  await readEach(request, (row, value) => (ids[row] = idOf(value)));
  return ids;
}

async function readEach(
  { column, start, end, ...source }: Request,
  take: (row: number, value: unknown) => void,
): Promise<void> {
  let seen = 0;
  await parquetRead({
    ...source,
    columns: [column],
    rowStart: start,
    rowEnd: end,
    onChunk({ columnData, rowStart }) {
      for (let i = 0; i < columnData.length; i++) {
        const row = rowStart + i - start;
        if (row < 0 || row >= end - start) continue;
        take(row, columnData[i]);
        seen++;
      }
    },
  });
  if (seen !== end - start) throw new RangeError(`${seen} of ${end - start} values could be read`);
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

function idOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return value instanceof Date ? timeText(value.getTime()) : String(value);
}
