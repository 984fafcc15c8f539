import type { Task } from "../data/choose.ts";
import type { Glance } from "../data/glance.ts";
import type { DenseColumn } from "../data/rows.ts";
import { visible } from "../visible.ts";
import { firstRows, grouped, significant } from "./numbers.ts";
import { table, wrap } from "./table.ts";

/** A time stamp as text, a number as it is; "never" where feedback never comes. */
export type Written = string | number;

/** A row as it meets a learner. Names with values. */
export interface MetRow {
  readonly id?: string;
  readonly time?: Written;
  readonly feedback?: Written;
  readonly outcome: number | string;
  /** Before running standardisation. */
  readonly numbers: readonly (readonly [name: string, value: number])[];
  readonly entries: readonly (readonly [name: string, value: number])[];
  readonly weight?: number;
  readonly delay?: number | "never";
}

/** What was understood of a log, and how long a run takes. */
export interface DryRun {
  readonly kind: "dry-run";
  readonly source: string;
  readonly format: string;
  readonly packing: "gzip" | "zstd" | null;
  readonly rows: number;
  /** As it was asked for; null where rows carry labels of their own. */
  readonly target: string | null;
  readonly task: Task;
  readonly classes?: readonly string[];
  /** Its columns; null where it is no table. */
  readonly table: Glance | null;
  /** Of a log of actions: where rewards and propensities are, which are the first two of `numbers` and no features. */
  readonly logged?: { readonly reward: string; readonly propensity: string };
  readonly numbers: readonly DenseColumn[];
  /** Of the first row, and of the last one among the first `sparse.rows`; null where rows have no ids, or no times. */
  readonly ids: { readonly first: string; readonly last: string } | null;
  readonly times: Times | null;
  /** Sparse columns met in the first `rows` rows, and some of their names. */
  readonly sparse: { readonly columns: number; readonly rows: number; readonly examples: readonly string[] };
  readonly first: readonly MetRow[];
  /** Rows played to find out the seconds of the first pass over all rows, and whether there was a second one. */
  readonly trial: { readonly rows: number; readonly seconds: number; readonly further: boolean };
}

/** When decisions were made, and when feedback on them was there: in the first row, and in the last one of the first rows. */
export interface Times {
  readonly kind: "time" | "number";
  readonly first: Written;
  readonly last: Written;
  /** Where true times may decrease; else they do not, in the whole log. */
  readonly anyOrder: boolean;
  readonly feedback: {
    readonly first: Written;
    readonly last: Written;
    /** Rows whose feedback never comes. */
    readonly never: number;
    /** Rows until it is there, 1 for the next; null where that is longer than the first rows. */
    readonly medianWait: number | null;
  } | null;
}

/** Columns, features and entries of a row that are listed. */
const MOST = { columns: 40, listed: 12 };

export function dryRunText(run: DryRun, width: number): string {
  const blocks = [
    wrap(summary(run), width),
    ...(run.table ? [columnLines(run.table, run, width)] : []),
    ...named(run).map((text) => wrap(text, width)),
    wrap(features(run), width),
    ["The first rows as they meet a learner, before any scaling:"].flatMap((text) => wrap(text, width)),
    run.first.flatMap((row, i) => wrap(`${i + 1}: ${rowText(row, run.logged !== undefined)}`, width)),
    wrap(time(run), width),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function summary({ source, format, packing, rows, target, task, classes, logged }: DryRun): string {
  const packed = packing === null ? "" : `, packed with ${packing}`;
  const kinds = classes ? `${classes.length} classes: ${short(classes)}` : TASKS[task];
  const log = `${source}: ${format}${packed}, ${grouped(rows)} rows`;
  if (logged)
    return (
      `${log}. Taken: ${target ?? "the label"}, ${classes!.length} actions: ${short(classes!)}. Reward: ${logged.reward}, propensity: ` +
      `${logged.propensity}. Nothing was learned.`
    );
  return `${log}. Predicted: ${target ?? "the label"}, ${kinds}. Nothing was learned.`;
}

const TASKS: Readonly<Record<Task, string>> = {
  classification: "two classes, 0 and 1",
  regression: "a number",
  multiclass: "several classes",
};

function columnLines({ columns, rows }: Glance, run: DryRun, width: number): string[] {
  const shown = columns.slice(0, MOST.columns);
  const more = columns.length - shown.length;
  const note = `Missing: cells of the ${firstRows(rows)}.${more > 0 ? ` ${grouped(more)} more columns.` : ""}`;
  return [
    ...table(
      [
        { heading: ["column"], cells: shown.map(({ name }) => clip(name)), left: true },
        { heading: ["kind"], cells: shown.map(({ kind }) => kind ?? "-"), left: true },
        { heading: ["missing"], cells: shown.map(({ missing }) => grouped(missing)) },
        { heading: ["use"], cells: shown.map((column) => useOf(column, run)), left: true },
      ],
      width,
    ),
    "",
    ...wrap(note, width),
  ];
}

/** What a column is used for: of a log of actions the target is what was done, and the first two features what it brought and how likely it was. */
function useOf({ name, use }: Glance["columns"][number], { logged }: Pick<DryRun, "logged">): string {
  if (logged && use === "target") return "action";
  if (logged && use === "feature" && name === logged.reward) return "reward";
  if (logged && use === "feature" && name === logged.propensity) return "propensity";
  return use ?? "not used";
}

/** What ids and times came to. */
function named({ ids, times, sparse }: DryRun): string[] {
  const rows = `the first ${grouped(sparse.rows)} rows`;
  const texts = ids ? [`Ids: "${clip(ids.first)}" to "${clip(ids.last)}" in ${rows}.`] : [];
  if (!times) return texts;
  const { kind, first, last, anyOrder, feedback } = times;
  const noun = kind === "time" ? "time stamps" : "numbers";
  const order = anyOrder ? "in whatever order" : "never decreasing in the whole log";
  texts.push(`Times of decisions: ${noun}, ${first} to ${last} in ${rows}, ${order}.`);
  if (feedback === null) return texts;
  const { never, medianWait } = feedback;
  const wait = medianWait === null ? "longer than these rows" : count(medianWait, "row");
  texts.push(
    `Feedback: ${feedback.first} on the first row, ${feedback.last} on the last of these; never on ${grouped(never)}. Median wait: ${wait}.`,
  );
  return texts;
}

function features({ numbers: all, sparse, logged }: DryRun): string {
  const numbers = logged ? all.slice(2) : all;
  const dense =
    numbers.length === 0
      ? "no numbers"
      : `${count(numbers.length, "number")} (${short(numbers.map(({ name }) => name))})`;
  if (sparse.columns === 0) return `Features: ${dense}.`;
  const met = `${count(sparse.columns, "sparse column")} met in the ${firstRows(sparse.rows)}`;
  return `Features: ${dense}, and ${met} (${short(sparse.examples, sparse.columns)}).`;
}

function rowText(met: MetRow, logged: boolean): string {
  const { id, time, feedback, outcome, numbers, entries, weight, delay } = met;
  const pairs = [
    ...numbers.map(([name, value]) => `${name} ${significant(value, 6)}`),
    ...entries.map(([name, value]) => (value === 1 ? name : `${name} ${significant(value, 6)}`)),
  ];
  return [
    ...(id === undefined ? [] : [`id "${clip(id)}"`]),
    ...(time === undefined ? [] : [`at ${time}`]),
    ...(feedback === undefined ? [] : [`feedback ${feedback}`]),
    `${logged ? "action" : "outcome"} ${outcome}`,
    ...(weight === undefined ? [] : [`weight ${significant(weight, 6)}`]),
    ...(delay === undefined
      ? []
      : [delay === "never" ? "feedback never" : `feedback after ${grouped(delay)}`]),
    short(pairs),
  ].join("; ");
}

function time({ rows, trial }: DryRun): string {
  const { seconds, further } = trial;
  const whole =
    seconds < 1
      ? "less than a second"
      : seconds < 120
        ? `about ${Math.ceil(seconds)} s`
        : `about ${Math.ceil(seconds / 60)} min`;
  const passes = further ? ", and further passes for the comparator take as long each" : "";
  return `A run over all ${grouped(rows)} rows takes ${whole}${passes}, by a trial of ${grouped(trial.rows)}.`;
}

/** The first of a list, and how many more there are. */
function short(names: readonly string[], all: number = names.length): string {
  const shown = names.slice(0, MOST.listed).map(clip);
  return `${shown.join(", ")}${all > shown.length ? ` and ${grouped(all - shown.length)} more` : ""}`;
}

function clip(name: string): string {
  return visible(name.length > 32 ? `${name.slice(0, 31)}…` : name);
}

function count(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}
