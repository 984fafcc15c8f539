import type { Command } from "commander";
import { aligned, type Comparator, hindsight, untrained } from "../comparators/comparator.ts";
import { json } from "../report/json.ts";
import { simulationText } from "../report/simulate.ts";
import type { SimulationCheckpoint } from "../result.ts";
import { simulate } from "../simulate.ts";
import { blockRademacher, orthogonal, squareWave } from "../streams/adversaries.ts";
import { gaussian } from "../streams/gaussian.ts";
import { type Generator, TURNS } from "../streams/generator.ts";
import type { Stream } from "../streams/stream.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth } from "./exit.ts";
import { type LearnerFlags, learnerFlags, lossOf, schedulesOf, updateOf, word } from "./learner.ts";
import { listOf, real, seed, whole } from "./parse.ts";
import { progressLine } from "./progress.ts";

interface SimulateFlags extends LearnerFlags {
  readonly rounds: number;
  readonly stream: "gaussian" | "block-rademacher" | "square-wave" | "orthogonal";
  readonly features: number;
  readonly outcomes: "classes" | "values";
  readonly noise?: number;
  readonly norm: number;
  readonly walk: number;
  readonly shifts: readonly number[];
  readonly shiftRate: number;
  readonly length?: number;
  readonly comparator?: "aligned" | "untrained" | "hindsight";
  readonly seed?: bigint;
  readonly generator: Generator;
}

/** `lowstakes simulate`: a stream of decisions, its learners, and their regret against the bound. */
export function simulateCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("simulate")
    .description("simulate a stream of decisions and check the regret of its learners against the bound")
    .option("--rounds <T>", "decisions to simulate", whole("--rounds", 1), 1e6)
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
    .option("--length <k>", "adversaries: block length (default: the first latency)", whole("--length", 1))
    .option(
      "--comparator <name>",
      "aligned | untrained | hindsight (default: aligned; adversaries: hindsight)",
      word("--comparator", ["aligned", "untrained", "hindsight"]),
    )
    .option("--seed <n>", "64-bit seed (default: 1)", seed)
    .option(
      "--generator <name>",
      "philox10 | philox8 | philox7: fewer rounds of Philox4x32 are faster",
      word("--generator", Object.keys(TURNS) as Generator[]),
      "philox10",
    );
  learnerFlags(command, { stepSize: "aware", gradient: "stale" });
  command.action(async (flags: SimulateFlags) => finish(await run(flags)));
}

async function run(flags: SimulateFlags): Promise<number> {
  const stream = streamOf(flags);
  const loss = lossOf(flags.loss);
  const { epsilon, rounds, stakes, value, generator, precision } = flags;
  const { signal, release } = interruption();
  const progress = progressLine(rounds, "decisions", flags.quiet === true);
  let last: SimulationCheckpoint | undefined;
  try {
    for await (const checkpoint of simulate({
      rounds,
      stream,
      update: updateOf(flags),
      schedules: schedulesOf(flags),
      ...(flags.seed !== undefined && { seed: flags.seed }),
      generator,
      precision,
      epsilon,
      signal,
      onProgress: (done, pass) => progress.update(done, pass),
      ...(loss && { loss }),
      ...(flags.comparator && { comparator: comparatorOf(flags.comparator) }),
      ...(stakes !== undefined && { stakes }),
      ...(value !== undefined && { value }),
    })) {
      last = checkpoint;
    }
  } finally {
    progress.clear();
    release();
  }
  await print(
    flags.json ? `${json({ ...last, generator, precision })}\n` : simulationText(last!, terminalWidth()),
  );
  return last!.interrupted ? INTERRUPTED : OK;
}

function streamOf(flags: SimulateFlags): Stream {
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

function comparatorOf(name: "aligned" | "untrained" | "hindsight"): Comparator {
  return { aligned, untrained, hindsight: () => hindsight() }[name]();
}
