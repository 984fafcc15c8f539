import type { Command } from "commander";
import { doublyRobust } from "../estimators/doubly-robust.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { fullInformation } from "../estimators/full-information.ts";
import { implicitExploration } from "../estimators/implicit-exploration.ts";
import { importanceWeighting } from "../estimators/importance-weighting.ts";
import { reinforce } from "../estimators/reinforce.ts";
import { type Exploration, exploration } from "../exploration.ts";
import { hedge } from "../models/hedge.ts";
import type { Model } from "../models/model.ts";
import { softmax } from "../models/softmax.ts";
import { swap } from "../models/swap.ts";
import { UsageError } from "./exit.ts";
import { word } from "./learner.ts";
import { real } from "./parse.ts";

/** Flags that say how a policy over actions is made, how it learns and how it explores. */
export interface PolicyFlags {
  readonly model?: "softmax" | "hedge" | "swap";
  readonly estimator?: string;
  readonly baseline?: number | "mean" | "optimal";
  readonly exploration?: number;
  readonly explorationRule: "constant" | "root";
}

export function policyFlags(command: Command): Command {
  return command
    .option(
      "--model <name>",
      "policies: softmax | hedge | swap (these two for contexts, phases, worlds, holonomy only)",
      word("--model", ["softmax", "hedge", "swap"]),
    )
    .option(
      "--estimator <name>",
      "policies: reinforce | importance | robust[:MODEL] | implicit[:GAMMA] | full (default: reinforce; hedge, swap: importance)",
    )
    .option(
      "--baseline <b>",
      "policies: what reinforce and importance compare utilities with: a number; reinforce also mean | optimal",
      baselineOf,
    )
    .option(
      "--exploration <gamma>",
      "policies: probability of acting at random",
      real("--exploration", { least: 0 }),
    )
    .option(
      "--exploration-rule <name>",
      "policies: constant | root: gamma, or gamma / sqrt(round)",
      word("--exploration-rule", ["constant", "root"]),
      "constant",
    );
}

function baselineOf(text: string): number | "mean" | "optimal" {
  return text === "mean" || text === "optimal" ? text : real("--baseline", {})(text);
}

export function modelOf({ model }: PolicyFlags): Model | undefined {
  return model && { softmax, hedge, swap }[model]();
}

export function explorationOf({ exploration: gamma, explorationRule }: PolicyFlags): Exploration | undefined {
  return gamma === undefined ? undefined : exploration({ gamma, rule: explorationRule });
}

/** Undefined leaves the choice to the model. */
export function estimatorOf({ estimator: text, baseline, model }: PolicyFlags): Estimator | undefined {
  if (text === undefined && baseline === undefined) return undefined;
  const [name, parameter, ...more] = (
    text ?? (model === undefined || model === "softmax" ? "reinforce" : "importance")
  ).split(":");
  const number = parameter === undefined ? undefined : real("--estimator", {})(parameter);
  const takes = name === "robust" || name === "implicit";
  if (more.length > 0 || (number !== undefined && !takes))
    throw new UsageError(`--estimator: expected a name, robust:MODEL or implicit:GAMMA, got "${text}"`);
  if (baseline !== undefined && name !== "reinforce" && name !== "importance")
    throw new UsageError(`--baseline: expected --estimator reinforce or importance beside it, got ${name}`);
  switch (name) {
    case "reinforce":
      return reinforce({ baseline: baseline ?? 0.5 });
    case "importance":
      if (typeof baseline === "string")
        throw new UsageError(`--baseline: expected a number beside --estimator importance, got ${baseline}`);
      return importanceWeighting(baseline === undefined ? {} : { baseline });
    case "robust":
      return doublyRobust(number === undefined ? {} : { model: number });
    case "implicit":
      return implicitExploration({ gamma: number ?? 0.05 });
    case "full":
      return fullInformation();
    default:
      throw new UsageError(
        `--estimator: expected reinforce, importance, robust, implicit or full, got "${text}"`,
      );
  }
}
