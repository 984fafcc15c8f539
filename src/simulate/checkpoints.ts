import type { Control } from "../engine/drive.ts";
import type { SimulationCheckpoint } from "../result.ts";
import type { Plan } from "./plan.ts";
import { type Player, playOf } from "./play.ts";
import { reporter } from "./report.ts";

/** Plays a plan and reports each checkpoint; where it stands before round 1 only if nothing follows. */
export async function* checkpointsOf(
  plan: Plan,
  player: Player,
  control: Control,
): AsyncGenerator<SimulationCheckpoint, void> {
  const report = reporter(plan);
  for await (const standing of player(playOf(plan), control))
    if (standing.rounds > 0 || standing.last) yield report(standing);
}
