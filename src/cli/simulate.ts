import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { aligned, type Comparator, hindsight, untrained } from "../comparators/comparator.ts";
import { json } from "../report/json.ts";
import { replicate } from "../replicate.ts";
import { replicatesText } from "../report/replicates.ts";
import { simulationText } from "../report/simulate.ts";
import type {
  LearnerResult,
  ReplicatedLearner,
  ReplicatesCheckpoint,
  SimulationCheckpoint,
} from "../result.ts";
import type { LearnerOverTime } from "../results/document.ts";
import { Course, learnerOverTime, replicatedOverTime } from "../results/over-time.ts";
import { simulate } from "../simulate.ts";
import { MOST_REPLICATES } from "../simulate/plan.ts";
import { type Generator, TURNS } from "../streams/generator.ts";
import { INTERRUPTED, interruption, OK, print, terminalWidth } from "./exit.ts";
import { type LearnerFlags, learnerFlags, lossOf, schedulesOf, updateOf, word } from "./learner.ts";
import { seed, whole } from "./parse.ts";
import { estimatorOf, explorationOf, modelOf, type PolicyFlags, policyFlags } from "./policy.ts";
import { progressLine } from "./progress.ts";
import { type ResultFile, resultFile } from "./result-file.ts";
import { type StreamFlags, streamFlags, streamOf } from "./stream.ts";

interface SimulateFlags extends LearnerFlags, PolicyFlags, StreamFlags {
  readonly rounds: number;
  readonly comparator?: "aligned" | "untrained" | "hindsight";
  readonly transformed?: true;
  readonly seed?: bigint;
  readonly generator: Generator;
  readonly replicates?: number;
  readonly workers: number | "auto";
}

/** `lowstakes simulate`: a stream of decisions, its learners, and their regret against the bound. */
export function simulateCommand(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("simulate")
    .description("simulate a stream of decisions and check the regret of its learners against the bound")
    .option("--rounds <T>", "decisions to simulate", whole("--rounds", 1), 1e6);
  streamFlags(command);
  policyFlags(command);
  command
    .option(
      "--comparator <name>",
      "aligned | untrained | hindsight (default: aligned; adversaries: hindsight)",
      word("--comparator", ["aligned", "untrained", "hindsight"]),
    )
    .option(
      "--transformed",
      "report regret against the best transformed model too: swap regret of policies, linear maps for adversaries",
    )
    .option("--seed <n>", "64-bit seed (default: 1)", seed)
    .option(
      "--generator <name>",
      "philox10 | philox8 | philox7: fewer rounds of Philox4x32 are faster",
      word("--generator", Object.keys(TURNS) as Generator[]),
      "philox10",
    )
    .option(
      "--replicates <n>",
      "play the simulation n times with draws of its own, and report means and standard errors",
      whole("--replicates", 1, MOST_REPLICATES),
    )
    .option(
      "--workers <n>",
      "threads that may be started, or auto: one for each core where there is work for them",
      workerCount,
      "auto",
    );
  learnerFlags(command, { stepSize: "aware", gradient: "stale" });
  command.action(async (flags: SimulateFlags) => finish(await run(flags)));
}

async function run(flags: SimulateFlags): Promise<number> {
  const { replicates } = flags;
  const settings = await settingsOf(flags);
  const rounds = settings.rounds * (replicates ?? 1);
  const { signal, release } = interruption();
  const progress = progressLine(rounds, "decisions", flags.quiet === true);
  const options = {
    ...settings,
    workers: workersFor(flags.workers, rounds * settings.schedules.length),
    signal,
    onProgress: (done: number, pass: number) => progress.update(done, pass),
  };
  const end = (): void => {
    progress.clear();
    release();
  };
  const file = resultFile(flags);
  try {
    return await (replicates === undefined
      ? conclude(simulate(options), ONE, flags, file, end, (at) => progress.reached(at))
      : conclude(replicate({ ...options, replicates }), SEVERAL, flags, file, end));
  } catch (error) {
    file?.discard();
    throw error;
  }
}

/** A kind of result, how it is said and what is kept of its checkpoints. */
interface Outcome<Checkpoint, Run> {
  readonly kind: "simulation" | "replicates";
  readonly text: (last: Checkpoint, width: number) => string;
  readonly learner: (rounds: readonly number[], at: readonly Run[]) => LearnerOverTime;
}

const ONE: Outcome<SimulationCheckpoint, LearnerResult> = {
  kind: "simulation",
  text: simulationText,
  learner: learnerOverTime,
};

const SEVERAL: Outcome<ReplicatesCheckpoint, ReplicatedLearner> = {
  kind: "replicates",
  text: replicatesText,
  learner: replicatedOverTime,
};

/** Waits for the last checkpoint, keeps and prints it. */
async function conclude<T extends SimulationCheckpoint | ReplicatesCheckpoint>(
  checkpoints: AsyncIterable<T>,
  { kind, text, learner }: Outcome<T, T["runs"][number]>,
  flags: SimulateFlags,
  file: ResultFile | null,
  end: () => void,
  reached?: (checkpoint: T) => void,
): Promise<number> {
  const course = new Course<T["runs"][number]>(learner);
  let last: T | undefined;
  try {
    for await (const checkpoint of checkpoints) {
      last = checkpoint;
      course.add(checkpoint);
      reached?.(checkpoint);
    }
  } finally {
    end();
  }
  const found = { kind, data: null, overTime: course.overTime(), result: last! };
  file?.write(found as Parameters<ResultFile["write"]>[0]);
  const { generator, precision } = flags;
  await print(flags.json ? `${json({ ...last, generator, precision })}\n` : text(last!, terminalWidth()));
  return last!.interrupted ? INTERRUPTED : OK;
}

async function settingsOf(flags: SimulateFlags) {
  const { rounds, epsilon, stakes, value, seed, generator, comparator, precision } = flags;
  const loss = lossOf(flags.loss);
  const [model, estimator, explores] = [modelOf(flags), estimatorOf(flags), explorationOf(flags)];
  return {
    rounds,
    stream: await streamOf(flags),
    update: updateOf(flags),
    schedules: schedulesOf(flags),
    generator,
    precision,
    relaxed: flags.relaxed === true,
    transformed: flags.transformed === true,
    epsilon,
    ...(seed !== undefined && { seed }),
    ...(loss && { loss }),
    ...(model && { model }),
    ...(estimator && { estimator }),
    ...(explores && { exploration: explores }),
    ...(comparator && { comparator: comparatorOf(comparator) }),
    ...(stakes !== undefined && { stakes }),
    ...(value !== undefined && { value }),
  };
}

function workerCount(text: string): number | "auto" {
  return text === "auto" ? text : whole("--workers", 1, 1024)(text);
}

/** Decisions of panels from which on starting threads, which takes 60 to 100 ms, is worth its while. */
const LARGE = 4e6;

function workersFor(wanted: number | "auto", decisions: number): number {
  if (wanted !== "auto") return wanted;
  return decisions < LARGE ? 1 : availableParallelism();
}

function comparatorOf(name: "aligned" | "untrained" | "hindsight"): Comparator {
  return { aligned, untrained, hindsight: () => hindsight() }[name]();
}
