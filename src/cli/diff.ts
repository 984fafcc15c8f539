import type { Command } from "commander";
import { diffText } from "../report/diff-text.ts";
import { difference } from "../report/diff.ts";
import { json } from "../report/json.ts";
import { OK, print, terminalWidth } from "./exit.ts";
import { readResult } from "./report.ts";

/** `lowstakes diff`: what changed from one result file to another. */
export function diffCommand(program: Command, finish: (code: number) => void): void {
  program
    .command("diff")
    .description(
      "compare two result files of a kind: settings, every number, and whether it moved beyond chance",
    )
    .argument("<before>", "a result file")
    .argument("<after>", "another one")
    .option("--json", "everything as JSON")
    .action(async (before: string, after: string, flags: { readonly json?: true }) => {
      const found = difference(readResult(before), readResult(after));
      await print(flags.json ? `${json(found)}\n` : diffText(found, terminalWidth()));
      finish(OK);
    });
}
