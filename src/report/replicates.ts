import type { Estimate, ReplicatedLearner, ReplicatesCheckpoint } from "../result.ts";
import { unfinishedNotes } from "./interrupted.ts";
import { decimals, grouped, significant } from "./numbers.ts";
import { relaxedNotes } from "./relaxed.ts";
import { replicatesStakesNotes } from "./stakes.ts";
import { type Column, table, wrap } from "./table.ts";

/** Replicates of a simulation as text: one row a learner, its mean regret with standard error against the mean bound. */
export function replicatesText(result: ReplicatesCheckpoint, width: number): string {
  const of = (heading: string[], cell: (run: ReplicatedLearner) => string, left = false): Column => ({
    heading,
    cells: result.runs.map(cell),
    left,
  });
  const policies = result.runs.some((run) => run.meanUtility !== undefined);
  const columns = [
    of(["schedule"], (run) => run.schedule, true),
    of(["effective", "latency"], (run) => decimals(run.effectiveLatency, 1)),
    of(["step", "size"], (run) => significant(run.stepSize, 3)),
    ...(policies
      ? [
          of(["expected", "utility"], (run) => decimals(-run.meanLoss.mean, 6)),
          of(["utility", "drawn"], (run) => decimals(run.meanUtility?.mean ?? null, 6)),
        ]
      : [of(["mean loss"], (run) => decimals(run.meanLoss.mean, 6))]),
    ...(result.runs.some((run) => run.playedLoss)
      ? [of(["loss", "played"], (run) => decimals(run.playedLoss?.mean ?? null, 6))]
      : []),
    of(["regret,", "mean"], (run) => significant(run.regret?.mean ?? null, 6)),
    of(["standard", "error"], (run) => plusMinus(run.regret)),
    ...(result.runs.some((run) => run.deployedRegret)
      ? [of(["deployed", "regret"], (run) => significant(run.deployedRegret?.mean ?? null, 6))]
      : []),
    ...(result.runs.some((run) => run.swapRegret)
      ? [of(["swap", "regret"], (run) => significant(run.swapRegret?.mean ?? null, 6))]
      : []),
    ...(result.runs.some((run) => run.linearRegret)
      ? [of(["regret to", "linear maps"], (run) => significant(run.linearRegret?.mean ?? null, 6))]
      : []),
    of(["bound,", "mean"], (run) => significant(run.bound, 6)),
    of(["regret/bound,", "largest"], (run) => significant(run.largestRatio, 3)),
    of(["beyond", "bound"], (run) => (run.bound === null ? "-" : grouped(run.violations))),
  ];
  if (result.runs.some((run) => run.world))
    columns.push(
      of(["luck,", "mean"], (run) => significant(run.world?.martingale.mean ?? null, 4)),
      of(["standard", "error"], (run) => plusMinus(run.world?.martingale ?? null)),
    );
  const lines = [
    ...wrap(
      `${grouped(result.replicates)} replicate${result.replicates === 1 ? "" : "s"} of ${grouped(result.rounds)} decisions.`,
      width,
    ),
    "",
    ...table(columns, width),
    ...[...replicatesNotes(result), ...unfinishedNotes(result)].flatMap((note) => ["", ...wrap(note, width)]),
  ];
  return `${lines.join("\n")}\n`;
}

function plusMinus(estimate: Estimate | null): string {
  const error = estimate?.standardError ?? null;
  return error === null || !Number.isFinite(error) ? "-" : `± ${significant(error, 3)}`;
}

/** What is said beside the numbers. */
export function replicatesNotes(result: ReplicatesCheckpoint): string[] {
  const { comparator, runs, replicates } = result;
  const notes = [
    `Regret against the comparator ${comparator}; beyond bound: replicates whose regret is larger.`,
  ];
  if (result.estimator)
    notes.push(`Estimator: ${result.estimator.label}${result.estimator.biased ? ", which is biased" : ""}.`);
  for (const why of new Set(runs.map((run) => run.notCovered)))
    if (why !== null) notes.push(`No theorem covers these runs: ${why}.`);
  if (runs.some(({ playedLoss }) => playedLoss))
    notes.push(
      "The proved bound on a mean regret needs the largest gradients and second moments of estimates at all weights a learner could have " +
        "(docs/rounds.md, 3); runs show those of the weights it had.",
    );
  for (const { schedule, stepSize, diverged } of runs) {
    if (diverged > 0)
      notes.push(
        `Diverged: ${schedule}, step ${significant(stepSize, 3)}: ${grouped(diverged)} of ${grouped(replicates)}.`,
      );
  }
  notes.push(...replicatesStakesNotes(runs));
  notes.push(...relaxedNotes(result));
  return notes;
}
