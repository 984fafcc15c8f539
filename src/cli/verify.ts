import type { Command } from "commander";
import { explainText, experimentsText } from "../report/explain.ts";
import { json } from "../report/json.ts";
import { grouped } from "../report/numbers.ts";
import { verifyMarkdown } from "../report/verify-markdown.ts";
import { verifyText } from "../report/verify.ts";
import { experimentOf, experiments, type Verified, verify } from "../verify.ts";
import type { Settings } from "../verify/parameters.ts";
import { FAILED, INTERRUPTED, interruption, OK, print, terminalWidth, UsageError } from "./exit.ts";
import { listOf, whole } from "./parse.ts";
import { statusLine } from "./progress.ts";
import { resultFile } from "./result-file.ts";

interface VerifyFlags {
  readonly only?: readonly string[];
  readonly set?: Settings;
  readonly deep?: true;
  readonly workers: number;
  readonly out?: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly quiet?: true;
}

/** `lowstakes verify`: the statements of the post, each run and held against what is exact or proved. */
export function verifyCommand(program: Command, finish: (code: number) => void): void {
  program
    .command("verify")
    .description("run the statements of the post and hold what is measured against what is exact or proved")
    .option("--only <list>", "experiments, such as telescoping,shift (default: all)", listOf(String))
    .option(
      "--set <list>",
      "parameters of the only experiment, such as every=1000 (see explain)",
      assignments,
    )
    .option("--deep", "sizes ten times as large")
    .option("--workers <n>", "threads that may be started", whole("--workers", 1, 1024), 1)
    .option("--out <file>", "write a result file, for report and diff")
    .option("--json", "everything as JSON")
    .option("--markdown", "a Markdown table with a row for each statement")
    .option("--quiet", "no progress")
    .action(async (flags: VerifyFlags) => finish(await run(flags)));
}

/** `lowstakes explain`: what an experiment measures, what it must be, and how to vary it. */
export function explainCommand(program: Command, finish: (code: number) => void): void {
  program
    .command("explain")
    .description("explain an experiment of verify: definition, formula, source, how to vary it")
    .argument("[experiment]", "its name (default: a list of all)")
    .action(async (id: string | undefined) => {
      const width = terminalWidth();
      await print(
        id === undefined ? experimentsText(experiments(), width) : explainText(experimentOf(id), width),
      );
      finish(OK);
    });
}

async function run(flags: VerifyFlags): Promise<number> {
  const { only, set, deep, workers, quiet, ...form } = flags;
  if (form.json && form.markdown) throw new UsageError("--json, --markdown: expected one of them, got both");
  if (set && only?.length !== 1)
    throw new UsageError(`--set: expected --only with one experiment, got ${only ? only.length : "none"}`);
  const { signal, release } = interruption();
  const status = statusLine(quiet === true);
  const planned = (only ?? experiments()).length;
  const found: Verified[] = [];
  const file = resultFile(flags);
  try {
    for await (const one of verify({
      ...(only && { only }),
      ...(set && { parameters: { [only![0]!]: set } }),
      deep: deep === true,
      workers,
      signal,
      onProgress: ({ done, planned, id, decisions }) => {
        if (status.due()) status.show(`${done} of ${planned} done; ${id}: ${grouped(decisions)} decisions`);
      },
    }))
      found.push(one);
  } catch (error) {
    file?.discard();
    throw error;
  } finally {
    status.clear();
    release();
  }
  const interrupted = found.length < planned;
  const holds = found.every((one) => one.holds);
  const result = { deep: deep === true, interrupted, planned, holds, experiments: found };
  file?.write({ kind: "verification", data: null, result });
  await print(
    form.json
      ? `${json({ deep: deep === true, interrupted, holds, experiments: found })}\n`
      : form.markdown
        ? verifyMarkdown(found)
        : verifyText({ experiments: found, planned, interrupted }, terminalWidth()),
  );
  if (interrupted) return INTERRUPTED;
  return holds ? OK : FAILED;
}

/** name=value,name=value; what is a number is taken for one. */
function assignments(text: string): Settings {
  return Object.fromEntries(
    text.split(",").map((part) => {
      const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/.exec(part) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`--set: expected NAME=VALUE, got ${JSON.stringify(part)}`);
      const number = Number(value);
      return [name, Number.isNaN(number) ? value : number];
    }),
  );
}
