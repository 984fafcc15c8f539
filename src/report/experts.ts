import type { ExpertResult, ExpertsCheckpoint, ExpertsLearner, ForecastFigures } from "../experts/result.ts";
import { interruptedNotes } from "./interrupted.ts";
import { decimals, firstRows, grouped, percent, significant } from "./numbers.ts";
import { type Column, table, wrap } from "./table.ts";

/** A replay of forecasts as text: a row a schedule, with the step size that was best on the prefix, judged on the rest. */
export function expertsText(result: ExpertsCheckpoint, width: number): string {
  const best = result.chosen.map((run) => result.runs[run]!);
  const judged = best[0]!.suffix.rounds > 0;
  const lines = [
    ...wrap(summary(result, judged), width),
    "",
    ...table(learnerColumns(best, judged), width),
    "",
    ...table(expertColumns(result, judged), width),
    ...[...notes(result), ...interruptedNotes(result, "rows")].flatMap((note) => ["", ...wrap(note, width)]),
  ];
  return `${lines.join("\n")}\n`;
}

function summary({ rounds, total, source, experts, loss, runs, chosen }: ExpertsCheckpoint, judged: boolean) {
  const rows = rounds === total ? `${grouped(total)} rows` : `${grouped(rounds)} of ${grouped(total)} rows`;
  const { prefix } = runs[0]!;
  const learners = runs.length / chosen.length;
  const choice =
    learners > 1
      ? `for each schedule the best of ${learners} step sizes on the ${firstRows(prefix.rounds)}`
      : `without the ${firstRows(prefix.rounds)}`;
  const rest = judged
    ? `judged on the ${grouped(rounds - prefix.rounds)} that follow`
    : "which are all there was";
  return `${source}: ${rows}, ${experts.length} experts, ${loss}; ${choice}, ${rest}.`;
}

const HEADINGS = [["loss"], ["RMSE"], ["MAE"], ["MAPE"]];

function qualities({ meanLoss, rmse, mae, mape }: ForecastFigures): string[] {
  return [significant(meanLoss, 6), significant(rmse, 6), significant(mae, 6), percent(mape, 3)];
}

function learnerColumns(best: readonly ExpertsLearner[], judged: boolean): Column[] {
  const figures = best.map((run) => qualities(judged ? run.suffix : run.prefix));
  const named = best.every(({ label }) => label !== null);
  const of = (heading: string[], cell: (run: ExpertsLearner) => string): Column => ({
    heading,
    cells: best.map(cell),
  });
  return [
    named
      ? of([best[0]!.schedule.startsWith("periodic") ? "period" : "latency"], ({ label }) => String(label))
      : { ...of(["schedule"], ({ schedule }) => schedule), left: true },
    of(["effective", "latency"], (run) => decimals(run.effectiveLatency, 1)),
    of(["step", "size"], (run) => significant(run.stepSize, 3)),
    ...HEADINGS.map((heading, i) => ({ heading, cells: figures.map((row) => row[i]!) })),
    of(["regret", "(all rows)"], (run) => significant(run.regret, 5)),
    of(["bound"], (run) => significant(run.certificate.bound, 5)),
    of(["bounded", "regret/bound"], (run) => significant(run.certificate.ratio, 3)),
  ];
}

/** The best experts, and the mean of all forecasts. */
const SHOWN = 5;

function expertColumns({ experts, uniform }: ExpertsCheckpoint, judged: boolean): Column[] {
  const of = (one: ExpertResult) => (judged ? one.suffix : one.prefix);
  const ranked = experts.filter((one) => of(one).rounds > 0);
  ranked.sort((a, b) => of(a).meanLoss - of(b).meanLoss);
  const shown = [uniform, ...ranked.slice(0, SHOWN)];
  const figures = shown.map((one) => qualities(of(one)));
  return [
    { heading: ["expert"], cells: shown.map(({ name }) => name), left: true },
    { heading: ["rows", "awake"], cells: shown.map((one) => grouped(of(one).rounds)) },
    ...HEADINGS.map((heading, i) => ({ heading, cells: figures.map((row) => row[i]!) })),
  ];
}

function notes(result: ExpertsCheckpoint): string[] {
  const others = result.experts.length - SHOWN;
  return [...(others > 0 ? [`${others} other experts are not shown.`] : []), ...expertsNotes(result)];
}

/** What is said beside the numbers. */
export function expertsNotes({ slept, follow }: ExpertsCheckpoint): string[] {
  return [
    "Regret: most that the loss of the mixture's forecast exceeds that of an expert by, summed over all rows" +
      `${slept ? " in which that one was awake" : ""}. The bound is on what ` +
      (follow === "losses"
        ? "the experts lost on average under its weights, less what the best of them lost."
        : "following the gradient lost to the best expert: at least as much, where the loss is convex."),
  ];
}
