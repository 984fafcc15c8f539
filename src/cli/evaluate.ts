import type { Command } from "commander";
import { evaluate, type EvaluateOptions } from "../evaluate.ts";
import type { EvaluationCheckpoint } from "../logged/result.ts";
import { loggedAs, type LoggedRows, loggedRows, openLogged } from "../logged/rows.ts";
import { AUTO } from "../replay/plan.ts";
import { evaluationText } from "../report/evaluate.ts";
import { json } from "../report/json.ts";
import { ogd } from "../updates/ogd.ts";
import { constant } from "../updates/steps.ts";
import { dryRun } from "./dry-run.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth } from "./exit.ts";
import { type ScheduleFlags, scheduleFlags, schedulesOf, word } from "./learner.ts";
import { fileFlags, LOG_ARGUMENT, whenFlags, withFile } from "./log.ts";
import { type LoggedFlags, loggedFlags, loggedOptions, policiesOf } from "./logged.ts";
import { listOf, real } from "./parse.ts";
import { progressLine } from "./progress.ts";
import { fingerprint, resultFile } from "./result-file.ts";

interface EvaluateFlags extends ScheduleFlags, LoggedFlags {
  readonly learn: boolean;
  readonly stepSize: string;
  readonly gradient: "stale" | "fresh";
  readonly scale: "standard" | "none";
  readonly prefix: number;
  readonly dryRun?: true;
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** `lowstakes evaluate`: what policies would have earned, from a log of the actions of another one. */
export function evaluateCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("evaluate")
    .description("estimate what policies would have earned, from a log of actions with their propensities")
    .argument("<file>", LOG_ARGUMENT);
  loggedFlags(whenFlags(fileFlags(command)), { policies: ["uniform"], baseline: 0 })
    .option("--features <list>", "what policies that learn know of a row (default: nothing)")
    .option("--no-learn", "evaluate only those")
    .option("--step-size <list>", "step sizes, or auto", "auto")
    .option(
      "--gradient <where>",
      "stale (at the weights that decided) | fresh (at the learner's)",
      word("--gradient", ["stale", "fresh"]),
      "stale",
    )
    .option(
      "--scale <how>",
      "standard | none: running standardisation of numeric columns",
      word("--scale", ["standard", "none"]),
      "standard",
    )
    .option(
      "--prefix <share>",
      "share of the rows that chooses step sizes",
      real("--prefix", { least: 0, most: 1, open: true }),
      0.1,
    )
    .option("--dry-run", "say what was understood of the log, and how long a run takes")
    .option("--out <file>", "write a result file, for report and diff")
    .option("--json", "print one JSON object")
    .option("--quiet", "no progress on stderr");
  scheduleFlags(command);
  command.action(async (file: string, flags: EvaluateFlags) => finish(await run(file, flags)));
}

async function run(file: string, flags: EvaluateFlags): Promise<number> {
  const { learn, gradient, scale, prefix } = flags;
  const log = loggedOptions(flags);
  const sizes =
    flags.stepSize === "auto" ? AUTO : listOf(real("--step-size", { least: 0, open: true }))(flags.stepSize);
  const update = ogd({ step: constant(...sizes), gradient });
  const settings = { ...policiesOf(flags), learn, update, scale, prefix, schedules: schedulesOf(flags) };
  const { signal, release } = interruption();
  try {
    if (flags.dryRun) {
      return await dryRun(file, flags, signal, () => ({
        options: loggedAs(log),
        target: flags.action ?? null,
        logged: true,
        async run(rows, control) {
          for await (const checkpoint of evaluate({ ...settings, ...control, log: loggedRows(rows, log) }))
            void checkpoint;
        },
      }));
    }
    return await withFile(file, flags, signal, async ({ path, name }) =>
      runOn(await openLogged(path, { ...log, name }), path, flags, { ...settings, signal }),
    );
  } finally {
    release();
  }
}

async function runOn(
  log: LoggedRows,
  path: string,
  flags: EvaluateFlags,
  settings: Omit<EvaluateOptions, "log">,
): Promise<number> {
  const progress = progressLine(log.rows.rows, "rows", flags.quiet === true);
  const out = resultFile(flags, path);
  let last: EvaluationCheckpoint | undefined;
  try {
    const onProgress = (done: number): void => progress.update(done);
    for await (last of evaluate({ ...settings, log, onProgress }));
    out?.write({ kind: "evaluation", data: await fingerprint(path, log.rows), result: last! });
  } catch (error) {
    out?.discard();
    throw error;
  } finally {
    progress.clear();
  }
  await print(flags.json ? `${json(last)}\n` : evaluationText(last!, terminalWidth()));
  return last!.interrupted ? INTERRUPTED : OK;
}
