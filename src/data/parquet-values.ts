import type { ParquetType } from "hyparquet";
import type { OfBytes } from "./parquet-bytes.ts";
import type { Conversion } from "./parquet-schema.ts";

/** Reads plain values (Apache Parquet format, Encodings.md, "Plain") as numbers; text as its number among categories. */

/** What a column's values are stored as. */
export interface Stored {
  readonly type: ParquetType;
  /** Bytes of a value, where all have the same number of them; else 0. */
  readonly size: number;
  readonly conversion: Conversion;
  /** For values that are stored as bytes. */
  readonly ofBytes: OfBytes;
  /** For integers of 64 bits that are wanted as text. */
  readonly ofLong: ((value: bigint) => number) | undefined;
}

/** The n values. @throws RangeError where the bytes do not hold so many. */
export function readPlain(bytes: Uint8Array, n: number, stored: Stored): Float64Array {
  const { type, size, conversion, ofBytes, ofLong } = stored;
  // a text has its length beside it, a truth value is a bit
  const least = type === "BYTE_ARRAY" ? 4 : type === "BOOLEAN" ? 1 / 8 : size;
  if (!(n >= 0 && least > 0 && n * least <= bytes.length))
    throw new RangeError(`${n} values are in ${bytes.length} bytes`);
  const out = new Float64Array(n);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === "BYTE_ARRAY") readTexts(bytes, view, ofBytes, out);
  else if (type === "BOOLEAN") for (let i = 0; i < n; i++) out[i] = (bytes[i >> 3]! >> (i & 7)) & 1;
  else if (type === "FLOAT") for (let i = 0; i < n; i++) out[i] = view.getFloat32(4 * i, true);
  else if (type === "DOUBLE") for (let i = 0; i < n; i++) out[i] = view.getFloat64(8 * i, true);
  else if (type === "INT32") readInt32(view, conversion, out);
  else if (ofLong) readLongs(view, conversion, ofLong, out);
  else if (type === "INT64") readInt64(view, conversion, out);
  else if (type === "INT96") readInt96(view, out);
  else for (let i = 0; i < n; i++) out[i] = ofBytes(bytes, i * size, (i + 1) * size);
  return out;
}

function readTexts(bytes: Uint8Array, view: DataView, ofBytes: OfBytes, out: Float64Array): void {
  let p = 0;
  for (let i = 0; i < out.length; i++) {
    const end = p + 4 + view.getUint32(p, true);
    if (end > bytes.length) throw new RangeError("a text is cut off");
    out[i] = ofBytes(bytes, p + 4, end);
    p = end;
  }
}

function readInt32(view: DataView, { unsigned, divisor, factor }: Conversion, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const value = unsigned ? view.getUint32(4 * i, true) : view.getInt32(4 * i, true);
    out[i] = (value / divisor) * factor;
  }
}

/** From two halves, because a BigInt for each value is ten times slower; rounded where it exceeds 53 bits. */
function readInt64(view: DataView, { unsigned, divisor, nanoseconds }: Conversion, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const low = view.getUint32(8 * i, true);
    const high = unsigned ? view.getUint32(8 * i + 4, true) : view.getInt32(8 * i + 4, true);
    // 2^32 = 4294 * 10^6 + 967296, so that whole milliseconds come out exactly.
    out[i] = nanoseconds
      ? high * 4294 + Math.floor((high * 967_296 + low) / 1e6)
      : (high * 4_294_967_296 + low) / divisor;
  }
}

function readLongs(
  view: DataView,
  { unsigned }: Conversion,
  ofLong: (value: bigint) => number,
  out: Float64Array,
): void {
  for (let i = 0; i < out.length; i++)
    out[i] = ofLong(unsigned ? view.getBigUint64(8 * i, true) : view.getBigInt64(8 * i, true));
}

/** The Julian day of 1 January 1970. */
const EPOCH = 2_440_588;

/** Time stamps as nanoseconds of a day and that day's Julian number, in milliseconds. */
function readInt96(view: DataView, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const nanoseconds = view.getInt32(12 * i + 4, true) * 4_294_967_296 + view.getUint32(12 * i, true);
    out[i] = (view.getInt32(12 * i + 8, true) - EPOCH) * 86_400_000 + Math.floor(nanoseconds / 1e6);
  }
}
