import type { SchemaElement } from "hyparquet";
import type { Categories } from "./categories.ts";
import type { Conversion } from "./parquet-schema.ts";

/** Values that Parquet stores as bytes: text, UUIDs, decimals and numbers of 16 bits. */

/** The number, or the number of the category, that bytes [from, to) stand for. */
export type OfBytes = (bytes: Uint8Array, from: number, to: number) => number;

/** @param categories where the column is text. */
export function ofBytes(
  { type, type_length: length = 0, logical_type: logical }: SchemaElement,
  { divisor }: Conversion,
  categories: Categories | undefined,
): OfBytes {
  const text: OfBytes | undefined = categories && ((bytes, from, to) => categories.number(bytes, from, to));
  const decimal: OfBytes = (bytes, from, to) => integerOf(bytes, from, to) / divisor;
  if (type !== "FIXED_LEN_BYTE_ARRAY") return text ?? decimal;
  const read = text ? uuid(text) : logical?.type === "FLOAT16" ? halfOf : decimal;
  return (bytes, from, to) => {
    if (to - from !== length) throw new RangeError(`a value of ${to - from} bytes and not ${length}`);
    return read(bytes, from, to);
  };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const ENCODER = new TextEncoder();

/** 16 bytes as `01234567-89ab-cdef-0123-456789abcdef`. */
function uuid(text: OfBytes): OfBytes {
  return (bytes, from, to) => {
    const hex = Array.from(bytes.subarray(from, to), (byte) => HEX[byte]!).join("");
    const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
    const written = ENCODER.encode(parts.join("-"));
    return text(written, 0, written.length);
  };
}

/** IEEE 754 binary16, lowest byte first. */
function halfOf(bytes: Uint8Array, from: number): number {
  const half = bytes[from]! | (bytes[from + 1]! << 8);
  const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, half & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** A signed integer, highest byte first, rounded once where it has more than 53 bits. */
function integerOf(bytes: Uint8Array, from: number, to: number): number {
  const fill = bytes[from]! >= 128 && from < to ? 255 : 0;
  let p = from;
  while (p < to && bytes[p] === fill) p++;
  if (to - p > 6) {
    let integer = fill === 255 ? -1n : 0n;
    for (; p < to; p++) integer = (integer << 8n) | BigInt(bytes[p]!);
    return Number(integer);
  }
  let integer = fill === 255 ? -1 : 0;
  for (; p < to; p++) integer = integer * 256 + bytes[p]!;
  return integer;
}
