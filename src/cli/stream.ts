import type { Command } from "commander";
import { blockRademacher, orthogonal, squareWave } from "../streams/adversaries.ts";
import { choices } from "../streams/choices.ts";
import { gaussian } from "../streams/gaussian.ts";
import type { Stream } from "../streams/stream.ts";
import { word } from "./learner.ts";
import { listOf, real, whole } from "./parse.ts";

/** Flags that say what stream of decisions is simulated. */
export interface StreamFlags {
  readonly stream: "gaussian" | "choices" | "block-rademacher" | "square-wave" | "orthogonal";
  readonly features: number;
  readonly outcomes: "classes" | "values";
  readonly noise?: number;
  readonly norm?: number;
  readonly actions: number;
  readonly chooses: "samples" | "best";
  readonly walk: number;
  readonly shifts: readonly number[];
  readonly shiftRate: number;
  readonly length?: number;
  /** Of the learners: an adversary's blocks are as long as the first, unless told. */
  readonly latency: readonly number[];
}

export function streamFlags(command: Command): Command {
  return command
    .option(
      "--stream <name>",
      "gaussian | choices | block-rademacher | square-wave | orthogonal",
      word("--stream", ["gaussian", "choices", "block-rademacher", "square-wave", "orthogonal"]),
      "gaussian",
    )
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
    .option("--actions <n>", "choices: actions to choose from", whole("--actions", 2, 1024), 4)
    .option(
      "--chooses <how>",
      "choices: the aligned policy samples | best: draws its action, or takes the most probable one",
      word("--chooses", ["samples", "best"]),
      "samples",
    )
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
    .option("--length <k>", "adversaries: block length (default: the first latency)", whole("--length", 1));
}

export function streamOf(flags: StreamFlags): Stream {
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
    case "block-rademacher":
      return blockRademacher(length);
    case "square-wave":
      return squareWave(length);
    case "orthogonal":
      return orthogonal(length);
  }
}
