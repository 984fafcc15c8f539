import type { SchemaElement } from "hyparquet";
import { Categories } from "./categories.ts";
import type { PageReader } from "./parquet-pages.ts";
import { conversionOf } from "./parquet-schema.ts";
import type { Kind } from "./table.ts";
import { timeText } from "./time.ts";

/** Ids from a column of one row group. */

/** Opens a reader of the column; text goes to the categories given. */
type OpenPages = (texts: Categories | undefined) => Promise<PageReader>;

/** A function that gives the next n ids as text, whole numbers of 64 bits with all their digits; empty where one is missing. */
export async function openIds(
  element: SchemaElement,
  kind: Kind,
  open: OpenPages,
): Promise<(n: number) => string[]> {
  const digits = kind === "number" && conversionOf(element).exact;
  // ids hardly come twice, so that a table of them lives no longer than the row group
  const texts = kind === "text" || digits ? new Categories() : undefined;
  const reader = await open(texts);
  const idOf = (value: number): string => {
    if (texts) return texts.text(value);
    if (Number.isNaN(value)) return "";
    if (element.type === "BOOLEAN") return String(value === 1);
    return kind === "time" ? timeText(value) : String(value);
  };
  return (n) => {
    const values = new Float64Array(n);
    reader.take(n, values);
    return Array.from(values, idOf);
  };
}
