import type { Command } from "commander";
import { blockRademacher, orthogonal, rotating, squareWave } from "../streams/adversaries.ts";
import { choices } from "../streams/choices.ts";
import { contexts } from "../streams/contexts.ts";
import { gaussian } from "../streams/gaussian.ts";
import { holonomy } from "../streams/holonomy.ts";
import { phases } from "../streams/phases.ts";
import type { Stream } from "../streams/stream.ts";
import { UsageError } from "./exit.ts";
import { word } from "./learner.ts";
import { listOf, real, tableOf, whole } from "./parse.ts";
import { type WorldFlags, worldFlags, worldOf } from "./world.ts";

/** Flags that say what stream of decisions is simulated. */
export interface StreamFlags extends WorldFlags {
  readonly stream: (typeof STREAMS)[number];
  readonly features: number;
  readonly outcomes: "classes" | "values";
  readonly noise?: number;
  readonly norm?: number;
  readonly actions: number;
  readonly chooses: "samples" | "best";
  readonly utilities?: readonly (readonly number[])[];
  readonly probabilities?: readonly number[];
  readonly utilityNoise: "none" | "bernoulli" | number;
  readonly once: number;
  readonly walk: number;
  readonly shifts: readonly number[];
  readonly shiftRate: number;
  readonly length?: number;
  readonly angle?: number;
  /** Of the learners: an adversary's blocks are as long as the first, unless told. */
  readonly latency: readonly number[];
  /** Of the learners: one of the adversaries is made for a step size. */
  readonly stepSize: string;
}

const STREAMS = [
  "gaussian",
  "choices",
  "contexts",
  "phases",
  "world",
  "holonomy",
  "block-rademacher",
  "square-wave",
  "orthogonal",
  "rotating",
] as const;

export function streamFlags(command: Command): Command {
  const own = command
    .option("--stream <name>", STREAMS.join(" | "), word("--stream", STREAMS), "gaussian")
    .option("--features <d>", "gaussian, choices: features of a row", whole("--features", 1), 16)
    .option(
      "--outcomes <kind>",
      "gaussian: classes | values",
      word("--outcomes", ["classes", "values"]),
      "classes",
    )
    .option(
      "--noise <level>",
      "gaussian: share of coin flips (classes, default 0), standard deviation (values, default 1)",
      real("--noise", { least: 0 }),
    )
    .option("--actions <n>", "choices, random worlds: actions to choose from", whole("--actions", 2, 1024), 4)
    .option(
      "--chooses <how>",
      "choices: the aligned policy samples | best: draws its action, or takes the most probable one",
      word("--chooses", ["samples", "best"]),
      "samples",
    )
    .option(
      "--utilities <table>",
      "contexts, phases: expected utilities, actions by commas, rows by semicolons: 0.2,0.8;0.9,0.1",
      tableOf("--utilities"),
    )
    .option(
      "--probabilities <list>",
      "contexts: how likely each row is (default: all alike)",
      listOf(real("--probabilities", { least: 0, most: 1 })),
    )
    .option(
      "--utility-noise <kind>",
      "contexts, phases: none | bernoulli | a standard deviation",
      noiseOf,
      "none",
    )
    .option("--once <n>", "phases: rows that are not repeated", whole("--once", 0), 0)
    .option(
      "--norm <n>",
      "norm of the aligned model (default: 1; choices: 2 sqrt(actions))",
      real("--norm", { least: 0 }),
    )
    .option(
      "--walk <q>",
      "gaussian: the aligned model's random walk, standard deviation a round",
      real("--walk", { least: 0 }),
      0,
    )
    .option(
      "--shifts <list>",
      "gaussian: rounds before which the aligned model jumps",
      listOf(whole("--shifts", 2)),
      [],
    )
    .option(
      "--shift-rate <p>",
      "gaussian: probability of a jump before any round",
      real("--shift-rate", { least: 0, most: 1 }),
      0,
    )
    .option(
      "--length <k>",
      "adversaries: block length (default: the first latency); phases: rounds of a row (default: 1)",
      whole("--length", 1),
    )
    .option(
      "--angle <radians>",
      "rotating: by how much gradients turn in a round",
      real("--angle", { least: 0, open: true, most: 3 }),
    );
  return worldFlags(own);
}

function noiseOf(text: string): "none" | "bernoulli" | number {
  return text === "none" || text === "bernoulli" ? text : real("--utility-noise", { least: 0 })(text);
}

export async function streamOf(flags: StreamFlags): Promise<Stream> {
  const { features, outcomes, noise, walk, shifts, shiftRate, actions, chooses } = flags;
  const norm = flags.norm !== undefined && { norm: flags.norm };
  const length = flags.length ?? Math.max(1, Math.round(flags.latency[0]!));
  switch (flags.stream) {
    case "gaussian":
      return gaussian({
        features,
        outcomes,
        drift: { walk, shifts, shiftRate },
        ...norm,
        ...(noise !== undefined && { noise }),
      });
    case "choices":
      return choices({ features, actions, chooses, ...norm });
    case "contexts":
    case "phases":
      return tableStreamOf(flags.stream, flags);
    case "world":
      return worldOf(flags);
    case "holonomy":
      if (Number.isNaN(Number(flags.stepSize)))
        throw new UsageError(`--stream holonomy: expected one --step-size, got ${flags.stepSize}`);
      return holonomy({ step: Number(flags.stepSize) });
    case "block-rademacher":
      return blockRademacher(length);
    case "square-wave":
      return squareWave(length);
    case "orthogonal":
      return orthogonal(length);
    case "rotating":
      if (flags.angle === undefined) throw new UsageError("--stream rotating: expected --angle beside it");
      return rotating(flags.angle);
  }
}

function tableStreamOf(kind: "contexts" | "phases", flags: StreamFlags): Stream {
  const { utilities, probabilities, utilityNoise: noise, once, length } = flags;
  if (utilities === undefined) throw new UsageError(`--stream ${kind}: expected --utilities beside it`);
  return kind === "phases"
    ? phases({ utilities, noise, once, ...(length !== undefined && { length }) })
    : contexts({ utilities, noise, ...(probabilities && { probabilities }) });
}
