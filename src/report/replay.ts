import type { ReplayCheckpoint, ReplayedLearner } from "../result.ts";
import { interruptedNotes } from "./interrupted.ts";
import { decimals, firstRows, grouped, percent, share, significant } from "./numbers.ts";
import { passedOverNotes } from "./passed-over.ts";
import { relaxedNotes } from "./relaxed.ts";
import { stakesNotes } from "./stakes.ts";
import { type Column, table, wrap } from "./table.ts";

/** A replay as text: one row a schedule, with the step size that was best on the prefix, judged on the rest. */
export function replayText(result: ReplayCheckpoint, width: number): string {
  const best = result.chosen.map((run) => result.runs[run]!);
  const judged = best[0]!.suffix.rounds > 0;
  const lines = [
    ...wrap(summary(result), width),
    "",
    ...table(columns(result, best, judged), width),
    ...[...replayNotes(result), ...interruptedNotes(result, "rows")].flatMap((note) => [
      "",
      ...wrap(note, width),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function summary(result: ReplayCheckpoint): string {
  const { rounds, total, runs, columns, chosen } = result;
  const rows = rounds === total ? `${grouped(total)} rows` : `${grouped(rounds)} of ${grouped(total)} rows`;
  const learners = runs.length / chosen.length;
  const prefix = runs[0]!.prefix.rounds;
  const choice =
    learners > 1
      ? `for each schedule the best of ${learners} step sizes on the ${firstRows(prefix)}`
      : `without the ${firstRows(prefix)}`;
  const judged =
    rounds > prefix ? `judged on the ${grouped(rounds - prefix)} that follow` : "which are all there was";
  const classes = result.classes ? `${result.classes.length} classes, ` : "";
  return `${result.source}: ${rows}, ${classes}${columns} columns with the intercept, ${result.loss}; ${choice}, ${judged}.`;
}

function columns(result: ReplayCheckpoint, best: readonly ReplayedLearner[], judged: boolean): Column[] {
  const figures = (run: ReplayedLearner) => (judged ? run.suffix : run.prefix);
  const baselines = result.baselines.map((baseline) => (judged ? baseline.suffix : baseline.prefix));
  const of = (heading: string[], cell: (run: ReplayedLearner, i: number) => string): Column => ({
    heading,
    cells: best.map((run, i) => (run.diverged ? "diverged" : cell(run, i))),
  });
  const first = figures(best[0]!);
  const classes = result.task !== "regression";
  const given = (run: ReplayedLearner): number => figures(run).meanLoss - first.meanLoss;
  const named = best.every(({ label }) => label !== null);
  const setup: Column[] = [
    named
      ? {
          heading: [best[0]!.schedule.startsWith("periodic") ? "period" : "latency"],
          cells: best.map(({ label }) => String(label)),
        }
      : { heading: ["schedule"], cells: best.map(({ schedule }) => schedule), left: true },
    { heading: ["effective", "latency"], cells: best.map((run) => decimals(run.effectiveLatency, 1)) },
    { heading: ["step", "size"], cells: best.map((run) => significant(run.stepSize, 3)) },
    { heading: ["loss on", "prefix"], cells: best.map((run) => decimals(run.prefix.meanLoss, 5)) },
  ];
  const loss = of([classes && result.loss === "log loss" ? "log loss" : "loss"], (run) =>
    decimals(figures(run).meanLoss, 5),
  );
  const cost = [
    of(["given up,", "a decision"], (run) => decimals(given(run), 5)),
    of(["given up,", "total"], (run) => grouped(given(run) * figures(run).rounds)),
  ];
  const regret: Column[] = best.some((run) => run.regret !== null)
    ? [
        of(["regret", "(all rows)"], (run) => grouped(run.regret)),
        of(["bound"], (run) => grouped(run.certificate?.bound ?? null)),
        of(["regret/", "bound"], (run) => significant(run.certificate?.ratio ?? null, 3)),
      ]
    : [];
  const quality = classes
    ? [
        ...(result.task === "classification" ? [of(["AUC"], (run) => decimals(figures(run).auc, 4))] : []),
        of(["Brier"], (run) => decimals(figures(run).brier, 5)),
        of(["errors"], (run) => percent(figures(run).errors! / figures(run).rounds, 2)),
      ]
    : [
        ...(first.coverage === undefined
          ? []
          : [of(["coverage"], (run) => percent(figures(run).coverage ?? null, 2))]),
        of(["RMSE"], (run) => decimals(figures(run).rmse, 4)),
        of(["MAE"], (run) => decimals(figures(run).mae, 4)),
      ];
  const unlearned: Column[] = classes
    ? [
        { heading: ["frequency,", "log loss"], cells: baselines.map((b) => decimals(b.frequencyLoss, 5)) },
        {
          heading: ["last class,", "errors"],
          cells: baselines.map((b) => percent(b.persistenceErrors! / b.rounds, 2)),
        },
      ]
    : [
        { heading: ["mean,", "RMSE"], cells: baselines.map((b) => decimals(b.meanRmse, 4)) },
        { heading: ["last value,", "MAE"], cells: baselines.map((b) => decimals(b.persistenceMae, 4)) },
      ];
  return [...setup, loss, ...quality, ...cost, ...regret, ...unlearned];
}

/** What is said beside the numbers. */
export function replayNotes(result: ReplayCheckpoint): string[] {
  const best = result.chosen.map((run) => result.runs[run]!);
  const notes: string[] = [];
  const { comparator } = result;
  const unit = result.loss === "log loss" ? "nats" : "units of loss";
  if (best.length > 1) {
    const since = best[0]!.label === null ? best[0]!.schedule : `the first row (${best[0]!.schedule})`;
    notes.push(
      `Given up: mean loss in ${unit} a decision beyond that of ${since}, and that over all rows judged.`,
    );
  }
  if (comparator) {
    const found = comparator.hindsight;
    notes.push(
      `Comparator ${comparator.name}: mean loss ${decimals(comparator.meanLoss, 6)} over all rows (untrained: ` +
        `${decimals(comparator.untrainedMeanLoss, 6)})` +
        (comparator.norm === null ? "" : `, |u| = ${significant(comparator.norm, 4)}`) +
        (found
          ? `; best in the ball of radius ${found.radius} up to ${significant(found.gap, 2)} a decision (duality gap), ` +
            `found in ${found.passes} passes${found.converged ? "" : ", not converged"}.`
          : "."),
    );
    const why = best.find((run) => run.certificate?.notCovered)?.certificate?.notCovered;
    if (why) notes.push(`No theorem covers this run: ${why}.`);
    else if (best[0]!.meaning) {
      const meaningful = best.filter((run) => run.meaning?.meaningful).map((run) => run.schedule);
      const { epsilon } = best[0]!.meaning;
      notes.push(
        `The bound is meaningful (at most ${share(epsilon)} of the value at stake, ${grouped(best[0]!.meaning.value)}) for: ` +
          `${meaningful.length > 0 ? meaningful.join(", ") : "none"}.`,
      );
    }
  }
  const lost = result.runs.filter((run) => run.diverged);
  if (lost.length > 0) {
    const list = lost
      .slice(0, 6)
      .map((run) => `${run.schedule} step ${significant(run.stepSize, 3)} (round ${run.diverged!.round})`);
    const more = lost.length > list.length ? ` and ${lost.length - list.length} more` : "";
    notes.push(`Diverged: ${list.join(", ")}${more}.`);
  }
  notes.push(...stakesNotes(best), ...passedOverNotes(result), ...relaxedNotes(result));
  return notes;
}
