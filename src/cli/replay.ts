import type { Command } from "commander";
import { type Comparator, hindsight, untrained } from "../comparators/comparator.ts";
import { openLog } from "../data/open.ts";
import { replay, type ReplayOptions } from "../replay.ts";
import { json } from "../report/json.ts";
import { replayText } from "../report/replay.ts";
import type { ReplayCheckpoint } from "../result.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth } from "./exit.ts";
import { type LearnerFlags, learnerFlags, lossOf, schedulesOf, updateOf, word } from "./learner.ts";
import { LOG_ARGUMENT, type LogFlags, logFlags, logOptions } from "./log.ts";
import { real, seed } from "./parse.ts";
import { predictionFile } from "./predictions.ts";
import { progressLine } from "./progress.ts";
import { type LogFile, logFile } from "./spool.ts";

interface ReplayFlags extends LearnerFlags, LogFlags {
  readonly scale: "standard" | "river" | "none";
  readonly prefix: number;
  readonly tie: "0" | "1";
  readonly comparator?: "none" | "untrained" | "hindsight";
  readonly predictions?: string;
  readonly seed?: bigint;
}

/** `lowstakes replay`: a log, its learners at several latencies, and what each latency costs. */
export function replayCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("replay")
    .description("replay a log through online learners at several retraining latencies")
    .argument("<file>", LOG_ARGUMENT);
  logFlags(command)
    .option(
      "--scale <how>",
      "standard | river | none: running standardisation of numeric columns",
      word("--scale", ["standard", "river", "none"]),
      "standard",
    )
    .option(
      "--prefix <share>",
      "share of the rows that chooses step sizes",
      real("--prefix", { least: 0, most: 1, open: true }),
      0.1,
    )
    .option(
      "--tie <class>",
      "class predicted for a score exactly at the threshold",
      word("--tie", ["0", "1"]),
      "1",
    )
    .option(
      "--intercept-step <eta>",
      "step size of the intercept",
      real("--intercept-step", { least: 0, open: true }),
    )
    .option(
      "--comparator <name>",
      "none | untrained | hindsight",
      word("--comparator", ["none", "untrained", "hindsight"]),
      "none",
    )
    .option("--predictions <file>", "write every prediction as CSV")
    .option("--seed <n>", "64-bit seed (a replay draws nothing)", seed);
  learnerFlags(command, { stepSize: "auto", gradient: "fresh" });
  command.action(async (file: string, flags: ReplayFlags) => finish(await run(file, flags)));
}

async function run(file: string, flags: ReplayFlags): Promise<number> {
  const settings = settingsOf(flags);
  const { signal, release } = interruption();
  const log = await logFile(file, signal, flags.quiet === true);
  try {
    return await runOn(log, flags, { ...settings, signal });
  } finally {
    release();
    log.remove();
  }
}

async function runOn(
  { path, name }: LogFile,
  flags: ReplayFlags,
  settings: Omit<ReplayOptions, "rows">,
): Promise<number> {
  const rows = await openLog(path, { ...logOptions(flags), name });
  const progress = progressLine(rows.rows, "rows", flags.quiet === true);
  const predictions = flags.predictions === undefined ? null : predictionFile(flags.predictions, path);
  let last: ReplayCheckpoint | undefined;
  try {
    for await (const checkpoint of replay({
      ...settings,
      rows,
      onProgress: (done, pass) => progress.update(done, pass),
      ...(predictions && { onPredictions: predictions.write }),
    })) {
      last = checkpoint;
    }
    if (predictions && last!.interrupted) {
      const left = predictions.leave();
      process.stderr.write(`lowstakes: interrupted; the predictions so far are in ${left}\n`);
    } else predictions?.keep();
  } catch (error) {
    predictions?.discard();
    throw error;
  } finally {
    progress.clear();
  }
  await print(
    flags.json ? `${json({ ...last, precision: flags.precision })}\n` : replayText(last!, terminalWidth()),
  );
  return last!.interrupted ? INTERRUPTED : OK;
}

/** Everything that does not need the file, so that a wrong flag is found before the file is read. */
function settingsOf(flags: ReplayFlags) {
  const { scale, prefix, epsilon, stakes, value } = flags;
  const loss = lossOf(flags.loss);
  const comparator = comparatorOf(flags.comparator);
  return {
    update: updateOf(flags),
    schedules: schedulesOf(flags),
    scale,
    prefix,
    tie: Number(flags.tie) as 0 | 1,
    epsilon,
    precision: flags.precision,
    relaxed: flags.relaxed === true,
    ...(loss && { loss }),
    ...(comparator && { comparator }),
    ...(stakes !== undefined && { stakes }),
    ...(value !== undefined && { value }),
  };
}

function comparatorOf(name: ReplayFlags["comparator"]): Comparator | null {
  if (name === "hindsight") return hindsight();
  return name === "untrained" ? untrained() : null;
}
