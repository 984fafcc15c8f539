import type { Command } from "commander";
import type { RowSource } from "../data/rows.ts";
import { replay, type ReplayOptions } from "../replay.ts";
import { json } from "../report/json.ts";
import { replayText } from "../report/replay.ts";
import type { ReplayCheckpoint, ReplayedLearner } from "../result.ts";
import { Course, learnerOverTime } from "../results/over-time.ts";
import { dryRun } from "./dry-run.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth } from "./exit.ts";
import { type LearnerFlags, learnerFlags, schedulesOf } from "./learner.ts";
import { type LearningFlags, learningFlags, settingsOf } from "./learning.ts";
import { LOG_ARGUMENT, logOptions, withLog } from "./log.ts";
import { seed } from "./parse.ts";
import { predictionFile } from "./predictions.ts";
import { progressLine } from "./progress.ts";
import { fingerprint, resultFile } from "./result-file.ts";

interface ReplayFlags extends LearningFlags, LearnerFlags {
  readonly predictions?: string;
  readonly seed?: bigint;
}

/** `lowstakes replay`: a log, its learners at several latencies, and what each latency costs. */
export function replayCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("replay")
    .description("replay a log through online learners at several retraining latencies")
    .argument("<file>", LOG_ARGUMENT);
  learningFlags(command)
    .option("--predictions <file>", "write every prediction as CSV")
    .option("--seed <n>", "64-bit seed (a replay draws nothing)", seed);
  learnerFlags(command, { stepSize: "auto", gradient: "fresh" });
  command.action(async (file: string, flags: ReplayFlags) => finish(await run(file, flags)));
}

async function run(file: string, flags: ReplayFlags): Promise<number> {
  const settings = { ...settingsOf(flags), schedules: schedulesOf(flags) };
  const { signal, release } = interruption();
  try {
    if (flags.dryRun) {
      return await dryRun(file, flags, signal, () => ({
        options: logOptions(flags),
        target: flags.target ?? null,
        async run(rows, control) {
          for await (const checkpoint of replay({ ...settings, ...control, rows })) void checkpoint;
        },
      }));
    }
    return await withLog(file, flags, signal, (rows, path) =>
      runOn(rows, path, flags, { ...settings, signal }),
    );
  } finally {
    release();
  }
}

async function runOn(
  rows: RowSource,
  path: string,
  flags: ReplayFlags,
  settings: Omit<ReplayOptions, "rows">,
): Promise<number> {
  const progress = progressLine(rows.rows, "rows", flags.quiet === true);
  const predictions =
    flags.predictions === undefined
      ? null
      : predictionFile(flags.predictions, path, flags.idColumn !== undefined);
  const out = resultFile(flags, path);
  const course = new Course<ReplayedLearner>(learnerOverTime);
  let last: ReplayCheckpoint | undefined;
  try {
    for await (const checkpoint of replay({
      ...settings,
      rows,
      onProgress: (done, pass) => progress.update(done, pass),
      ...(predictions && { onPredictions: predictions.write }),
    })) {
      last = checkpoint;
      course.add(checkpoint);
    }
    if (predictions && last!.interrupted) {
      const left = predictions.leave();
      process.stderr.write(`lowstakes: interrupted; the predictions so far are in ${left}\n`);
    } else predictions?.keep();
    const data = out && (await fingerprint(path, rows));
    out?.write({ kind: "replay", data, overTime: course.overTime(), result: last! });
  } catch (error) {
    out?.discard();
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
