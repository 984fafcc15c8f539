import type { PlanResult } from "../planner/result.ts";
import { interruptedNotes } from "./interrupted.ts";
import { decimals, grouped, percent } from "./numbers.ts";
import { passedOverNotes } from "./passed-over.ts";
import { interval, names } from "./plan/cells.ts";
import { COSTS, costs } from "./plan/costs.ts";
import { envelopeLines } from "./plan/envelope.ts";
import { planHeadline } from "./plan/headline.ts";
import { policyLines, rewards, REWARDS } from "./plan/rewards.ts";
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
    ...table(filled(result.logged ? rewards(result) : costs(result)), width),
    ...section(result.suffix > 0 ? wrap(given(result), width) : []),
    ...section(policyLines(result, width)),
    ...section(envelopeLines(result, width)),
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

/** Columns that say something. */
function filled(columns: readonly Column[]): Column[] {
  return columns.filter(({ cells }) => cells.some((cell) => cell !== "-"));
}

/** What is said beside the numbers. */
export function planNotes(result: PlanResult): string[] {
  return [...passedOverNotes(result), ...relaxedNotes(result)];
}

/** What the columns are, and whether there are intervals in them. */
function given({ logged, bootstrap, points }: PlanResult): string {
  const shown = points.some(({ increase }) => logged || increase !== null);
  const intervals =
    bootstrap.strips < bootstrap.fewest
      ? ". There are too few rows for intervals."
      : shown
        ? `, with its ${percent(bootstrap.level, 0)} interval.`
        : ".";
  return (logged ? REWARDS : COSTS) + intervals;
}

function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

function summary(result: PlanResult): string {
  const { source, rounds, total, columns, prefix, suffix, chose, configuration } = result;
  const rows = rounds === total ? grouped(total) : `${grouped(rounds)} of ${grouped(total)}`;
  const { training, feedbackDelay } = configuration;
  const waits = [
    ...(training > 0 ? [`a training takes ${grouped(training)} rows`] : []),
    ...(feedbackDelay > 0 ? [`feedback comes ${grouped(feedbackDelay)} rows late`] : []),
  ];
  const by =
    chose > 1 ? `rows ${grouped(prefix - chose + 1)} to ${grouped(prefix)}` : `row ${grouped(prefix)}`;
  const judged = suffix > 0 ? `judged on the ${grouped(suffix)} that follow` : "which are all there was";
  return (
    `${source}: ${rows} rows, ${columns === 1 ? alone(result) : `${columns} columns with the intercept`}, ${measure(result)}; step sizes chosen on ` +
    `${by}, ${judged}${waits.length > 0 ? `; ${waits.join(", ")}` : ""}.`
  );
}

/** Without features learners have an intercept, and nothing to tell rows apart by. */
function alone({ logged }: PlanResult): string {
  return `the intercept alone${logged ? " (no features: policies know nothing of a row)" : ""}`;
}

function measure({ loss, logged }: PlanResult): string {
  return logged ? `${logged.actions.length} actions` : loss;
}

function jobLines(result: PlanResult, width: number): string[] {
  const gained = result.logged !== undefined;
  const shown = (loss: number): string => decimals(gained ? 0 - loss : loss, 5);
  const heading = [gained ? "reward" : "loss"];
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
        { heading, cells: rows.map(({ point }) => shown(point.suffixLoss!.value)) },
        { heading: ["updates", "of jobs"], cells: rows.map(({ job }) => grouped(job.updates)) },
        { heading, cells: rows.map(({ job }) => shown(job.suffixLoss.value)) },
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
