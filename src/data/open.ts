import { wholeNumber } from "../check.ts";
import type { Wanted } from "./choose.ts";
import { readCsv } from "./csv.ts";
import { InputError, quote } from "./error.ts";
import { openFile, type DataFile, type Source } from "./file.ts";
import { readLibsvm } from "./libsvm.ts";
import { openRemote } from "./remote.ts";
import type { RowSource } from "./rows.ts";

export type { Source } from "./file.ts";

/** Opens a log of whatever format as rows for a learner. */

export type Format = "parquet" | "csv" | "libsvm";

export const FORMATS: readonly Format[] = ["parquet", "csv", "libsvm"];

export interface LogOptions extends Wanted {
  /** By default known from the file's name and content. */
  readonly format?: Format | undefined;
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
  const { format: stated, name, ...wanted } = options;
  const file = await openFile(source, name);
  if (file.size === 0) throw new InputError({ in: file.name }, "expected rows, got an empty file");
  const format = stated ?? (await detectFormat(file));
  if (format === "parquet") {
    const { readParquet } = await import("./parquet.ts");
    return readParquet(file, wanted);
  }
  if ((await beginning(file)).startsWith("PAR1")) {
    throw new InputError(
      { in: file.name },
      `expected ${format === "csv" ? "CSV" : "libsvm"} text, got a Parquet file`,
    );
  }
  if (format === "csv") return readCsv(file, wanted);
  if (format === "libsvm") return readLibsvm(file, wanted);
  throw new InputError({}, `format: expected ${FORMATS.join(", ")}, got ${quote(String(format))}`);
}

/** By content where it begins like Parquet, then by name, then by content: libsvm if its first lines look so, else CSV. */
export async function detectFormat(file: DataFile): Promise<Format> {
  if (/\.(parquet|parq|pq)$/i.test(file.name)) return "parquet";
  const text = await beginning(file);
  if (text.startsWith("PAR1")) return "parquet";
  if (/\.(csv|tsv)(\.gz)?$/i.test(file.name)) return "csv";
  if (/\.(libsvm|svm|svmlight)(\.gz)?$/i.test(file.name)) return "libsvm";
  const lines = text.split("\n");
  if (lines.length > 1) lines.pop();
  const rows = lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "");
  const entries = /^[+-]?[\d.]+(e[+-]?\d+)?(\s+qid:\d+)?(\s+\d+:\S+)*$/i;
  return rows.every((row) => entries.test(row)) && rows.some((row) => row.includes(":")) ? "libsvm" : "csv";
}

/** The first characters of the content, as Latin-1. */
async function beginning(file: DataFile): Promise<string> {
  for await (const piece of file.bytes()) {
    let text = "";
    for (const byte of piece.subarray(0, 4096)) text += String.fromCharCode(byte);
    return text;
  }
  return "";
}
