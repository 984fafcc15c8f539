import { CsvRows, type CsvBytes } from "./csv-rows.ts";
import { InputError } from "./error.ts";
import type { DataFile } from "./file.ts";
import { ByteWindow } from "./window.ts";

/** How a CSV file is laid out: what stands between cells, what its numbers look like, whether it has a header. */

export interface CsvOptions {
  /** One character. Default: comma, semicolon, tab or bar, whichever divides the first lines alike. */
  readonly separator?: string | undefined;
  /** Decimal point or comma. Default: ".". */
  readonly decimal?: "." | "," | undefined;
  /** False where the first line is a row already: columns are #1, #2, .. then. Default: true. */
  readonly header?: boolean | undefined;
}

/** A file at its first data row. */
export interface CsvStart extends CsvBytes {
  readonly names: readonly string[];
  readonly window: ByteWindow;
}

const [COMMA, SEMICOLON, TAB, BAR, QUOTE, NEWLINE] = [44, 59, 9, 124, 34, 10];
/** Lines that are looked at, and bytes. */
const SAMPLE = 10;
const MOST_BYTES = 1 << 20;

/** The file at its first data row. @throws InputError where there is none. */
export async function openCsv(file: DataFile, options: CsvOptions): Promise<CsvStart> {
  const window = new ByteWindow(file.name, file.bytes());
  try {
    // the sample must not depend on the pieces in which the file arrives
    while (
      lines(window) <= SAMPLE &&
      !window.faulty &&
      window.limit - window.at < MOST_BYTES &&
      (await window.more())
    );
    const comma = options.decimal === ",";
    const separator = options.separator?.charCodeAt(0) ?? findSeparator(window, comma);
    const begin = window.at;
    for (;;) {
      if (window.at < window.limit) {
        const cells = CsvRows.header(file.name, window, separator);
        if (cells !== null)
          return { separator, comma, window, names: namesOf(file, cells, options, window, begin) };
      }
      if (!(await window.more()))
        throw new InputError({ in: file.name }, "expected a header and rows, got an empty file");
    }
  } catch (error) {
    await window.close();
    throw error;
  }
}

function namesOf(
  file: DataFile,
  cells: readonly string[],
  { header = true }: CsvOptions,
  window: ByteWindow,
  begin: number,
): string[] {
  if (!header) {
    window.at = begin;
    return cells.map((_, at) => `#${at + 1}`);
  }
  if (cells.every((name) => name !== "" && Number.isFinite(Number(name)))) {
    throw new InputError(
      { in: file.name },
      `expected a header with column names, got the numbers ${cells.join(", ")} (--no-header reads a file without one)`,
    );
  }
  if (cells.some((name) => /\r./s.test(name))) {
    throw new InputError(
      { in: file.name },
      "expected lines that end in LF or CR LF, got lines that end in CR",
    );
  }
  return cells.map((name, at) => (name === "" ? `column ${at + 1}` : name));
}

/** Lines that the window holds. */
function lines({ bytes, at, limit }: ByteWindow): number {
  let count = 0;
  for (let p = at; p < limit && count <= SAMPLE; p++) if (bytes[p] === NEWLINE) count++;
  return count;
}

/**
 * What divides the first lines into the same number of cells, quotes aside; of several the one that makes most cells, of
 * equals the first. Where none does: a comma if the first line holds one, else what it holds most of.
 */
function findSeparator(window: ByteWindow, comma: boolean): number {
  const known = comma ? [SEMICOLON, TAB, BAR] : [COMMA, SEMICOLON, TAB, BAR];
  const counts = known.map((byte) => countsOf(window, byte!));
  let [best, most] = [-1, 0];
  counts.forEach(([first = 0, ...more], i) => {
    if (more.every((count) => count === first) && first > most) [best, most] = [i, first];
  });
  if (best >= 0) return known[best]!;
  const firsts = counts.map(([first = 0]) => first);
  if (known[0] === COMMA && firsts[0]! > 0) return COMMA!;
  return Math.max(...firsts) > 0 ? known[firsts.indexOf(Math.max(...firsts))]! : COMMA!;
}

/** How often a byte occurs outside quotes in each of the first lines that are not blank. */
function countsOf({ bytes, at, limit }: ByteWindow, byte: number): number[] {
  const counts: number[] = [];
  let [count, quoted, blank] = [0, false, true];
  for (let p = at; p < limit && counts.length < SAMPLE; p++) {
    const each = bytes[p]!;
    if (each === QUOTE) quoted = !quoted;
    else if (!quoted && each === byte) count++;
    if (each > 32 || each === byte) blank = false;
    if (each !== NEWLINE || quoted) continue;
    if (!blank) counts.push(count);
    [count, blank] = [0, true];
  }
  return counts;
}
