import { nonEmpty } from "./check.ts";
import type { SimulationCheckpoint } from "./result.ts";
import type { SimulateOptions } from "./simulate.ts";
import { checkpointsOf } from "./simulate/checkpoints.ts";
import { inOrder, type Work } from "./simulate/in-order.ts";
import { planOf, portable } from "./simulate/plan.ts";
import { playersFor, workersOf } from "./simulate/players.ts";
import { teams } from "./simulate/together.ts";

/** What a list of simulations has in common. */
export interface SimulateAllOptions {
  /** Threads that may be started, >= 1, default 1; they share the simulations. Changes no result. */
  readonly workers?: number;
  /** Stops all of them within 50 ms. */
  readonly signal?: AbortSignal;
  /** Called every few milliseconds with the rounds that all of them have played in their first pass. */
  readonly onProgress?: (rounds: number) => void;
}

/**
 * Independent simulations: yields the last checkpoint of each, in the order of the list. When the signal comes, the first one
 * that is not finished is yielded as far as it is, and no more.
 *
 * @throws TypeError, RangeError on options out of range, before anything runs.
 */
export async function* simulateAll(
  simulations: readonly Omit<SimulateOptions, keyof SimulateAllOptions>[],
  { workers, signal, onProgress }: SimulateAllOptions = {},
): AsyncGenerator<SimulationCheckpoint, void> {
  const list = nonEmpty("simulateAll: simulations", simulations);
  const plans = list.map((options, i) => planOf(`simulateAll: simulations[${i}]`, options));
  const pieces = plans.reduce((sum, plan) => sum + portable(plan), 0);
  const { players, awaited } = await playersFor(workersOf("simulateAll", workers), pieces);
  const one: Work<SimulationCheckpoint> = async (index, player, control) => {
    let last: SimulationCheckpoint | undefined;
    for await (const checkpoint of checkpointsOf(plans[index]!, player, control)) last = checkpoint;
    return last!;
  };
  const weights = plans.map(() => 1);
  yield* awaited(finished(inOrder(weights, teams(players, plans.length), { signal, onProgress }, one)));
}

async function* finished(
  results: AsyncGenerator<SimulationCheckpoint, void>,
): AsyncGenerator<SimulationCheckpoint, void> {
  for await (const result of results) {
    yield result;
    if (result.interrupted) return;
  }
}
