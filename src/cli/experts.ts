import type { Command } from "commander";
import { FORMATS, type Format, openLog } from "../data/open.ts";
import { experts } from "../experts.ts";
import type { ExpertsCheckpoint } from "../experts/result.ts";
import { expertsText } from "../report/experts.ts";
import { json } from "../report/json.ts";
import { aware, constant, oblivious, root, type StepSize } from "../updates/steps.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth, UsageError } from "./exit.ts";
import { lossOf, type ScheduleFlags, scheduleFlags, schedulesOf, word } from "./learner.ts";
import { listOf, real } from "./parse.ts";
import { predictionFile } from "./predictions.ts";
import { progressLine } from "./progress.ts";

interface ExpertsFlags extends ScheduleFlags {
  readonly format?: Format;
  readonly target?: string;
  readonly experts?: string;
  readonly loss: string;
  readonly follow: "losses" | "gradient";
  readonly stepSize: string;
  readonly stepRule: "constant" | "root";
  readonly prefix: number;
  readonly predictions?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** `lowstakes experts`: a log of forecasts, mixed by exponential weights at several latencies. */
export function expertsCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("experts")
    .description(
      "mix the forecasts of experts, some of which may be missing, at several retraining latencies",
    )
    .argument("<file>", "Parquet or CSV (also .gz)")
    .option(
      "--format <name>",
      "parquet | csv | libsvm (default: by name and content)",
      word("--format", FORMATS),
    )
    .option("--target <column>", "the outcome")
    .option("--experts <list>", "columns of forecasts (default: every other column)")
    .option("--loss <name>", "squared | absolute | huber[:delta] | pinball[:quantile]", "squared")
    .option(
      "--follow <what>",
      "losses (of the experts) | gradient (of the loss of the mixture)",
      word("--follow", ["losses", "gradient"]),
      "losses",
    )
    .option("--step-size <list>", "step sizes in units of 1/loss, or aware | oblivious", "aware")
    .option("--step-rule <name>", "constant | root", word("--step-rule", ["constant", "root"]), "constant")
    .option(
      "--prefix <share>",
      "share of the rows that chooses step sizes",
      real("--prefix", { least: 0, most: 1, open: true }),
      0.1,
    )
    .option("--predictions <file>", "write every forecast as CSV")
    .option("--json", "print one JSON object")
    .option("--quiet", "no progress on stderr");
  scheduleFlags(command);
  command.action(async (file: string, flags: ExpertsFlags) => finish(await run(file, flags)));
}

async function run(file: string, flags: ExpertsFlags): Promise<number> {
  const { format, target, experts: features, follow, prefix } = flags;
  const loss = lossOf(flags.loss)!;
  const settings = { loss, follow, prefix, step: stepOf(flags), schedules: schedulesOf(flags) };
  const { signal, release } = interruption();
  const rows = await openLog(file, { format, target, features, forecasts: true, task: "regression" });
  const progress = progressLine(rows.rows, "rows", flags.quiet === true);
  const predictions = flags.predictions === undefined ? null : predictionFile(flags.predictions, file);
  let last: ExpertsCheckpoint | undefined;
  try {
    const onProgress = (done: number): void => progress.update(done);
    const onPredictions = predictions && { onPredictions: predictions.write };
    for await (const checkpoint of experts({ ...settings, rows, signal, onProgress, ...onPredictions }))
      last = checkpoint;
    if (predictions && last!.interrupted)
      process.stderr.write(`lowstakes: interrupted; the predictions so far are in ${predictions.leave()}\n`);
    else predictions?.keep();
  } catch (error) {
    predictions?.discard();
    throw error;
  } finally {
    progress.clear();
    release();
  }
  await print(flags.json ? `${json(last)}\n` : expertsText(last!, terminalWidth()));
  return last!.interrupted ? INTERRUPTED : OK;
}

function stepOf({ stepSize, stepRule }: ExpertsFlags): StepSize {
  if (stepSize === "aware" || stepSize === "oblivious") {
    if (stepRule !== "constant")
      throw new UsageError(`--step-size ${stepSize}: expected --step-rule constant, got ${stepRule}`);
    return { aware, oblivious }[stepSize]();
  }
  return { constant, root }[stepRule](...listOf(real("--step-size", { least: 0, open: true }))(stepSize));
}
