import { InvalidArgumentError, Option, type Command } from "commander";
import type { Task } from "../data/choose.ts";
import { type Encoding, ENCODINGS, FORMATS, type Format, type LogOptions, openLog } from "../data/open.ts";
import type { RowSource } from "../data/rows.ts";
import { word } from "./learner.ts";
import { listOf, whole } from "./parse.ts";
import { type LogFile, logFile } from "./spool.ts";

/** Flags of every command that reads a log: how it is written, and who reads it. */
export interface FileFlags {
  readonly format?: Format;
  readonly separator?: string;
  readonly decimal?: "." | ",";
  readonly header: boolean;
  readonly missing?: readonly string[];
  readonly encoding?: Encoding;
  readonly workers?: number;
}

/** Flags of commands to which the order of rows matters. */
export interface OrderFlags {
  readonly timeColumn?: string;
  readonly anyOrder?: true;
}

/** Flags of commands that learn from a log when its feedback is there. */
export interface WhenFlags extends OrderFlags {
  readonly delayColumn?: string;
  readonly feedbackColumn?: string;
}

/** Flags of commands that learn outcomes from features of a log. */
export interface LogFlags extends FileFlags, WhenFlags {
  readonly target?: string;
  readonly features?: string;
  readonly task?: Task;
  readonly weight?: string;
  readonly idColumn?: string;
  readonly impute?: "mean";
}

type FileOptions = Pick<
  LogOptions,
  "format" | "separator" | "decimal" | "header" | "missing" | "encoding" | "workers"
>;

export const LOG_ARGUMENT =
  "Parquet, Arrow IPC, CSV, JSONL, libsvm or VW text, also .gz or .zst; - for standard input";

export function fileFlags(command: Command): Command {
  return command
    .option(
      "--format <name>",
      `${FORMATS.join(" | ")} (default: by name and content)`,
      word("--format", FORMATS),
    )
    .option(
      "--separator <character>",
      "what stands between the cells of CSV, also tab (default: by its first lines)",
      separator,
    )
    .addOption(
      new Option("--decimal <mark>", "decimal point or comma of CSV (default: .)").choices([".", ","]),
    )
    .option("--no-header", "the first line of CSV is a row; columns are #1, #2, ..")
    .option(
      "--missing <list>",
      "words for a missing value beside NA, NaN, null, ? and the like",
      listOf(String),
    )
    .option(
      "--encoding <name>",
      `${ENCODINGS.join(" | ")}: what text is written in (default: UTF-8, or UTF-16 by its byte order mark)`,
      word("--encoding", ENCODINGS),
    )
    .option(
      "--workers <n>",
      "threads beside the one that learns; 0: it also reads (default: 1 for files of 8 MiB or more)",
      whole("--workers", 0),
    );
}

export function orderFlags(command: Command): Command {
  return command
    .option("--time-column <column>", "when each decision was made: time stamps or numbers, never decreasing")
    .option("--any-order", "take rows as they stand where these times decrease");
}

export function whenFlags(command: Command): Command {
  command.option(
    "--delay-column <column>",
    "rows until each row's feedback is there; empty where it never comes",
  );
  return orderFlags(command).option(
    "--feedback-column <column>",
    "when each row's feedback was there, as --time-column; empty where it never comes",
  );
}

export function idFlag(command: Command): Command {
  return command.option(
    "--id-column <column>",
    "what rows are called, for --predictions; no feature (VW text: tag)",
  );
}

/** @param usual the features where none are given. */
export function logFlags(command: Command, usual = "every other column"): Command {
  fileFlags(command)
    .option("--target <column>", 'the outcome: a column, or a comparison such as "delay>=15"')
    .option("--features <list>", `such as "distance/1000, hour(date), origin" (default: ${usual})`)
    .option(
      "--task <name>",
      "classification | regression | multiclass (default: from the target's values)",
      word("--task", ["classification", "regression", "multiclass"]),
    )
    .option("--weight <column>", "row weights");
  whenFlags(command);
  return idFlag(command).option(
    "--impute <how>",
    "mean: fill in missing numbers with their running mean, and say so in a column",
    word("--impute", ["mean"]),
  );
}

function separator(text: string): string {
  if (text === "tab" || text === "\\t") return "\t";
  if (text.length !== 1) throw new InvalidArgumentError(`expected one character or tab, got "${text}".`);
  return text;
}

/** How a log is written, as `openLog` takes it. */
export function fileOptions(flags: FileFlags): FileOptions {
  const { format, separator: mark, decimal, header, missing, encoding, workers } = flags;
  return { format, separator: mark, decimal, header: header ? undefined : false, missing, encoding, workers };
}

export function orderOptions({
  timeColumn: time,
  anyOrder,
}: OrderFlags): Pick<LogOptions, "time" | "anyOrder"> {
  return { time, anyOrder };
}

export function whenOptions(flags: WhenFlags): Pick<LogOptions, "time" | "anyOrder" | "delay" | "feedback"> {
  const { delayColumn: delay, feedbackColumn: feedback } = flags;
  return { ...orderOptions(flags), delay, feedback };
}

/** The flags as `openLog` takes them. */
export function logOptions(flags: LogFlags): LogOptions {
  const { target, features, task, weight, idColumn: id, impute } = flags;
  return { ...fileOptions(flags), ...whenOptions(flags), target, features, task, weight, id, impute };
}

/** Opens the log of an argument for as long as it is used. */
export function withLog<T>(
  argument: string,
  flags: LogFlags & { readonly quiet?: true },
  signal: AbortSignal,
  use: (rows: RowSource, path: string) => Promise<T>,
): Promise<T> {
  return withFile(argument, flags, signal, async ({ path, name }) =>
    use(await openLog(path, { ...logOptions(flags), name }), path),
  );
}

/**
 * Hands over the file of an argument, which may be standard input, for as long as it is used.
 *
 * @param use is given its path, and what it is called where the path does not say so.
 */
export async function withFile<T>(
  argument: string,
  { quiet }: { readonly quiet?: true },
  signal: AbortSignal,
  use: (file: Pick<LogFile, "path" | "name">) => Promise<T>,
): Promise<T> {
  const file = await logFile(argument, signal, quiet === true);
  try {
    return await use(file);
  } finally {
    file.remove();
  }
}
