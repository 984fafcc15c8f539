import type { Command } from "commander";
import { absolute } from "../losses/absolute.ts";
import { brier } from "../losses/brier.ts";
import { huber } from "../losses/huber.ts";
import { logLoss } from "../losses/log-loss.ts";
import type { Loss } from "../losses/loss.ts";
import { pinball } from "../losses/pinball.ts";
import { squared } from "../losses/squared.ts";
import { utility } from "../losses/utility.ts";
import { AUTO } from "../replay/plan.ts";
import { growing } from "../schedules/growing.ts";
import { periodic } from "../schedules/periodic.ts";
import { pipelined } from "../schedules/pipelined.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { ogd, type Update } from "../updates/ogd.ts";
import { adagrad, aware, constant, oblivious, root, type StepSize } from "../updates/steps.ts";
import { type Precision, PRECISIONS } from "../wasm/variants.ts";
import { UsageError } from "./exit.ts";
import { listOf, real, whole } from "./parse.ts";

/** Flags that say when weights go live. */
export interface ScheduleFlags {
  readonly latency: readonly number[];
  readonly schedule: "pipelined" | "periodic" | "growing";
  readonly training: number;
}

/** Flags that simulate and replay share: what learns, how, when its weights go live, and what it is measured against. */
export interface LearnerFlags extends ScheduleFlags {
  readonly stepSize: string;
  readonly stepRule: "constant" | "root" | "adagrad";
  readonly gradient: "stale" | "fresh";
  readonly l2: number;
  readonly radius?: number;
  readonly loss?: string;
  readonly interceptStep?: number;
  readonly precision: Precision;
  readonly relaxed?: true;
  readonly epsilon: number;
  readonly stakes?: number;
  readonly value?: number;
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** Those of them that do not say when weights go live. */
export type UpdateFlags = Omit<LearnerFlags, "latency" | "schedule" | "training">;

/** What flags are where nothing is said. */
interface Usual {
  readonly stepSize: string;
  readonly gradient: string;
}

export function scheduleFlags(command: Command): Command {
  return command
    .option(
      "--latency <list>",
      "latencies in rounds, or periods; for growing: exponents",
      listOf(real("--latency", { least: 0 })),
      [1],
    )
    .option(
      "--schedule <name>",
      "pipelined | periodic | growing",
      word("--schedule", ["pipelined", "periodic", "growing"]),
      "pipelined",
    )
    .option("--training <rounds>", "rounds that a training takes (periodic)", whole("--training", 0), 0);
}

export function learnerFlags(command: Command, usual: Usual): Command {
  return updateFlags(scheduleFlags(command), usual);
}

export function updateFlags(command: Command, usual: Usual): Command {
  return command
    .option("--step-size <list>", "step sizes, or auto | aware | oblivious", usual.stepSize)
    .option(
      "--step-rule <name>",
      "constant | root | adagrad",
      word("--step-rule", ["constant", "root", "adagrad"]),
      "constant",
    )
    .option(
      "--gradient <where>",
      "fresh (at the learner's weights) | stale (at those that decided)",
      word("--gradient", ["fresh", "stale"]),
      usual.gradient,
    )
    .option("--l2 <strength>", "penalty l2/2 |w|^2", real("--l2", { least: 0 }), 0)
    .option(
      "--radius <r>",
      "keep weights in a ball (default: none)",
      real("--radius", { least: 0, open: true }),
    )
    .option(
      "--loss <name>",
      "logistic | squared | absolute | huber[:delta] | pinball[:quantile] | brier (default: from the outcomes)",
    )
    .option(
      "--relaxed",
      "relaxed SIMD: faster where the host has it; other hosts may differ in the last digits",
    )
    .option(
      "--precision <type>",
      "f64 | f32: weights and scores in f32, twice as many learners at once",
      word("--precision", PRECISIONS),
      "f64",
    )
    .option(
      "--epsilon <share>",
      "a bound is meaningful up to this share of the value at stake",
      real("--epsilon", { least: 0, open: true }),
      0.05,
    )
    .option(
      "--stakes <rho>",
      "largest loss difference of two outputs in one round (default: as met)",
      real("--stakes", { least: 0, open: true }),
    )
    .option(
      "--value <v>",
      "value at stake, in units of loss a decision (default: against the untrained model)",
      real("--value", { least: 0 }),
    )
    .option("--out <file>", "write a result file, for report and diff")
    .option("--json", "print one JSON object")
    .option("--quiet", "no progress on stderr");
}

/** One of a few words. */
export function word<T extends string>(flag: string, words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((known) => known === text);
    if (found === undefined) throw new UsageError(`${flag}: expected ${words.join(" or ")}, got "${text}"`);
    return found;
  };
}

export function schedulesOf({ schedule, latency, training }: ScheduleFlags): Schedule[] {
  if (schedule === "growing" && latency.some((beta) => beta > 1)) {
    throw new UsageError(
      `--latency: expected exponents from 0 to 1 for a growing schedule, got ${latency.join(",")}`,
    );
  }
  if (training > 0 && schedule !== "periodic") {
    throw new UsageError(`--training: expected --schedule periodic beside it, got ${schedule}`);
  }
  return latency.map((k) => {
    if (schedule === "growing") return growing(k);
    whole("--latency", 1, 2 ** 31 - 1)(String(k));
    return schedule === "pipelined" ? pipelined(k) : periodic(k, training);
  });
}

export function updateOf(flags: UpdateFlags): Update {
  const { gradient, l2, radius = Infinity, interceptStep = null } = flags;
  return ogd({ step: stepSizeOf(flags), gradient, l2, radius, interceptStep });
}

function stepSizeOf({ stepSize, stepRule }: UpdateFlags): StepSize {
  if (stepSize === "aware" || stepSize === "oblivious") {
    if (stepRule !== "constant")
      throw new UsageError(`--step-size ${stepSize}: expected --step-rule constant, got ${stepRule}`);
    return { aware, oblivious }[stepSize]();
  }
  const sizes = stepSize === "auto" ? AUTO : listOf(real("--step-size", { least: 0, open: true }))(stepSize);
  return { constant, root, adagrad }[stepRule](...sizes);
}

/** `huber:1.5` and the like; undefined leaves the choice to the outcomes. */
export function lossOf(text: string | undefined): Loss | undefined {
  if (text === undefined) return undefined;
  const [name, parameter, ...more] = text.split(":");
  const takes = name === "huber" || name === "pinball";
  if (more.length > 0 || (parameter !== undefined && !takes)) {
    throw new UsageError(`--loss: expected a name, huber:DELTA or pinball:QUANTILE, got "${text}"`);
  }
  const number = parameter === undefined ? undefined : real("--loss", {})(parameter);
  switch (name) {
    case "logistic":
      return logLoss();
    case "squared":
      return squared();
    case "absolute":
      return absolute();
    case "huber":
      return huber(number);
    case "pinball":
      return pinball(number);
    case "brier":
      return brier();
    case "linear":
      return utility();
    default:
      throw new UsageError(
        `--loss: expected logistic, squared, absolute, huber, pinball or brier, got "${text}"`,
      );
  }
}
