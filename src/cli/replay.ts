import type { Command } from "commander";
import { type Comparator, hindsight, untrained } from "../comparators/comparator.ts";
import { FORMATS, type Format, openLog } from "../data/open.ts";
import { replay } from "../replay.ts";
import { json } from "../report/json.ts";
import { replayText } from "../report/replay.ts";
import type { ReplayCheckpoint, ReplayedLearner } from "../result.ts";
import { Course, learnerOverTime } from "../results/over-time.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth, UsageError } from "./exit.ts";
import { type LearnerFlags, learnerFlags, lossOf, schedulesOf, updateOf, word } from "./learner.ts";
import { real, seed, whole } from "./parse.ts";
import { predictionFile } from "./predictions.ts";
import { progressLine } from "./progress.ts";
import { logFile, resultFile } from "./result-file.ts";

interface ReplayFlags extends LearnerFlags {
  readonly format?: Format;
  readonly target?: string;
  readonly features?: string;
  readonly weight?: string;
  readonly scale: "standard" | "river" | "none";
  readonly prefix: number;
  readonly tie: "0" | "1";
  readonly comparator?: "none" | "untrained" | "hindsight";
  readonly predictions?: string;
  readonly seed?: bigint;
  readonly workers?: number;
}

/** `lowstakes replay`: a log, its learners at several latencies, and what each latency costs. */
export function replayCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("replay")
    .description("replay a log through online learners at several retraining latencies")
    .argument("<file>", "Parquet, CSV (also .gz) or libsvm")
    .option(
      "--format <name>",
      "parquet | csv | libsvm (default: by name and content)",
      word("--format", FORMATS),
    )
    .option("--target <column>", 'the outcome: a column, or a comparison such as "delay>=15"')
    .option("--features <list>", 'such as "distance/1000, hour(date), origin" (default: every other column)')
    .option("--weight <column>", "row weights")
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
    .option(
      "--workers <n>",
      "threads beside the one that learns; 0: it also reads (default: 1 for files of 8 MiB or more)",
      whole("--workers", 0),
    )
    .option("--seed <n>", "64-bit seed (a replay draws nothing)", seed);
  learnerFlags(command, { stepSize: "auto", gradient: "fresh" });
  command.action(async (file: string, flags: ReplayFlags) => finish(await run(file, flags)));
}

async function run(file: string, flags: ReplayFlags): Promise<number> {
  const settings = settingsOf(flags);
  const { format, target, features, weight, workers } = flags;
  const { signal, release } = interruption();
  const rows = await openLog(file, { format, target, features, weight, workers });
  const progress = progressLine(rows.rows, "rows", flags.quiet === true);
  const predictions = flags.predictions === undefined ? null : predictionFile(flags.predictions, file);
  const out = resultFile(flags, file);
  const course = new Course<ReplayedLearner>(learnerOverTime);
  let last: ReplayCheckpoint | undefined;
  try {
    for await (const checkpoint of replay({
      ...settings,
      rows,
      signal,
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
    const data = out && (await logFile(file, rows.name, rows.rows));
    out?.write({ kind: "replay", data, overTime: course.overTime(), result: last! });
  } catch (error) {
    out?.discard();
    predictions?.discard();
    throw error;
  } finally {
    progress.clear();
    release();
  }
  await print(
    flags.json ? `${json({ ...last, precision: flags.precision })}\n` : replayText(last!, terminalWidth()),
  );
  return last!.interrupted ? INTERRUPTED : OK;
}

/** Everything that does not need the file, so that a wrong flag is found before the file is read. */
function settingsOf(flags: ReplayFlags) {
  const { scale, prefix, epsilon, stakes, value } = flags;
  if (flags.schedule === "growing" && flags.latency.some((beta) => beta > 1)) {
    throw new UsageError(
      `--latency: expected exponents from 0 to 1 for a growing schedule, got ${flags.latency.join(",")}`,
    );
  }
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
