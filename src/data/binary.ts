import { beginning } from "./detect.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";

/** Knows files that are no text, so that nobody has to guess from the cells that could be read into them. */

/** How files begin, as Latin-1; what they are, and what makes them readable. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^PAR1/, "a Parquet file"],
  [/^(ARROW1|\xff{4})/, "an Arrow file"],
  [/^PK\x03\x04[^]{26}(\[Content_Types\]|_rels\/|docProps\/|xl\/)/, "an Excel workbook (save it as CSV)"],
  [/^PK\x03\x04[^]{26}[^]{0,200}?\.npy/, "a NumPy archive (save its arrays as CSV or Parquet)"],
  [/^PK\x03\x04/, "a ZIP archive (unpack it first)"],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, "an old Excel workbook or Office document (save it as CSV)"],
  [/^SQLite format 3\0/, "an SQLite database (export the table as CSV)"],
  [/^\x80[\x02-\x05][^]/, "a Python pickle (save the table as CSV or Parquet)"],
  [/^\x93NUMPY/, "a NumPy array (save it as CSV or Parquet)"],
  [/^\x89HDF\r\n/, "an HDF5 file (save the table as CSV or Parquet)"],
  [/^Obj\x01/, "an Avro file (save it as JSONL or Parquet)"],
  [/^ORC[\0-\x08]/, "an ORC file (save it as Parquet)"],
  [/^FEA1/, "a Feather file of version 1 (save it as version 2)"],
  [/^BZh[1-9]1AY&SY/, "a bzip2 file (unpack it first)"],
  [/^\xfd7zXZ\0/, "an xz file (unpack it first)"],
  [/^7z\xbc\xaf/, "a 7-Zip archive (unpack it first)"],
  [/^\x04"M\x18/, "an LZ4 file (unpack it first)"],
  [/^[^]{257}ustar/, "a tar archive (unpack it first)"],
  [/^\x89PNG\r\n/, "a PNG picture"],
  [/^\xff\xd8\xff/, "a JPEG picture"],
  [/^GIF8[79]a/, "a GIF picture"],
  [/^%PDF-/, "a PDF document"],
  [/^\x7fELF/, "a program"],
  [/^\s*<(!doctype html|html)/i, "an HTML page"],
];

/**
 * @param file as it is stored, and `text` the same in UTF-8.
 * @param expected such as "CSV text".
 * @throws InputError where it is no text.
 */
export async function refuseBinary(file: DataFile, text: DataFile, expected: string): Promise<void> {
  const first = await beginning(file);
  const got = KINDS.find(([magic]) => magic.test(first))?.[1] ?? withZeros(await beginning(text));
  if (got !== null) throw new InputError({ in: file.name }, `expected ${expected}, got ${got}`);
}

/** Text holds no bytes 0; UTF-16 does, as every second one. */
function withZeros(text: string): string | null {
  const zero = text.indexOf("\0");
  if (zero < 0) return null;
  const zeros = (odd: number): number => [...text].filter((c, i) => c === "\0" && i % 2 === odd).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (Math.max(even, odd) < 0.4 * text.length || Math.min(even, odd) > 0.1 * text.length)
    return `binary data (byte ${zero + 1} is 0)`;
  const which = odd > even ? "le" : "be";
  return `what looks like UTF-16 (--encoding utf-16${which} reads it)`;
}
