import { Categories } from "./categories.ts";
import type { Choice } from "./choose.ts";
import { Encoder } from "./encoder.ts";
import { InputError } from "./error.ts";
import { glance, glanceAtClocks } from "./glance.ts";
import { Numerals } from "./numerals.ts";
import { OneHot } from "./onehot.ts";
import type { DenseColumn, RowSource } from "./rows.ts";
import type { Column, Kind, Table } from "./table.ts";
import type { Outcome } from "./target.ts";
import { timePartName, type TimePart } from "./time.ts";

/** Makes blocks of rows from blocks of cells: numbers dense, text and parts of time stamps one-hot. */

type Chosen = Choice["features"][number];

/** The rows of a table under a choice of columns. A block is valid until the next one is asked for. */
export function encode(table: Table, choice: Choice, outcome: Outcome): RowSource {
  const dense: Chosen[] = [];
  const sparse: Chosen[] = [];
  for (const feature of choice.features) (isDense(table, feature) ? dense : sparse).push(feature);
  if (choice.weight !== null) expect(table, choice.weight, "number", "a weight");
  if (choice.delay !== null)
    expect(table, choice.delay, "number", "a delay, or nothing where it never comes");
  expectClocks(table, choice);
  const columns: DenseColumn[] = dense.map(({ text, change }) => ({ name: text, scalable: change === null }));
  const numerals = sparse.map(({ at, change }) => {
    return change?.kind === "category" && table.columns[at]!.kind !== "text" ? new Numerals() : null;
  });
  // behind the categorical features an indicator for each numeric one
  const onehot = new OneHot(sparse.length + dense.length, (feature, code) => {
    if (feature >= sparse.length) return `${dense[feature - sparse.length]!.text}=(missing)`;
    const { text, at, change } = sparse[feature]!;
    if (change !== null && change.kind !== "category")
      return `${text}=${timePartName(change.kind as TimePart, code)}`;
    const value = (): string => numerals[feature]?.text(code) ?? table.categories(at).text(code);
    return `${text}=${code === Categories.MISSING ? "(missing)" : value()}`;
  });
  return {
    name: table.name,
    rows: table.rows,
    dense: columns,
    task: outcome.task,
    classes: outcome.classes,
    sparseColumns: () => onehot.count,
    sparseName: (index) => onehot.nameOf(index),
    look: () => glance(table, choice),
    clocks: () => glanceAtClocks(table, choice),
    async *blocks() {
      const block = new Encoder(table, { choice, dense, sparse, numerals, outcome, onehot });
      for await (const cells of table.cells(choice.columns, choice.id)) yield block.fill(cells);
    },
  };
}

/** True for a numeric feature, false for a categorical one. */
function isDense(table: Table, feature: Chosen): boolean {
  const { at, change, text } = feature;
  const { kind } = table.columns[at]!;
  if (change === null) {
    if (kind === "number" || kind === "text") return kind === "number";
    const parts = `name the features, with hour(${text}), weekday(${text}) or month(${text}) for this one, or without it`;
    const what = kind === "time" ? `time stamps: ${parts}` : "values that are neither";
    throw new InputError({ in: table.name, column: text }, `expected numbers or text, got ${what}`);
  }
  if (change.kind === "category") {
    if (kind === "number" || kind === "text") return false;
    throw new InputError(
      { in: table.name, column: feature.column },
      `expected numbers or text for ${text}, got ${NOUNS[kind][1]}`,
    );
  }
  const scaled = change.kind === "divide" || change.kind === "multiply";
  expect(table, at, scaled ? "number" : "time", text);
  return scaled;
}

/** Times are time stamps or numbers, those of feedback the same, and ids anything that can be written. */
function expectClocks(table: Table, { time, feedback, id }: Choice): void {
  if (time !== null && table.columns[time]!.kind !== "number")
    expect(table, time, "time", "a time", `${NOUNS.time[0]}, or a number,`);
  if (feedback !== null)
    expect(
      table,
      feedback,
      table.columns[time!]!.kind,
      "the time of feedback, as for that of decisions, or nothing where it never comes",
    );
  if (id !== null && table.columns[id]!.kind === "other")
    expect(table, id, "text", "an id", "text, a number or a time stamp");
}

const NOUNS: Record<Kind, readonly [string, string]> = {
  number: ["a number", "numbers"],
  text: ["text", "text"],
  time: ["a time stamp such as 2001-01-31 07:15", "time stamps"],
  other: ["something else", "lists or structures"],
};

function expect(table: Table, at: number, wanted: Kind, use: string, noun = NOUNS[wanted][0]): void {
  const column: Column = table.columns[at]!;
  if (column.kind === wanted) return;
  const why = column.why?.(wanted);
  const place = { in: table.name, column: column.name, ...(why?.row === undefined ? {} : { row: why.row }) };
  throw new InputError(place, `expected ${noun} for ${use}, got ${why?.got ?? NOUNS[column.kind][1]}`);
}
