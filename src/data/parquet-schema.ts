import type { ParquetType, SchemaElement, SchemaTree } from "hyparquet";
import type { Categories } from "./categories.ts";
import { ofBytes } from "./parquet-bytes.ts";
import type { Stored } from "./parquet-values.ts";
import type { Kind } from "./table.ts";

/** What the columns of a Parquet file hold, and how their stored values become numbers. */

/** How the stored integers or floats of a column become numbers or milliseconds. */
export interface Conversion {
  readonly unsigned: boolean;
  /** Stored value / divisor * factor. */
  readonly divisor: number;
  readonly factor: number;
  /** Nanoseconds need more than the 53 bits of a double before they are divided. */
  readonly nanoseconds: boolean;
  /** True for integers whose every digit counts, so that more than 53 bits are an error. */
  readonly exact: boolean;
}

const MILLISECONDS_A_DAY = 86_400_000;

export function kindOf({ children, element }: SchemaTree): Kind {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (children.length > 0 || element.repetition_type === "REPEATED") return "other";
  if (isTime(element)) return "time";
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return "number";
  if (/^(TIME_|JSON|BSON|INTERVAL)/.test(converted ?? "")) return "other";
  if (/^(TIME|JSON|BSON|INTERVAL|NULL|VARIANT|GEO.*)$/.test(logical?.type ?? "")) return "other";
  if (type === "BYTE_ARRAY") return "text";
  if (type !== "FIXED_LEN_BYTE_ARRAY") return "number";
  return logical?.type === "FLOAT16" ? "number" : logical?.type === "UUID" ? "text" : "other";
}

function isTime({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  const byName = converted === "DATE" || converted === "TIMESTAMP_MILLIS" || converted === "TIMESTAMP_MICROS";
  return byName || type === "INT96" || logical?.type === "TIMESTAMP" || logical?.type === "DATE";
}

export function conversionOf(element: SchemaElement): Conversion {
  const { type, converted_type: converted, logical_type: logical } = element;
  const plain = { unsigned: false, divisor: 1, factor: 1, nanoseconds: false, exact: false };
  if (logical?.type === "TIMESTAMP" || /^TIMESTAMP/.test(converted ?? "")) {
    const unit =
      logical?.type === "TIMESTAMP" ? logical.unit : converted === "TIMESTAMP_MICROS" ? "MICROS" : "MILLIS";
    return { ...plain, divisor: unit === "MICROS" ? 1000 : 1, nanoseconds: unit === "NANOS" };
  }
  if (isTime(element)) return { ...plain, factor: MILLISECONDS_A_DAY };
  const scale = element.scale ?? (logical?.type === "DECIMAL" ? logical.scale : 0);
  if (scale !== 0) return { ...plain, divisor: 10 ** scale };
  const unsigned = /^UINT/.test(converted ?? "") || (logical?.type === "INTEGER" && !logical.isSigned);
  return { ...plain, unsigned, exact: type === "INT64" };
}

/** Bytes of a value by its type; 0 where values differ in length or have less than one. */
const SIZES: Readonly<Partial<Record<ParquetType, number>>> = {
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
};

/** @param categories where the values are wanted as text. */
export function storedOf(element: SchemaElement, categories: Categories | undefined): Stored {
  const type = element.type!;
  const conversion = conversionOf(element);
  const fixed = type === "FIXED_LEN_BYTE_ARRAY" ? (element.type_length ?? 0) : 0;
  return {
    type,
    size: SIZES[type] ?? fixed,
    conversion,
    ofBytes: ofBytes(element, conversion, categories),
    ofLong: type === "INT64" && categories ? (value) => textOf(value, categories) : undefined,
  };
}

const UTF8 = new TextEncoder();

function textOf(value: bigint, categories: Categories): number {
  const digits = UTF8.encode(String(value));
  return categories.number(digits, 0, digits.length);
}
