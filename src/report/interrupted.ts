import type { ResultDocument } from "../results/document.ts";
import { grouped } from "./numbers.ts";

/** How far a run came that was interrupted; nothing where it was not. */
export function interruptedNotes(
  run: { readonly interrupted: boolean; readonly rounds: number; readonly total?: number },
  unit: "rows" | "decisions",
): string[] {
  const { interrupted, rounds, total } = run;
  if (!interrupted) return [];
  return [
    `Interrupted after ${grouped(rounds)}${total === undefined ? "" : ` of ${grouped(total)}`} ${unit}.`,
  ];
}

/** The same of replicates, which are finished or left out. */
export function unfinishedNotes({ interrupted }: { readonly interrupted: boolean }): string[] {
  return interrupted ? ["Interrupted: what was not finished is left out."] : [];
}

/** The same of experiments. */
export function untriedNotes(run: {
  readonly interrupted: boolean;
  readonly planned: number;
  readonly experiments: readonly unknown[];
}): string[] {
  const { interrupted, planned, experiments } = run;
  return interrupted ? [`Interrupted: ${experiments.length} of ${planned} experiments are done.`] : [];
}

/** What a report says of it, whatever its kind; null where nothing was interrupted. */
export function interruption(document: ResultDocument): string | null {
  switch (document.kind) {
    case "simulation":
      return interruptedNotes(document.result, "decisions")[0] ?? null;
    case "replicates":
      return unfinishedNotes(document.result)[0] ?? null;
    case "verification":
      return untriedNotes(document.result)[0] ?? null;
    default:
      return interruptedNotes(document.result, "rows")[0] ?? null;
  }
}
