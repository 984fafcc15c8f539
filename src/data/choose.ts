import { InputError, list, quote } from "./error.ts";
import { parseFeatures, parseTarget, type Feature, type Target } from "./expression.ts";

/** Finds the columns that target, features, weight and the like speak of: by name, or as `#3` by number. */

/** Two classes, values, or several classes. */
export type Task = "classification" | "regression" | "multiclass";

/** What a caller asks of a table. */
export interface Wanted {
  /** A column, or a comparison such as `delay>=15`. */
  readonly target?: string | undefined;
  /** Such as `distance/1000, hour(date), origin`; by default every column that nothing else here names. */
  readonly features?: string | undefined;
  /** A column of row weights. */
  readonly weight?: string | undefined;
  /** A column of rows until the feedback on each row is there: 0 and 1 before the next row; missing where it never comes. */
  readonly delay?: string | undefined;
  /** A column of what rows are called, text or numbers: blocks and predictions carry it. Of VW text: "tag". */
  readonly id?: string | undefined;
  /** A column of when each decision was made, time stamps or numbers, never decreasing. */
  readonly time?: string | undefined;
  /** A column of when the feedback on each row was there, in the unit of `time`, and no earlier; missing where it never comes. */
  readonly feedback?: string | undefined;
  /** Takes rows as they stand where their times decrease. Not with `feedback`. Default false, and they are refused. */
  readonly anyOrder?: boolean | undefined;
  /** What the target is, where it should not be guessed from its values. */
  readonly task?: Task | undefined;
  /** Features are forecasts of experts: numbers, NaN where one is missing. Default false, and a missing number is an error. */
  readonly forecasts?: boolean | undefined;
  /** Rows say themselves which action was taken, what that cost, and how likely it was: VW text with such labels, and no other. */
  readonly actions?: boolean | undefined;
  /**
   * What becomes of missing numbers and time stamps among the features. By default they are refused; "mean": the running mean of
   * the values seen before, with an indicator column beside it. Missing categories are a category of their own.
   */
  readonly impute?: "mean" | undefined;
}

/** Columns by their position in the table. */
export interface Choice {
  readonly target: Target & { readonly at: number; readonly task: Task | null };
  readonly features: readonly (Feature & { readonly at: number })[];
  readonly weight: number | null;
  readonly delay: number | null;
  readonly id: number | null;
  readonly time: number | null;
  readonly feedback: number | null;
  /** Rows are refused where their times decrease. */
  readonly ordered: boolean;
  /** Features may be missing: they are NaN then. */
  readonly forecasts: boolean;
  readonly impute: "mean" | null;
  /** Every column that has to be read as numbers, time stamps or categories, once, in the table's order. */
  readonly columns: readonly number[];
}

export function choose(file: string, names: readonly string[], wanted: Wanted): Choice {
  if (wanted.target === undefined) {
    throw new InputError({ in: file }, `expected a target, one of its columns: ${list(names)}`);
  }
  const target = parseTarget(wanted.target);
  const places = placesOf(names);
  const find = (name: string, role: string): number => findColumn(file, names, places, name, role);
  const targetAt = find(target.column, "target");
  const beside = (role: "weight" | "delay" | "id" | "time" | "feedback"): number | null => {
    const at = wanted[role] === undefined ? null : find(wanted[role], role);
    if (at === targetAt)
      throw new InputError({ in: file, column: target.column }, `it cannot be both target and ${role}`);
    return at;
  };
  const [weight, delay, id] = [beside("weight"), beside("delay"), beside("id")];
  const [time, feedback] = [beside("time"), beside("feedback")];
  if (feedback !== null && feedback === time)
    throw new InputError({ in: file, column: names[time]! }, "it cannot be both time and feedback");
  const named = new Set([targetAt, weight, delay, id, time, feedback]);
  const features =
    wanted.features === undefined
      ? names.filter((_, at) => !named.has(at)).map((name) => ({ text: name, column: name, change: null }))
      : parseFeatures(wanted.features);
  const seen = new Set<string>();
  const found = features.map((feature: Feature) => {
    const at = find(feature.column, "features");
    if (at === targetAt)
      throw new InputError({ in: file, column: feature.column }, "it cannot be both target and feature");
    if (seen.has(feature.text))
      throw new InputError({ in: file }, `feature ${quote(feature.text)} is named twice`);
    seen.add(feature.text);
    return { ...feature, at };
  });
  if (found.length === 0)
    throw new InputError({ in: file }, `expected a column beside the target ${quote(target.column)}`);
  const columns = new Set([
    targetAt,
    ...found.map((feature) => feature.at),
    ...[weight, delay, time, feedback].filter((at) => at !== null),
  ]);
  return {
    target: { ...target, at: targetAt, task: wanted.task ?? null },
    features: found,
    weight,
    delay,
    id,
    time,
    feedback,
    ordered: wanted.anyOrder !== true,
    forecasts: wanted.forecasts === true,
    impute: wanted.impute ?? null,
    columns: [...columns].sort((a, b) => a - b),
  };
}

/** Where each name stands, so that a table of very many columns takes no search for each. */
function placesOf(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  names.forEach((name, at) => {
    const known = places.get(name);
    if (known) known.push(at);
    else places.set(name, [at]);
  });
  return places;
}

function findColumn(
  file: string,
  names: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  name: string,
  role: string,
): number {
  const [at = -1, second = -1] = places.get(name) ?? [];
  const number = at < 0 ? Number(/^#([1-9]\d*)$/.exec(name)?.[1] ?? NaN) - 1 : NaN;
  if (number < names.length) return number;
  if (at < 0) {
    const near = nearest(name, names);
    const hint = near === undefined ? "" : ` (did you mean ${quote(near)}?)`;
    throw new InputError(
      { in: file },
      `${role} names column ${quote(name)}, which is not there${hint}: it has ${list(names)}`,
    );
  }
  if (second >= 0) {
    throw new InputError(
      { in: file, column: name },
      `expected one column of this name, got more than one (#${at + 1} and #${second + 1} name them by number)`,
    );
  }
  return at;
}

/** The name that differs least, if by no more than a third of its letters. */
function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const other of names) {
    const distance = editDistance(name.toLowerCase(), other.toLowerCase());
    if (distance < least && 3 * distance <= Math.max(name.length, other.length)) {
      least = distance;
      best = other;
    }
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours between a and b (Damerau 1964), no letter touched twice. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1, swapped ? before[j - 2]! + 1 : Infinity));
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
