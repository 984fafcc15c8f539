import type { Command } from "commander";
import { evaluate, type EvaluateOptions } from "../evaluate.ts";
import type { FixedPolicy } from "../logged/plan.ts";
import type { EvaluationCheckpoint } from "../logged/result.ts";
import { type LoggedRows, openLogged } from "../logged/rows.ts";
import { AUTO } from "../replay/plan.ts";
import { evaluationText } from "../report/evaluate.ts";
import { json } from "../report/json.ts";
import { ogd } from "../updates/ogd.ts";
import { constant } from "../updates/steps.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth, UsageError } from "./exit.ts";
import { type ScheduleFlags, scheduleFlags, schedulesOf, word } from "./learner.ts";
import { type FileFlags, fileFlags, fileOptions, LOG_ARGUMENT, withFile } from "./log.ts";
import { listOf, real } from "./parse.ts";
import { progressLine } from "./progress.ts";
import { fingerprint, resultFile } from "./result-file.ts";

interface EvaluateFlags extends ScheduleFlags, FileFlags {
  readonly action?: string;
  readonly reward?: string;
  readonly propensity?: string;
  readonly features?: string;
  readonly policies: readonly string[];
  readonly learn: boolean;
  readonly baseline: number;
  readonly stepSize: string;
  readonly gradient: "stale" | "fresh";
  readonly scale: "standard" | "none";
  readonly prefix: number;
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
  fileFlags(command)
    .option("--action <column>", "the action that was taken")
    .option("--reward <column>", "what it brought")
    .option("--propensity <column>", "the probability it was taken with")
    .option("--features <list>", "what policies that learn know of a row (default: nothing)")
    .option("--policies <list>", "policies that do not learn: uniform | always:ACTION", listOf(policyWord), [
      "uniform",
    ])
    .option("--no-learn", "evaluate only those")
    .option("--baseline <b>", "what learners compare rewards with", real("--baseline", {}), 0)
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
    .option("--out <file>", "write a result file, for report and diff")
    .option("--json", "print one JSON object")
    .option("--quiet", "no progress on stderr");
  scheduleFlags(command);
  command.action(async (file: string, flags: EvaluateFlags) => finish(await run(file, flags)));
}

/** Kept as it was typed, for the result file. */
function policyWord(text: string): string {
  if (text === "uniform" || text.startsWith(ALWAYS)) return text;
  throw new UsageError(`--policies: expected uniform or always:ACTION, got "${text}"`);
}

const ALWAYS = "always:";

function policyOf(text: string): FixedPolicy {
  return text === "uniform" ? text : { always: text.slice(ALWAYS.length) };
}

async function run(file: string, flags: EvaluateFlags): Promise<number> {
  const { features, policies, learn, baseline, gradient, scale, prefix } = flags;
  const column = (name: "action" | "reward" | "propensity"): string => {
    const given = flags[name];
    if (given === undefined) throw new UsageError(`--${name}: expected the name of a column, got none`);
    return given;
  };
  const columns = { action: column("action"), reward: column("reward"), propensity: column("propensity") };
  const sizes =
    flags.stepSize === "auto" ? AUTO : listOf(real("--step-size", { least: 0, open: true }))(flags.stepSize);
  const update = ogd({ step: constant(...sizes), gradient });
  const settings = {
    ...{ learn, baseline, update, scale, prefix },
    policies: policies.map(policyOf),
    schedules: schedulesOf(flags),
  };
  const { signal, release } = interruption();
  try {
    return await withFile(file, flags, signal, async ({ path, name }) => {
      const wanted = { ...columns, ...fileOptions(flags), name, ...(features !== undefined && { features }) };
      return runOn(await openLogged(path, wanted), path, flags, { ...settings, signal });
    });
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
