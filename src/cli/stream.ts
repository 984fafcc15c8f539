import type { Command } from "commander";
import { blockRademacher, orthogonal, squareWave } from "../streams/adversaries.ts";
import { gaussian } from "../streams/gaussian.ts";
import type { Stream } from "../streams/stream.ts";
import { word } from "./learner.ts";
import { listOf, real, whole } from "./parse.ts";

/** Flags that say what stream of decisions is simulated. */
export interface StreamFlags {
  readonly stream: "gaussian" | "block-rademacher" | "square-wave" | "orthogonal";
  readonly features: number;
  readonly outcomes: "classes" | "values";
  readonly noise?: number;
  readonly norm: number;
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
      "gaussian | block-rademacher | square-wave | orthogonal",
      word("--stream", ["gaussian", "block-rademacher", "square-wave", "orthogonal"]),
      "gaussian",
    )
    .option("--features <d>", "gaussian: features of a row", whole("--features", 1), 16)
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
    .option("--norm <n>", "gaussian: norm of the aligned model", real("--norm", { least: 0 }), 1)
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
  const { features, outcomes, noise, norm, walk, shifts, shiftRate } = flags;
  const length = flags.length ?? Math.max(1, Math.round(flags.latency[0]!));
  switch (flags.stream) {
    case "gaussian":
      return gaussian({
        features,
        outcomes,
        norm,
        drift: { walk, shifts, shiftRate },
        ...(noise !== undefined && { noise }),
      });
    case "block-rademacher":
      return blockRademacher(length);
    case "square-wave":
      return squareWave(length);
    case "orthogonal":
      return orthogonal(length);
  }
}
