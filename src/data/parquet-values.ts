import type { ParquetType } from "hyparquet";
import type { Categories } from "./categories.ts";
import type { Conversion } from "./parquet-schema.ts";

/** Reads plain values (Apache Parquet format, Encodings.md, "Plain") as numbers; text as its number among categories. */
export function readPlain(
  bytes: Uint8Array,
  type: ParquetType,
  n: number,
  conversion: Conversion,
  categories: Categories | undefined,
): Float64Array {
  if (!(n >= 0 && n <= 8 * bytes.length)) throw new RangeError(`${n} values are in ${bytes.length} bytes`);
  const out = new Float64Array(n);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === "BYTE_ARRAY") readTexts(bytes, view, categories!, out);
  else if (type === "BOOLEAN") for (let i = 0; i < n; i++) out[i] = (bytes[i >> 3]! >> (i & 7)) & 1;
  else if (type === "FLOAT") for (let i = 0; i < n; i++) out[i] = view.getFloat32(4 * i, true);
  else if (type === "DOUBLE") for (let i = 0; i < n; i++) out[i] = view.getFloat64(8 * i, true);
  else if (type === "INT32") readInt32(view, conversion, out);
  else readInt64(view, conversion, out);
  return out;
}

function readTexts(bytes: Uint8Array, view: DataView, categories: Categories, out: Float64Array): void {
  let p = 0;
  for (let i = 0; i < out.length; i++) {
    const end = p + 4 + view.getUint32(p, true);
    if (end > bytes.length) throw new RangeError("a text is cut off");
    out[i] = categories.number(bytes, p + 4, end);
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
