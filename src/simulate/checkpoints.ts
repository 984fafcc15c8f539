import type { Control } from "../engine/drive.ts";
import type { SimulationCheckpoint } from "../result.ts";
import type { Plan } from "./plan.ts";
import { type Player, playOf, type Standing } from "./play.ts";
import { reporter } from "./report.ts";

/** Plays a plan and reports each checkpoint; where it stands before round 1 only if nothing follows. */
export async function* checkpointsOf(
  plan: Plan,
  player: Player,
  control: Control,
): AsyncGenerator<SimulationCheckpoint, void> {
  for await (const [checkpoint] of checkpointsOfAll(plan, 1, player, control)) yield checkpoint!;
}

/** The same for `replicates` replicates side by side, from the plan's own on: each checkpoint of all of them at once. */
export async function* checkpointsOfAll(
  plan: Plan,
  replicates: number,
  player: Player,
  control: Control,
): AsyncGenerator<readonly SimulationCheckpoint[], void> {
  const reports = Array.from({ length: replicates }, () => reporter(plan));
  for await (const standings of player({ ...playOf(plan), replicates }, control)) {
    const [{ rounds, last }] = standings as readonly [Standing];
    if (rounds > 0 || last) yield reports.map((report, i) => report(standings[i]!));
  }
}
