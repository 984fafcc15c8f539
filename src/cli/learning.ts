import type { Command } from "commander";
import { type Comparator, hindsight, untrained } from "../comparators/comparator.ts";
import type { ReplayOptions } from "../replay.ts";
import { lossOf, type UpdateFlags, updateOf, word } from "./learner.ts";
import { type LogFlags, logFlags } from "./log.ts";
import { real } from "./parse.ts";

/** Flags of commands that learn from a log: what it is, what is made of it, and how that is judged. */
export interface LearningFlags extends UpdateFlags, LogFlags {
  readonly scale: "standard" | "river" | "none";
  readonly prefix: number;
  readonly tie: "0" | "1";
  readonly dryRun?: true;
  readonly comparator?: "none" | "untrained" | "hindsight";
}

/** @param features what they are where none are given. */
export function learningFlags(command: Command, features?: string): Command {
  return logFlags(command, features)
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
      "none | untrained | hindsight (default: none)",
      word("--comparator", ["none", "untrained", "hindsight"]),
    )
    .option("--dry-run", "say what was understood of the log, and how long a run takes");
}

/** Everything but schedules that does not need the file, so that a wrong flag is found before the file is read. */
export function settingsOf(flags: LearningFlags): Omit<ReplayOptions, "rows"> {
  const { scale, prefix, epsilon, stakes, value } = flags;
  const loss = lossOf(flags.loss);
  const comparator = comparatorOf(flags.comparator);
  return {
    update: updateOf(flags),
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

function comparatorOf(name: LearningFlags["comparator"]): Comparator | null {
  if (name === "hindsight") return hindsight();
  return name === "untrained" ? untrained() : null;
}
