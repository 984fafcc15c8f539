import { wholeNumber } from "./check.ts";
import type { Control } from "./engine/drive.ts";
import type { ReplicatesCheckpoint, SimulationCheckpoint } from "./result.ts";
import type { SimulateOptions } from "./simulate.ts";
import { checkpointsOfAll } from "./simulate/checkpoints.ts";
import { groupSizes } from "./simulate/groups.ts";
import { inOrder, type Work } from "./simulate/in-order.ts";
import { MOST_REPLICATES, type Plan, planOf, portable } from "./simulate/plan.ts";
import type { Player } from "./simulate/play.ts";
import { playersFor, workersOf } from "./simulate/players.ts";
import { Tally } from "./simulate/tally.ts";
import { teams } from "./simulate/together.ts";

/**
 * Options of `simulate`; `workers` share the replicates, and `onProgress` is told the rounds that all of them have played in
 * their first pass.
 */
export interface ReplicateOptions extends Omit<SimulateOptions, "replicate"> {
  /** How many, 1 to 2^28. */
  readonly replicates: number;
}

/**
 * Plays replicates 0 to n - 1 of an experiment: the same aligned model at the start, everything else drawn anew. Yields mean
 * regret, its standard error and the bound at each checkpoint once all replicates are through it, which is when the last one
 * is. Up to eight (f32: 16) are played at once, each in a lane with rows of its own; the bits are those of one after the other, for any
 * number of workers. Memory is that of as many simulations a worker, and a few numbers for each replicate, learner and
 * checkpoint.
 *
 * When the signal comes, the replicates that are finished are reported; if none is, the first one as far as it is.
 *
 * @throws TypeError, RangeError on options out of range, before anything runs.
 */
export async function* replicate(options: ReplicateOptions): AsyncGenerator<ReplicatesCheckpoint, void> {
  const n = wholeNumber("replicate: replicates", options.replicates, 1, MOST_REPLICATES);
  const plan = planOf("replicate", options);
  const workers = workersOf("replicate", options.workers);
  const { players, awaited } = await playersFor(workers, n * portable(plan));
  const sizes = groupSizes(n, players.length, plan);
  yield* awaited(estimates(sizes, plan, teams(players, sizes.length), options));
}

async function* estimates(
  sizes: readonly number[],
  plan: Plan,
  players: readonly Player[],
  control: Control,
): AsyncGenerator<ReplicatesCheckpoint, void> {
  /** The checkpoints of each replicate of a group. */
  const group: Work<SimulationCheckpoint[][]> = async (index, player, each) => {
    const first = { ...plan, replicate: index * sizes[0]! };
    const lists = Array.from({ length: sizes[index]! }, (): SimulationCheckpoint[] => []);
    for await (const checkpoints of checkpointsOfAll(first, lists.length, player, each))
      lists.forEach((list, i) => list.push(checkpoints[i]!));
    return lists;
  };
  let tallies: Tally[] = [];
  let interrupted = false;
  for await (const replicates of inOrder(sizes, players, control, group)) {
    interrupted = replicates.some((checkpoints) => checkpoints.at(-1)!.interrupted);
    if (interrupted && tallies.length > 0) break;
    if (tallies.length === 0) tallies = replicates[0]!.map((checkpoint) => new Tally(checkpoint));
    for (const checkpoints of interrupted ? replicates.slice(0, 1) : replicates)
      tallies.forEach((tally, i) => tally.add(checkpoints[i]!));
    if (interrupted) break;
  }
  for (const tally of tallies) {
    const done = tally === tallies.at(-1);
    yield tally.report(done, done && interrupted);
  }
}
