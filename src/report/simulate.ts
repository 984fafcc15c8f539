import type { LearnerResult, SimulationCheckpoint, Transformed } from "../result.ts";
import { interruptedNotes } from "./interrupted.ts";
import { beyondRounding, decimals, grouped, share, significant } from "./numbers.ts";
import { relaxedNotes } from "./relaxed.ts";
import { stakesNotes } from "./stakes.ts";
import { type Column, table, wrap } from "./table.ts";
import { livesTable, worldNotes } from "./world.ts";

/** A simulation as text: one row a learner, its regret against the bound and the bound against what is at stake. */
export function simulationText(result: SimulationCheckpoint, width: number): string {
  const { runs } = result;
  const of = (heading: string[], cell: (run: LearnerResult) => string, left = false): Column => ({
    heading,
    cells: runs.map(cell),
    left,
  });
  const policies = runs.some((run) => run.meanUtility !== undefined);
  const learned = policies
    ? [
        of(["expected", "utility"], (run) => decimals(-run.meanLoss, 6)),
        of(["utility", "drawn"], (run) => decimals(run.meanUtility ?? NaN, 6)),
      ]
    : [of(["mean loss"], (run) => (run.diverged ? "diverged" : decimals(run.meanLoss, 6)))];
  const perturbed = runs.some((run) => run.playedLoss !== undefined);
  if (perturbed) learned.push(of(["loss", "played"], (run) => decimals(run.playedLoss ?? NaN, 6)));
  const columns = [
    of(["schedule"], (run) => run.schedule, true),
    of(["effective", "latency"], (run) => decimals(run.effectiveLatency, 1)),
    of(["step", "size"], (run) => significant(run.stepSize, 3)),
    ...learned,
    of(["regret"], (run) => significant(run.regret, 6)),
    ...(runs.some((run) => run.deployed)
      ? [
          of(["cost of", perturbed ? "perturbing" : "exploring"], (run) =>
            significant(run.deployed?.cost ?? null, 4),
          ),
          of(["regret", "deployed"], (run) => significant(run.deployed?.regret ?? null, 6)),
        ]
      : []),
    ...transformedColumns(runs).map(([heading, cell]) => of(heading, cell)),
    of(["bound"], (run) => significant(run.certificate?.bound ?? null, 6)),
    of(["regret/", "bound"], (run) => significant(run.certificate?.ratio ?? null, 3)),
    of(["bound/value", "at stake"], (run) => significant(run.meaning?.s2 ?? null, 3)),
    of(
      ["meaningful"],
      (run) => ({ true: "yes", false: "no", null: "-" })[`${run.meaning?.meaningful ?? null}`],
    ),
    of(["from", "round"], (run) => significant(run.meaning?.horizon ?? null, 3)),
  ];
  const lines = [
    `${grouped(result.rounds)} decision${result.rounds === 1 ? "" : "s"}.`,
    "",
    ...table(columns, width),
    ...livesTable(runs, width),
    ...[...simulationNotes(result), ...interruptedNotes(result, "decisions")].flatMap((note) => [
      "",
      ...wrap(note, width),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Regret against the best transformed model, where that was asked for. */
function transformedColumns(
  runs: readonly LearnerResult[],
): [heading: string[], cell: (run: LearnerResult) => string][] {
  const of = (run: LearnerResult, key: keyof Transformed): number | null => {
    const value = run.transformed?.[key];
    return typeof value === "number" ? value : null;
  };
  const columns = [
    ["swapRegret", ["swap", "regret"]],
    ["internalRegret", ["internal", "regret"]],
    ["linearRegret", ["regret to", "linear maps"]],
  ] as const;
  return columns
    .filter(([key]) => runs.some((run) => of(run, key) !== null))
    .map(([key, heading]) => [[...heading], (run) => significant(of(run, key), 6)]);
}

/** What is said beside the numbers. */
export function simulationNotes(result: SimulationCheckpoint): string[] {
  const { comparator, runs } = result;
  const notes = [
    `Comparator ${comparator.name}: mean loss ${significant(beyondRounding(comparator.meanLoss, comparator.untrainedMeanLoss), 6)}, untrained model ` +
      `${significant(comparator.untrainedMeanLoss, 6)}; at stake: ${significant(comparator.value, 6)}` +
      (comparator.path > 0 ? `; path length ${significant(comparator.path, 4)}` : "") +
      (comparator.hindsight?.actions ? `; the best action of each context` : "") +
      (comparator.hindsight && !comparator.hindsight.actions
        ? `; ball of radius ${comparator.hindsight.radius}, duality gap ${significant(comparator.hindsight.gap, 2)}`
        : "") +
      ".",
  ];
  notes.push(...worldNotes(runs));
  if (result.estimator)
    notes.push(`Estimator: ${result.estimator.label}${result.estimator.biased ? ", which is biased" : ""}.`);
  if (runs.some((run) => run.deployed))
    notes.push(
      runs.some((run) => run.playedLoss !== undefined)
        ? "Mean loss and regret are those of the scores; with the perturbation of what is played, it is the regret deployed."
        : "Regret is that of the policy; with the exploration mixed into it, it is the regret deployed.",
    );
  if (runs.some((run) => run.transformed?.swapRegret != null))
    notes.push(
      "Swap regret is that to the policy itself with each action replaced by the best one for it, internal regret with a single one replaced." +
        (runs.some((run) => run.transformed?.swapBound != null)
          ? " The bound is one on swap regret too."
          : ""),
    );
  const epsilon = runs.find(({ meaning }) => meaning?.meaningful != null)?.meaning?.epsilon;
  if (epsilon !== undefined) {
    notes.push(
      `Meaningful: the bound is at most ${share(epsilon)} of the value at stake. From round: with the step size tuned for ` +
        `its horizon, and gradients no larger than those met, the bound is meaningful for every longer run.`,
    );
  }
  for (const why of new Set(runs.map((run) => run.certificate?.notCovered ?? null))) {
    if (why !== null) notes.push(`No theorem covers this run: ${why}.`);
  }
  for (const run of runs) {
    if (run.diverged)
      notes.push(
        `Diverged: ${run.schedule}, step ${significant(run.stepSize, 3)}: ${run.diverged.reason}, round ${run.diverged.round}.`,
      );
  }
  notes.push(...stakesNotes(runs));
  notes.push(...relaxedNotes(result));
  return notes;
}
