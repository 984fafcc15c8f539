import type { Batch, Column as ArrowColumn, DataType } from "@uwdata/flechette";
import type { Categories } from "./categories.ts";
import { Categories as Texts } from "./categories.ts";
import type { Kind } from "./table.ts";
import { timeText } from "./time.ts";

/** What the columns of an Arrow file hold, and their cells as numbers, milliseconds or numbers of categories. */

/** Numbers of types (Schema.fbs); flechette has -1 for dictionaries. */
const [DICTIONARY, INT, FLOAT, UTF8, BOOL, DECIMAL, DATE, TIMESTAMP, LARGE_UTF8, UTF8_VIEW] = [
  -1, 2, 3, 5, 6, 7, 8, 10, 20, 24,
];
const ENCODER = new TextEncoder();

export function kindOf(type: DataType): Kind {
  const { typeId } = type;
  if (typeId === DICTIONARY) return kindOf((type as { dictionary: DataType }).dictionary);
  if (typeId === UTF8 || typeId === LARGE_UTF8 || typeId === UTF8_VIEW) return "text";
  if (typeId === DATE || typeId === TIMESTAMP) return "time";
  return typeId === INT || typeId === FLOAT || typeId === BOOL || typeId === DECIMAL ? "number" : "other";
}

export function isTruth({ typeId }: DataType): boolean {
  return typeId === BOOL;
}

export function isLong(type: DataType): boolean {
  return type.typeId === INT && (type as { bitWidth: number }).bitWidth === 64;
}

/** One column of one record batch; rows [from, from + n) of it go to `out` (n,). */
export type Take = (from: number, n: number, out: Float64Array | Int32Array) => void;

type AnyBatch = Batch<unknown> & { readonly dictionary?: ArrowColumn<unknown>; readonly values: unknown };

/** Rows that the buffers of a column hold. */
function roomOf({ type, values, offsets }: AnyBatch): number {
  const { length = 0, BYTES_PER_ELEMENT: size = 1 } = (values ?? {}) as {
    length?: number;
    BYTES_PER_ELEMENT?: number;
  };
  if (offsets !== undefined) return (offsets as { length: number }).length - 1;
  if (type.typeId === BOOL) return 8 * length;
  if (type.typeId === UTF8_VIEW) return length / 16;
  return type.typeId === DECIMAL ? (8 * size * length) / (type as { bitWidth: number }).bitWidth : length;
}

/** @throws Error where a column does not hold so many rows. */
export function expectRows(batch: AnyBatch, rows: number): void {
  const { validity, nullCount, length } = batch;
  const known = nullCount > 0 && validity ? 8 * (validity as Uint8Array).length : length;
  if (length !== rows || roomOf(batch) < rows || known < rows) throw new Error("a column is cut off");
}

export function takeNumbers(batch: AnyBatch, kind: Kind): Take {
  const direct = batch.values instanceof Float64Array || batch.values instanceof Float32Array;
  const plain =
    batch.type.typeId === INT &&
    !(batch.values instanceof BigInt64Array || batch.values instanceof BigUint64Array);
  if ((direct || plain) && batch.nullCount === 0) {
    const values = batch.values as Float64Array;
    return (from, n, out) => {
      for (let i = 0; i < n; i++) out[i] = values[from + i]!;
    };
  }
  return (from, n, out) => {
    for (let i = 0; i < n; i++) {
      const value = batch.at(from + i);
      out[i] = value === null ? NaN : kind === "time" ? Math.floor(Number(value)) : Number(value);
    }
  };
}

/** Rows [from, from + n) as text, whole numbers of 64 bits with all their digits; empty where one is missing. */
export function idsOf(batch: AnyBatch, kind: Kind, from: number, n: number): string[] {
  return Array.from({ length: n }, (_, i) => {
    const value = batch.at(from + i);
    if (value === null || value === undefined) return "";
    return kind === "time" ? timeText(Math.floor(Number(value))) : String(value);
  });
}

/** The same as numbers among these categories. */
export function takeTexts(batch: AnyBatch, categories: Categories): Take {
  if (batch.dictionary !== undefined) return takeCodes(batch, batch.dictionary, categories);
  const { values, offsets } = batch as unknown as {
    values: Uint8Array;
    offsets?: Int32Array | BigInt64Array;
  };
  return (from, n, out) => {
    for (let row = from; row < from + n; row++) {
      if (!batch.nullCount || batch.isValid(row)) {
        if (offsets === undefined) out[row - from] = textNumber(batch.at(row), categories);
        else {
          const [begin, end] = [Number(offsets[row]!), Number(offsets[row + 1]!)];
          if (!(begin >= 0 && begin <= end && end <= values.length)) throw new Error("a text is cut off");
          out[row - from] = categories.number(values, begin, end);
        }
      } else out[row - from] = Texts.MISSING;
    }
  };
}

function takeCodes(batch: AnyBatch, dictionary: ArrowColumn<unknown>, categories: Categories): Take {
  const keys = batch.values as ArrayLike<number>;
  const codes = new Int32Array(dictionary.length).fill(-1);
  // a value is numbered when it is first met in a row, as in any other format
  return (from, n, out) => {
    for (let row = from; row < from + n; row++) {
      if (batch.nullCount > 0 && !batch.isValid(row)) {
        out[row - from] = Texts.MISSING;
        continue;
      }
      const key = Number(keys[row]);
      if (!(key >= 0 && key < codes.length)) throw new Error("a dictionary is cut off");
      if (codes[key]! < 0) codes[key] = textNumber(dictionary.at(key), categories);
      out[row - from] = codes[key]!;
    }
  };
}

function textNumber(value: unknown, categories: Categories): number {
  if (value === null || value === undefined) return Texts.MISSING;
  const bytes = ENCODER.encode(String(value));
  return categories.number(bytes, 0, bytes.length);
}
