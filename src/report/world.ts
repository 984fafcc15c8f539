import type { LearnerResult, WorldResult } from "../result.ts";
import { decimals, significant } from "./numbers.ts";
import { type Column, table } from "./table.ts";

/** What became of learners in a world, one row each; nothing where decisions have no consequences. */
export function livesTable(runs: readonly LearnerResult[], width: number): string[] {
  const lives = runs.flatMap((run) => (run.world ? [{ run, life: run.world }] : []));
  if (lives.length === 0) return [];
  const of = (
    heading: string[],
    cell: (life: WorldResult, run: LearnerResult) => string,
    left = false,
  ): Column => ({ heading, cells: lives.map(({ run, life }) => cell(life, run)), left });
  const columns = [
    of(["schedule"], (_, run) => run.schedule, true),
    of(["step", "size"], (_, run) => significant(run.stepSize, 3)),
    of(["reward", "a round"], (life, run) => decimals(life.reward / run.rounds, 6)),
    of(["regret", "realised"], (life) => significant(life.realised, 6)),
    of(["sum of", "gaps"], (life) => significant(life.gaps, 6)),
    of(["luck"], (life) => significant(life.martingale, 4)),
    of(["stakes", "met"], (life) => significant(life.rhoPath, 4)),
    ...(lives.some(({ life }) => life.perceived)
      ? [
          of(["regret", "perceived"], (life) => significant(life.perceived?.regret ?? null, 6)),
          of(["to what", "seemed best"], (life) => significant(life.perceived?.seeming ?? null, 6)),
          of(["its", "bound"], (life) => significant(life.perceived?.bound ?? null, 6)),
        ]
      : []),
    of(["state", "now"], (life) => life.state, true),
  ];
  return ["", ...table(columns, width)];
}

/** How to read it. */
export function worldNotes(runs: readonly LearnerResult[]): string[] {
  const life = runs.find(({ world }) => world)?.world;
  if (!life) return [];
  const notes = [
    `Regret realised is the sum of gaps less luck, which has mean 0. Stakes of one decision: ${significant(life.rhoReachable, 4)} in a state that can be met, ` +
      `${significant(life.rhoAll, 4)} in any.`,
  ];
  if (life.perceived)
    notes.push("Perceived: under the utilities that learners were told, which are not the true ones.");
  return notes;
}
