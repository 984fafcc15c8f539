import type { Command } from "commander";
import { doublyRobust } from "../estimators/doubly-robust.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { fullInformation } from "../estimators/full-information.ts";
import { implicitExploration } from "../estimators/implicit-exploration.ts";
import { gaussianPolicy } from "../estimators/gaussian-policy.ts";
import { importanceWeighting } from "../estimators/importance-weighting.ts";
import { onePoint } from "../estimators/one-point.ts";
import { reinforce } from "../estimators/reinforce.ts";
import { twoPoint } from "../estimators/two-point.ts";
import { type Exploration, exploration } from "../exploration.ts";
import { hedge } from "../models/hedge.ts";
import type { Model } from "../models/model.ts";
import { softmax } from "../models/softmax.ts";
import { swap } from "../models/swap.ts";
import { UsageError } from "./exit.ts";
import { word } from "./learner.ts";
import { real } from "./parse.ts";

/** Flags that say how a policy over actions is made, how it learns and how it explores, and how learners of scores do that are told no outcomes. */
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
      "policies: reinforce | importance | robust[:MODEL] | implicit[:GAMMA] | full (default: reinforce; hedge, swap: importance); " +
        "scores, where only the loss of what was played is told: gaussian:SIGMA | one-point:DELTA | two-point:DELTA",
    )
    .option(
      "--baseline <b>",
      "what reinforce and importance compare utilities with, gaussian and one-point losses: a number; reinforce also mean | optimal, gaussian and one-point also mean",
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
  const takes = name === "robust" || name === "implicit" || isPerturbing(name);
  if (more.length > 0 || (number !== undefined && !takes))
    throw new UsageError(
      `--estimator: expected a name, robust:MODEL, implicit:GAMMA or one like gaussian:SIGMA, got "${text}"`,
    );
  if (baseline !== undefined && !COMPARING.includes(name!))
    throw new UsageError(
      `--baseline: expected --estimator ${COMPARING.slice(0, -1).join(", ")} or ${COMPARING.at(-1)} beside it, got ${name}`,
    );
  if (isPerturbing(name)) return perturbing(name, number, baseline);
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
        `--estimator: expected reinforce, importance, robust, implicit or full, or ${PERTURBING.join(", ")} with a number, got "${text}"`,
      );
  }
}

/** Estimators that compare what they are told with a baseline. */
const COMPARING: readonly string[] = ["reinforce", "importance", "gaussian", "one-point"];

/** Estimators from the loss of what was played; each has a number, how far that is from the score or the weights. */
const PERTURBING = ["gaussian", "one-point", "two-point"] as const;

function isPerturbing(name: string | undefined): name is (typeof PERTURBING)[number] {
  return PERTURBING.some((known) => known === name);
}

function perturbing(
  name: (typeof PERTURBING)[number],
  reach: number | undefined,
  baseline: PolicyFlags["baseline"],
): Estimator {
  if (reach === undefined)
    throw new UsageError(`--estimator: expected a number with it, ${name}:0.1, got "${name}"`);
  if (baseline === "optimal")
    throw new UsageError(`--baseline: expected a number or mean beside --estimator ${name}, got optimal`);
  const compared = baseline !== undefined && { baseline };
  switch (name) {
    case "gaussian":
      return gaussianPolicy({ sigma: reach, ...compared });
    case "one-point":
      return onePoint({ delta: reach, ...compared });
    case "two-point":
      return twoPoint({ delta: reach });
  }
}
