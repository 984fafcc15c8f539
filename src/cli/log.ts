import { InvalidArgumentError, Option, type Command } from "commander";
import type { Task } from "../data/choose.ts";
import { FORMATS, type Format, type LogOptions, openLog } from "../data/open.ts";
import type { RowSource } from "../data/rows.ts";
import { word } from "./learner.ts";
import { listOf, whole } from "./parse.ts";
import { logFile } from "./spool.ts";

/** Flags of every command that reads a log. */
export interface LogFlags {
  readonly format?: Format;
  readonly target?: string;
  readonly features?: string;
  readonly task?: Task;
  readonly weight?: string;
  readonly delayColumn?: string;
  readonly separator?: string;
  readonly decimal?: "." | ",";
  readonly header: boolean;
  readonly missing?: readonly string[];
  readonly impute?: "mean";
  readonly workers?: number;
}

export const LOG_ARGUMENT =
  "Parquet, Arrow IPC, CSV, JSONL, libsvm or VW text, also .gz or .zst; - for standard input";

export function logFlags(command: Command): Command {
  return command
    .option(
      "--format <name>",
      `${FORMATS.join(" | ")} (default: by name and content)`,
      word("--format", FORMATS),
    )
    .option("--target <column>", 'the outcome: a column, or a comparison such as "delay>=15"')
    .option("--features <list>", 'such as "distance/1000, hour(date), origin" (default: every other column)')
    .option(
      "--task <name>",
      "classification | regression | multiclass (default: from the target's values)",
      word("--task", ["classification", "regression", "multiclass"]),
    )
    .option("--weight <column>", "row weights")
    .option("--delay-column <column>", "rows until each row's feedback is there; empty where it never comes")
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
      "--impute <how>",
      "mean: fill in missing numbers with their running mean, and say so in a column",
      word("--impute", ["mean"]),
    )
    .option(
      "--workers <n>",
      "threads beside the one that learns; 0: it also reads (default: 1 for files of 8 MiB or more)",
      whole("--workers", 0),
    );
}

function separator(text: string): string {
  if (text === "tab" || text === "\\t") return "\t";
  if (text.length !== 1) throw new InvalidArgumentError(`expected one character or tab, got "${text}".`);
  return text;
}

/** The flags as `openLog` takes them. */
export function logOptions(flags: LogFlags): LogOptions {
  const {
    separator: mark,
    header,
    format,
    target,
    features,
    task,
    weight,
    delayColumn: delay,
    decimal,
    missing,
    impute,
    workers,
  } = flags;
  return {
    ...{ format, target, features, task, weight, delay, decimal, missing, impute, workers },
    separator: mark,
    header: header ? undefined : false,
  };
}

/**
 * Opens the log of an argument, which may be standard input, for as long as it is used.
 *
 * @param use is given the log's path too.
 */
export async function withLog<T>(
  argument: string,
  flags: LogFlags & { readonly quiet?: true },
  signal: AbortSignal,
  use: (rows: RowSource, path: string) => Promise<T>,
): Promise<T> {
  const { path, name, remove } = await logFile(argument, signal, flags.quiet === true);
  try {
    return await use(await openLog(path, { ...logOptions(flags), name }), path);
  } finally {
    remove();
  }
}
