import type { Command } from "commander";
import { openLog } from "../data/open.ts";
import type { RowSource } from "../data/rows.ts";
import { loggedAs, loggedRows, openLogged } from "../logged/rows.ts";
import { plan, type PlanOptions } from "../plan.ts";
import type { AskedOptions } from "../planner/asked.ts";
import type { PlanResult } from "../planner/result.ts";
import { json } from "../report/json.ts";
import { planText } from "../report/plan.ts";
import { byFlags } from "./by-flags.ts";
import { dryRun } from "./dry-run.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth, UsageError } from "./exit.ts";
import { updateFlags } from "./learner.ts";
import { type LearningFlags, learningFlags, settingsOf } from "./learning.ts";
import { LOG_ARGUMENT, logOptions, withFile } from "./log.ts";
import { type LoggedFlags, loggedFlags, namesActions } from "./logged.ts";
import { loggedSettings } from "./logged-plan.ts";
import { listOf, real, seed, whole } from "./parse.ts";
import { progressLine } from "./progress.ts";
import { fingerprint, resultFile } from "./result-file.ts";

interface PlanFlags extends LearningFlags, LoggedFlags {
  readonly periods?: readonly number[] | "auto";
  readonly latency?: readonly number[];
  readonly retrainCost: number;
  readonly training: number;
  readonly feedbackDelay: number;
  readonly job?: number;
  readonly seed?: bigint;
}

/** `lowstakes plan`: how often to retrain, what waiting costs, and whether a log is low-stakes. */
export function planCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("plan")
    .description(
      "say how often to retrain, from a log of outcomes or of actions: what waiting costs, and what could mislead",
    )
    .argument("<file>", LOG_ARGUMENT)
    .option("--periods <list>", "retraining periods in rows, or auto: 1, 3, 10, 30, .. (default)", periodsOf)
    .option("--latency <list>", "latencies in rows, with a newer model every row", listOf(rows("--latency")))
    .option(
      "--retrain-cost <c>",
      "cost of one retraining, in units of loss, or of reward",
      real("--retrain-cost", { least: 0 }),
      0,
    )
    .option("--training <rows>", "rows that a training takes", whole("--training", 0), 0)
    .option(
      "--feedback-delay <rows>",
      "feedback is there so many rows later; 1 is the next row, as is 0",
      whole("--feedback-delay", 0),
      0,
    )
    .option(
      "--job <updates>",
      "updates of a retraining where all are jobs of one size; 0: do not compare (default: the shortest period)",
      whole("--job", 0),
    )
    .option("--seed <n>", "64-bit seed of the bootstrap (default: 0)", seed);
  const features = "every other column; of a log of actions: none";
  updateFlags(loggedFlags(learningFlags(command, features)), { stepSize: "auto", gradient: "fresh" });
  command.action(async (file: string, flags: PlanFlags) => finish(await run(file, flags)));
}

/** A whole number of rows. */
function rows(flag: string): (text: string) => number {
  return whole(flag, 1, 2 ** 31 - 1);
}

function periodsOf(text: string): readonly number[] | "auto" {
  return text === "auto" ? text : listOf(rows("--periods"))(text);
}

async function run(file: string, flags: PlanFlags): Promise<number> {
  refuseNoComparator(flags);
  const settings = { ...settingsOf(flags), ...askedOf(flags) };
  const { signal, release } = interruption();
  try {
    if (flags.dryRun)
      return await dryRun(file, flags, signal, async (of) => {
        const logged = await loggedSettings(of, flags);
        return {
          options: logged ? loggedAs(logged.log) : logOptions(flags),
          target: (logged ? flags.action : flags.target) ?? null,
          ...(logged && { logged: true as const }),
          run: (rows, control) =>
            logged
              ? plan({ ...settings, ...logged.settings, ...control, log: loggedRows(rows, logged.log) })
              : plan({ ...settings, ...control, rows }),
        };
      });
    return await withFile(file, flags, signal, async (of) => {
      const { path, name } = of;
      const logged = await loggedSettings(of, flags);
      if (logged === null) {
        const rows = await openLog(path, { ...logOptions(flags), name });
        return runOn(rows, path, flags, (control) => plan({ ...settings, ...control, rows, signal }));
      }
      const log = await openLogged(path, { ...logged.log, name });
      return runOn(log.rows, path, flags, (control) =>
        plan({ ...settings, ...logged.settings, ...control, log, signal }),
      );
    });
  } catch (error) {
    throw byFlags(error);
  } finally {
    release();
  }
}

/** Stakes and values of outcomes are held against a comparator: hindsight, unless another one is named. Of actions none is asked for. */
function refuseNoComparator(flags: PlanFlags): void {
  const { comparator, stakes, value } = flags;
  if (comparator !== "none" || namesActions(flags) || (stakes === undefined && value === undefined)) return;
  throw new UsageError(
    "--comparator: expected untrained or hindsight beside --stakes and --value, which need one, got none",
  );
}

/** What is asked of a plan beside its log and learners. */
function askedOf(flags: PlanFlags): AskedOptions {
  const { periods, latency: latencies, job, retrainCost, training, feedbackDelay, seed: drawn } = flags;
  return {
    ...{ retrainCost, training, feedbackDelay },
    ...(drawn !== undefined && { seed: drawn }),
    ...(periods && { periods }),
    ...(latencies && { latencies }),
    ...(job !== undefined && { job }),
  };
}

async function runOn(
  rows: RowSource,
  path: string,
  flags: PlanFlags,
  play: (control: Pick<PlanOptions, "onProgress">) => Promise<PlanResult>,
): Promise<number> {
  const progress = progressLine(rows.rows, "rows", flags.quiet === true);
  const out = resultFile(flags, path);
  try {
    const result = await play({ onProgress: (done, pass) => progress.update(done, pass) });
    out?.write({ kind: "plan", data: out && (await fingerprint(path, rows)), result });
    progress.clear();
    await print(flags.json ? `${json(result)}\n` : planText(result, terminalWidth()));
    return result.interrupted ? INTERRUPTED : OK;
  } catch (error) {
    out?.discard();
    throw error;
  } finally {
    progress.clear();
  }
}
