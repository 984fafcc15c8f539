import { saysActions } from "../data/vw-actions.ts";
import type { LoggedOptions } from "../logged/rows.ts";
import type { LoggedPlanOptions } from "../plan.ts";
import { UsageError } from "./exit.ts";
import type { LearningFlags } from "./learning.ts";
import { type LoggedFlags, loggedOptions, namesActions, policiesOf } from "./logged.ts";
import type { LogFile } from "./spool.ts";

/** A plan from a log of actions. */

interface LoggedSettings {
  /** How it is opened. */
  readonly log: LoggedOptions;
  readonly settings: Pick<LoggedPlanOptions, "policies" | "baseline"> & {
    readonly scale: "standard" | "none";
  };
}

type Flags = LearningFlags & LoggedFlags;

/** What flags say of a log of actions; null where it is none. Such a log is known by its columns, or by what stands in VW text. */
export async function loggedSettings(
  { path, name }: Pick<LogFile, "path" | "name">,
  flags: Flags,
): Promise<LoggedSettings | null> {
  const logged =
    namesActions(flags) || (flags.target === undefined && (await saysActions(path, name, flags)));
  if (!logged) {
    for (const flag of ["policies", "baseline"] as const)
      if (flags[flag] !== undefined)
        throw new UsageError(`--${flag}: expected --action, --reward and --propensity beside it, got none`);
    return null;
  }
  refuseOutcomes(flags);
  const { scale } = flags;
  if (scale === "river")
    throw new UsageError("--scale: expected standard or none for a log of actions, got river");
  return { log: loggedOptions(flags), settings: { ...policiesOf(flags), scale } };
}

/** Flags that speak of outcomes and of what predicts them. */
const OUTCOMES = ["target", "task", "weight", "impute", "loss", "relaxed"] as const;

function refuseOutcomes(flags: Flags): void {
  const given = [
    ...OUTCOMES.filter((name) => flags[name] !== undefined),
    ...(flags.comparator !== "none" && flags.comparator !== undefined ? ["comparator"] : []),
    ...(flags.precision !== "f64" ? ["precision"] : []),
    ...(flags.tie !== "1" ? ["tie"] : []),
  ];
  if (given.length === 0) return;
  const flag = given[0]!.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${flag}: expected none for a log of actions, which has no outcome to predict`);
}
