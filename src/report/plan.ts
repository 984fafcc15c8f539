import type { PlanPoint, PlanResult } from "../planner/result.ts";
import { interruptedNotes } from "./interrupted.ts";
import { decimals, grouped, percent, significant } from "./numbers.ts";
import { passedOverNotes } from "./passed-over.ts";
import { interval, names } from "./plan/cells.ts";
import { planHeadline } from "./plan/headline.ts";
import { shiftLines } from "./plan/shifts.ts";
import { stakesLines } from "./plan/stakes.ts";
import { relaxedNotes } from "./relaxed.ts";
import { type Column, table, wrap } from "./table.ts";

/** A plan as text: what to do, what each schedule costs, and what could mislead. */
export function planText(result: PlanResult, width: number): string {
  const lines = [
    ...wrap(planHeadline(result), width),
    "",
    ...wrap(summary(result), width),
    "",
    ...table(costs(result), width),
    ...section(result.suffix > 0 ? wrap(COSTS, width) : []),
    ...section(breakEvenLines(result, width)),
    ...section(jobLines(result, width)),
    ...section(shiftLines(result, width)),
    ...section(stakesLines(result, width)),
    ...section(pitfallLines(result, width)),
    ...[...planNotes(result), ...interruptedNotes(result, "rows")].flatMap((note) =>
      section(wrap(note, width)),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** What is said beside the numbers. */
export function planNotes(result: PlanResult): string[] {
  return [...passedOverNotes(result), ...relaxedNotes(result)];
}

const COSTS =
  "Given up: mean loss a decision beyond that of the schedule that was best on the prefix, with its 95% interval.";

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

function summary(result: PlanResult): string {
  const { source, rounds, total, columns, loss, prefix, suffix, configuration } = result;
  const rows = rounds === total ? grouped(total) : `${grouped(rounds)} of ${grouped(total)}`;
  const { training, feedbackDelay } = configuration;
  const waits = [
    ...(training > 0 ? [`a training takes ${grouped(training)} rows`] : []),
    ...(feedbackDelay > 0 ? [`feedback comes ${grouped(feedbackDelay)} rows late`] : []),
  ];
  const judged = suffix > 0 ? `judged on the ${grouped(suffix)} that follow` : "which are all there was";
  return (
    `${source}: ${rows} rows, ${columns} columns with the intercept, ${loss}; step sizes chosen on the first ` +
    `${grouped(prefix)} rows, ${judged}${waits.length > 0 ? `; ${waits.join(", ")}` : ""}.`
  );
}

function costs(result: PlanResult): Column[] {
  const { points, retraining } = result;
  const column = (heading: string[], cell: (point: PlanPoint) => string): Column => ({
    heading,
    cells: points.map((point) => (point.diverged ? "diverged" : cell(point))),
  });
  return [
    names(result),
    { heading: ["effective", "latency"], cells: points.map((point) => decimals(point.effectiveLatency, 1)) },
    { heading: ["step", "size"], cells: points.map((point) => significant(point.stepSize, 3)) },
    column(["loss on", "prefix"], (point) => decimals(point.prefixLoss, 5)),
    column([result.loss === "log loss" ? "log loss" : "loss"], (point) =>
      decimals(point.suffixLoss?.value ?? null, 5),
    ),
    column(["given up", "a decision"], (point) => interval(point.increase, 3)),
    ...(retraining && retraining.cost > 0
      ? [
          column(["with", "retraining"], (point) => significant(point.retraining?.total.value ?? null, 4)),
          column(["more than", "the period chosen"], (point) =>
            interval(point.retraining?.increase ?? null, 3),
          ),
        ]
      : []),
    ...(points.some(({ figures }) => figures?.coverage !== undefined)
      ? [column(["coverage"], ({ figures }) => percent(figures?.coverage ?? null, 2))]
      : []),
    result.task !== "regression"
      ? column(["errors"], ({ figures }) => percent(figures ? figures.errors! / figures.rounds : null, 2))
      : column(["RMSE"], ({ figures }) => decimals(figures?.rmse ?? null, 4)),
    result.task !== "regression"
      ? column(["last class,", "errors"], ({ baseline }) =>
          percent(baseline ? baseline.persistenceErrors! / baseline.rounds : null, 2),
        )
      : column(["mean,", "RMSE"], ({ baseline }) => decimals(baseline?.meanRmse ?? null, 4)),
  ];
}

function breakEvenLines({ points, retraining }: PlanResult, width: number): string[] {
  if (!retraining || retraining.breakEven.length === 0) return [];
  const rows = retraining.breakEven;
  return [
    ...wrap("A longer period is better from this cost of a retraining on, in units of loss:", width),
    "",
    ...table(
      [
        { heading: ["period"], cells: rows.map(({ shorter }) => grouped(points[shorter]!.label)) },
        { heading: ["next"], cells: rows.map(({ longer }) => grouped(points[longer]!.label)) },
        { heading: ["break-even cost"], cells: rows.map(({ cost }) => interval(cost, 3)) },
      ],
      width,
    ),
  ];
}

function jobLines(result: PlanResult, width: number): string[] {
  const rows = result.points.flatMap((point) =>
    point.compute?.fixedJob ? [{ point, job: point.compute.fixedJob, all: point.compute.updates }] : [],
  );
  if (rows.length === 0) return [];
  const size = rows[0]!.job.job;
  return [
    ...wrap(
      `All of these made one update a row. Were every retraining a job of ${grouped(size)} update${size === 1 ? "" : "s"} instead, on ` +
        `the newest rows, retraining less often would also mean fewer updates:`,
      width,
    ),
    "",
    ...table(
      [
        names(
          result,
          rows.map(({ point }) => point),
        ),
        { heading: ["updates"], cells: rows.map(({ all }) => grouped(all)) },
        { heading: ["loss"], cells: rows.map(({ point }) => decimals(point.suffixLoss!.value, 5)) },
        { heading: ["updates", "of jobs"], cells: rows.map(({ job }) => grouped(job.updates)) },
        { heading: ["loss"], cells: rows.map(({ job }) => decimals(job.suffixLoss.value, 5)) },
        { heading: ["fewer updates cost"], cells: rows.map(({ job }) => interval(job.increase, 3)) },
      ],
      width,
    ),
  ];
}

function pitfallLines({ pitfalls }: PlanResult, width: number): string[] {
  const item = (text: string): string[] =>
    wrap(text, Math.max(1, width - 2)).map((line, i) => `${i === 0 ? "- " : "  "}${line}`);
  return ["What could mislead:", "", ...pitfalls.flatMap(({ sentence }) => item(sentence))];
}
