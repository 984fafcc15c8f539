#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { diffCommand } from "./cli/diff.ts";
import { FAILED, OK, USAGE, UsageError } from "./cli/exit.ts";
import { evaluateCommand } from "./cli/evaluate.ts";
import { expertsCommand } from "./cli/experts.ts";
import { planCommand } from "./cli/plan.ts";
import { replayCommand } from "./cli/replay.ts";
import { reportCommand } from "./cli/report.ts";
import { packageVersion } from "./cli/result-file.ts";
import { simulateCommand } from "./cli/simulate.ts";
import { explainCommand, verifyCommand } from "./cli/verify.ts";
import { InputError } from "./data/error.ts";

/** The command line: argv -> a command -> its report. The only place where strings become things. */
async function main(argv: readonly string[]): Promise<number> {
  let code = OK;
  const finish = (exit: number): void => void (code = exit);
  const program = new Command("lowstakes")
    .description("Online learning with retraining latency, measured against exact regret bounds.")
    .version(packageVersion(), "-V, --version")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "lowstakes: ")) });
  simulateCommand(program, finish);
  replayCommand(program, finish);
  expertsCommand(program, finish);
  evaluateCommand(program, finish);
  planCommand(program, finish);
  verifyCommand(program, finish);
  explainCommand(program, finish);
  reportCommand(program, finish);
  diffCommand(program, finish);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return report(error);
  }
}

/** One sentence on stderr, and the exit code that goes with it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? OK : USAGE;
  const { message } = error as Error;
  process.stderr.write(`lowstakes: ${message}\n`);
  const usage =
    error instanceof InputError ||
    error instanceof UsageError ||
    error instanceof RangeError ||
    error instanceof TypeError;
  return usage ? USAGE : FAILED;
}

// whoever writes hears of it too (cli/exit.ts); without a listener it would end the process here
process.stdout.on("error", () => undefined);
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
