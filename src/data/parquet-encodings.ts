import { readDeltas, readDeltaTexts } from "./parquet-delta.ts";
import { readPlain, type Stored } from "./parquet-values.ts";

/** The n values of a data page without a dictionary. @throws RangeError where the bytes do not hold them. */
export function readEncoded(bytes: Uint8Array, encoding: string, n: number, stored: Stored): Float64Array {
  const { type, size, ofBytes } = stored;
  const texts = type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY";
  if (encoding === "PLAIN") return readPlain(bytes, n, stored);
  if (encoding === "DELTA_BINARY_PACKED" && (type === "INT32" || type === "INT64"))
    return readPlain(readDeltas(bytes, 0, n, type === "INT32" ? 4 : 8).plain, n, stored);
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY" && texts) return readDeltaTexts(bytes, n, false, ofBytes);
  if (encoding === "DELTA_BYTE_ARRAY" && texts) return readDeltaTexts(bytes, n, true, ofBytes);
  if (encoding === "BYTE_STREAM_SPLIT" && size > 0) return readPlain(joined(bytes, n, size), n, stored);
  throw new RangeError(`its ${type} values are in the encoding ${encoding}`);
}

/** n values whose first bytes come first, then all second bytes, and so on (BYTE_STREAM_SPLIT = 9). */
function joined(bytes: Uint8Array, n: number, size: number): Uint8Array {
  if (!(n * size <= bytes.length)) throw new RangeError(`${n} values are in ${bytes.length} bytes`);
  const plain = new Uint8Array(n * size);
  for (let byte = 0; byte < size; byte++)
    for (let i = 0; i < n; i++) plain[i * size + byte] = bytes[byte * n + i]!;
  return plain;
}
