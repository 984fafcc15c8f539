import type { Command } from "commander";
import { openLog } from "../data/open.ts";
import type { RowSource } from "../data/rows.ts";
import { experts, type ExpertsOptions } from "../experts.ts";
import type { ExpertsCheckpoint } from "../experts/result.ts";
import { expertsText } from "../report/experts.ts";
import { json } from "../report/json.ts";
import { aware, constant, oblivious, root, type StepSize } from "../updates/steps.ts";
import { dryRun } from "./dry-run.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth, UsageError } from "./exit.ts";
import { lossOf, type ScheduleFlags, scheduleFlags, schedulesOf, word } from "./learner.ts";
import {
  type FileFlags,
  fileFlags,
  fileOptions,
  idFlag,
  LOG_ARGUMENT,
  type OrderFlags,
  orderFlags,
  orderOptions,
  withFile,
} from "./log.ts";
import { listOf, real } from "./parse.ts";
import { predictionFile } from "./predictions.ts";
import { progressLine } from "./progress.ts";
import { fingerprint, resultFile } from "./result-file.ts";

interface ExpertsFlags extends ScheduleFlags, FileFlags, OrderFlags {
  readonly target?: string;
  readonly experts?: string;
  readonly idColumn?: string;
  readonly loss: string;
  readonly follow: "losses" | "gradient";
  readonly stepSize: string;
  readonly stepRule: "constant" | "root";
  readonly prefix: number;
  readonly predictions?: string;
  readonly dryRun?: true;
  readonly out?: string;
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
    .argument("<file>", LOG_ARGUMENT);
  idFlag(orderFlags(fileFlags(command)))
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
    .option("--dry-run", "say what was understood of the log, and how long a run takes")
    .option("--out <file>", "write a result file, for report and diff")
    .option("--json", "print one JSON object")
    .option("--quiet", "no progress on stderr");
  scheduleFlags(command);
  command.action(async (file: string, flags: ExpertsFlags) => finish(await run(file, flags)));
}

async function run(file: string, flags: ExpertsFlags): Promise<number> {
  const { target, experts: features, follow, prefix } = flags;
  const loss = lossOf(flags.loss)!;
  const settings = { loss, follow, prefix, step: stepOf(flags), schedules: schedulesOf(flags) };
  const options = {
    ...{ ...fileOptions(flags), ...orderOptions(flags), target, features, id: flags.idColumn },
    ...{ forecasts: true, task: "regression" as const },
  };
  const { signal, release } = interruption();
  try {
    if (flags.dryRun) {
      return await dryRun(file, flags, signal, () => ({
        options,
        target: target ?? null,
        async run(rows, control) {
          for await (const checkpoint of experts({ ...settings, ...control, rows })) void checkpoint;
        },
      }));
    }
    return await withFile(file, flags, signal, async ({ path, name }) => {
      const rows = await openLog(path, { ...options, name });
      return runOn(rows, path, flags, { ...settings, signal });
    });
  } finally {
    release();
  }
}

async function runOn(
  rows: RowSource,
  path: string,
  flags: ExpertsFlags,
  settings: Omit<ExpertsOptions, "rows">,
): Promise<number> {
  const progress = progressLine(rows.rows, "rows", flags.quiet === true);
  const predictions =
    flags.predictions === undefined
      ? null
      : predictionFile(flags.predictions, path, flags.idColumn !== undefined);
  const out = resultFile(flags, path);
  let last: ExpertsCheckpoint | undefined;
  try {
    const onProgress = (done: number): void => progress.update(done);
    const onPredictions = predictions && { onPredictions: predictions.write };
    for await (last of experts({ ...settings, rows, onProgress, ...onPredictions }));
    if (predictions && last!.interrupted)
      process.stderr.write(`lowstakes: interrupted; the predictions so far are in ${predictions.leave()}\n`);
    else predictions?.keep();
    out?.write({ kind: "experts", data: await fingerprint(path, rows), result: last! });
  } catch (error) {
    out?.discard();
    predictions?.discard();
    throw error;
  } finally {
    progress.clear();
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
