import type { Command } from "commander";
import type { FixedPolicy } from "../logged/plan.ts";
import type { LoggedOptions } from "../logged/rows.ts";
import { UsageError } from "./exit.ts";
import { type FileFlags, fileOptions, type WhenFlags, whenOptions } from "./log.ts";
import { listOf, real } from "./parse.ts";

/** Flags of commands that read a log of actions: what was done, what it brought, how likely it was. */
export interface LoggedFlags extends FileFlags, WhenFlags {
  readonly action?: string;
  readonly reward?: string;
  readonly propensity?: string;
  readonly features?: string;
  readonly policies?: readonly string[];
  readonly baseline?: number;
}

const COLUMNS = ["action", "reward", "propensity"] as const;

/** @param usual what is done where nothing is said; left out where flags say that a log is one of actions. */
export function loggedFlags(
  command: Command,
  usual: { readonly policies?: readonly string[]; readonly baseline?: number } = {},
): Command {
  return command
    .option("--action <column>", "the action that was taken")
    .option("--reward <column>", "what it brought")
    .option("--propensity <column>", "the probability it was taken with")
    .option(
      "--policies <list>",
      "policies that do not learn: uniform | always:ACTION",
      listOf(policyWord),
      usual.policies,
    )
    .option("--baseline <b>", "what learners compare rewards with", real("--baseline", {}), usual.baseline);
}

/** Columns of a log of actions are named. */
export function namesActions(flags: LoggedFlags): boolean {
  return COLUMNS.some((name) => flags[name] !== undefined);
}

/** The flags as `openLogged` takes them: all three columns, or none where the log itself says what was done. */
export function loggedOptions(flags: LoggedFlags): LoggedOptions {
  const { action, reward, propensity, features } = flags;
  const missing = COLUMNS.find((name) => flags[name] === undefined);
  if (missing !== undefined && namesActions(flags))
    throw new UsageError(`--${missing}: expected the name of a column, got none`);
  const named = { action, reward, propensity, ...(features !== undefined && { features }) };
  return { ...fileOptions(flags), ...whenOptions(flags), ...named };
}

/** What is done with such a log, as `evaluate` and `plan` take it. */
export function policiesOf({ policies, baseline }: LoggedFlags): {
  readonly policies?: readonly FixedPolicy[];
  readonly baseline?: number;
} {
  return {
    ...(policies && { policies: policies.map(policyOf) }),
    ...(baseline !== undefined && { baseline }),
  };
}

const ALWAYS = "always:";

/** Kept as it was typed, for the result file. */
function policyWord(text: string): string {
  if (text === "uniform" || text.startsWith(ALWAYS)) return text;
  throw new UsageError(`--policies: expected uniform or always:ACTION, got "${text}"`);
}

function policyOf(text: string): FixedPolicy {
  return text === "uniform" ? text : { always: text.slice(ALWAYS.length) };
}
