import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UsageError } from "./exit.ts";

/** A log that can be read again and again. */
export interface LogFile {
  readonly path: string;
  /** What it is called in messages; undefined where the path says it. */
  readonly name: string | undefined;
  /** Removes what was written for it. */
  readonly remove: () => void;
}

/**
 * The file of an argument. `-` is standard input, which is written to a temporary file first, because a log is read at least
 * twice: to know its rows and columns, and to learn from it.
 */
export async function logFile(argument: string, signal: AbortSignal, quiet: boolean): Promise<LogFile> {
  if (argument !== "-") return { path: argument, name: undefined, remove: () => {} };
  if (process.stdin.isTTY) throw new UsageError("-: expected a log on standard input, got a terminal");
  const folder = mkdtempSync(join(tmpdir(), "lowstakes-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  if (!quiet) process.stderr.write(`lowstakes: keeping standard input in ${folder} while it is read\n`);
  const path = join(folder, "log");
  await pipeline(process.stdin, createWriteStream(path), { signal });
  return { path, name: "standard input", remove };
}
