import { oneOf, wholeNumber } from "../check.ts";
import { refuseBinary } from "./binary.ts";
import { checkClocks } from "./clock.ts";
import { readCsv } from "./csv.ts";
import type { CsvOptions } from "./csv-shape.ts";
import { detectFormat, FORMATS, TITLES, type Format } from "./detect.ts";
import { type Encoding, ENCODINGS, inUtf8 } from "./encoding.ts";
import { InputError, quote } from "./error.ts";
import { openFile, type DataFile, type Source } from "./file.ts";
import { readJsonl } from "./jsonl.ts";
import { readLibsvm } from "./libsvm.ts";
import { openRemote } from "./remote.ts";
import type { RowSource } from "./rows.ts";
import type { TextWanted } from "./text-table.ts";
import { packingOf } from "./unpack.ts";
import { readVw } from "./vw.ts";
import { readVwActions } from "./vw-actions.ts";

export { FORMATS, type Format } from "./detect.ts";
export { ENCODINGS, type Encoding } from "./encoding.ts";
export type { Source } from "./file.ts";

/** Opens a log of whatever format as rows for a learner. */

export interface LogOptions extends TextWanted, CsvOptions {
  /** By default known from the file's name and content. */
  readonly format?: Format | undefined;
  /** What text is written in. Default: UTF-8, or UTF-16 where a byte order mark says so. */
  readonly encoding?: Encoding | undefined;
  /** What the log is called in messages and reports, where the source itself has no name. */
  readonly name?: string | undefined;
  /**
   * Threads that may be started beside this one; a log uses at most one, to read and decode while this one learns, and only
   * in Node for a path. Default: 1 where the file is large enough to gain by it, else 0.
   */
  readonly workers?: number | undefined;
}

/** Bytes of a file from which on starting a thread, which takes 30 to 50 ms, is worth its while. */
const LARGE = 1 << 23;

/** Reads what has to be known before the first pass. Throws an InputError where file or expressions are not as they should be. */
export async function openLog(source: Source, options: LogOptions = {}): Promise<RowSource> {
  const { workers, ...rest } = options;
  if (workers !== undefined) wholeNumber("openLog: workers", workers, 0);
  if (typeof source === "string" && workers !== 0) {
    const { size } = await openFile(source);
    const remote = workers === undefined && size < LARGE ? null : await openRemote(source, rest);
    if (remote !== null) return remote;
  }
  return openHere(source, rest);
}

/** The same on this thread. */
export async function openHere(source: Source, options: LogOptions): Promise<RowSource> {
  return (await inspectLog(source, options)).rows;
}

/** A log with what it turned out to be. */
export interface Inspected {
  readonly rows: RowSource;
  readonly format: Format;
  /** How the file as a whole is packed. */
  readonly packing: "gzip" | "zstd" | null;
}

/** Opens a log on this thread, and says what it is. */
export async function inspectLog(source: Source, options: LogOptions): Promise<Inspected> {
  const { format: stated, name, encoding, ...wanted } = options;
  checkOptions(options);
  const file = await openFile(source, name);
  if (file.size === 0) throw new InputError({ in: file.name }, "expected rows, got an empty file");
  const text = inUtf8(file, encoding);
  const format = stated ?? (await detectFormat(file, text));
  if (!FORMATS.includes(format))
    throw new InputError({}, `format: expected ${FORMATS.join(", ")}, got ${quote(String(format))}`);
  refuseOptions(file, format, options);
  const packing = packingOf(new Uint8Array(await file.slice(0, 4)));
  return { rows: await readAs(file, text, format, wanted), format, packing };
}

async function readAs(
  file: DataFile,
  text: DataFile,
  format: Format,
  wanted: TextWanted & CsvOptions,
): Promise<RowSource> {
  if (format === "parquet") {
    const { readParquet } = await import("./parquet.ts");
    return readParquet(file, wanted);
  }
  if (format === "arrow") {
    const { readArrow } = await import("./arrow.ts");
    return readArrow(file, wanted);
  }
  await refuseBinary(file, text, `${format === "vw" ? "VW" : TITLES[format]} text`);
  return readText(text, format, wanted);
}

function readText(file: DataFile, format: Format, wanted: TextWanted & CsvOptions): Promise<RowSource> {
  if (format === "jsonl") return readJsonl(file, wanted);
  if (format === "libsvm") return readLibsvm(file, wanted);
  if (format === "vw") return wanted.actions === true ? readVwActions(file, wanted) : readVw(file, wanted);
  return readCsv(file, wanted);
}

function checkOptions(wanted: LogOptions): void {
  const { separator, decimal, encoding, impute } = wanted;
  if (separator !== undefined && !/^[^\w\s."\\+-]$|^[\t ]$/.test(separator))
    throw new RangeError(`openLog: separator: expected one character such as ";", got ${quote(separator)}`);
  if (decimal !== undefined) oneOf("openLog: decimal", decimal, [".", ","]);
  if (encoding !== undefined) oneOf("openLog: encoding", encoding, ENCODINGS);
  if (impute !== undefined) oneOf("openLog: impute", impute, ["mean"]);
  checkClocks(wanted);
}

/** Options that say how text is written, where it is not such text. */
function refuseOptions(file: DataFile, format: Format, wanted: LogOptions): void {
  const refuse = (name: string, formats: string): never => {
    throw new InputError(
      { in: file.name },
      `expected no ${name}, because it is ${TITLES[format]} and not ${formats}`,
    );
  };
  if (wanted.actions === true && format !== "vw")
    throw new InputError(
      { in: file.name },
      `expected VW text with labels action:cost:probability, or columns to be named for action, reward and propensity, got ${TITLES[format]}`,
    );
  if (format === "csv") return;
  for (const name of ["separator", "decimal", "header"] as const)
    if (wanted[name] !== undefined) refuse(name, "CSV");
  if ((format === "parquet" || format === "arrow") && wanted.encoding !== undefined)
    refuse("encoding", "text");
  if (format !== "jsonl" && wanted.missing !== undefined) refuse("missing", "CSV or JSONL");
}
