import { definitionOf } from "./definitions.ts";
import type { Cell, DataTable } from "./report.ts";

/** A thing that has numbers: a learner, a comparator. */
export interface Named {
  readonly name: string;
  readonly numbers: object;
}

/** Learners beside one another in a table that is read. */
const BESIDE = 8;

/** Most learners whose every number is in the report; files of numbers have them all. */
const MOST = 32;

/**
 * Tables of every number of some things: a row a number, with its definition and source, a column a thing. The `first` things are shown, the
 * others folded, some beside one another.
 */
export function quantityTables(
  name: string,
  first: readonly Named[],
  others: readonly Named[] = [],
): DataTable[] {
  const shown = first.slice(0, BESIDE);
  const rest = [...first.slice(BESIDE), ...others].slice(0, MOST);
  const groups = Array.from({ length: Math.ceil(rest.length / BESIDE) }, (_, i) =>
    rest.slice(i * BESIDE, (i + 1) * BESIDE),
  );
  return [
    defined(name, shown),
    ...groups.map((group, i): DataTable => {
      const missing = others.length + first.length - shown.length - rest.length;
      const isLast = i === groups.length - 1;
      const names = group.map((one) => one.name);
      return {
        name: `${name}-${i + 2}`,
        caption: `Every number of ${names[0]} to ${names.at(-1)}`,
        columns: ["number", ...names],
        rows: numbersOf(group).map(({ path, cells }) => [path, ...cells]),
        more: isLast ? { left: missing, of: first.length + others.length, what: name } : null,
        folded: true,
        pageOnly: true,
      };
    }),
    tidy(name, [...first, ...others]),
  ];
}

function defined(name: string, things: readonly Named[]): DataTable {
  return {
    name: `${name}-defined`,
    caption: "Every number, with its definition and source",
    columns: ["number", ...things.map((one) => one.name), "definition", "source"],
    rows: numbersOf(things).map(({ path, cells }) => {
      const { means = "", source = "" } = definitionOf(path) ?? {};
      return [path, ...cells, means, source];
    }),
  };
}

/** A row a thing, a column a number: what programs want. */
function tidy(name: string, things: readonly Named[]): DataTable {
  const all = quantities(things);
  return {
    name,
    caption: "A row for each, a column for each number",
    columns: ["name", ...all.map(({ path }) => path)],
    rows: things.map((thing, i) => [thing.name, ...all.map(({ cells }) => cells[i]!)]),
    filesOnly: true,
  };
}

/** What of them is read: their schedule is in their name. */
function numbersOf(things: readonly Named[]): ReturnType<typeof quantities> {
  return quantities(things).filter(({ path }) => path !== "schedule");
}

/** The numbers of things by their paths: what one of them does not have is null. */
export function quantities(things: readonly Named[]): { readonly path: string; readonly cells: Cell[] }[] {
  const flat = things.map(({ numbers }) => flatten(numbers));
  const paths = [...new Set(flat.flatMap((one) => [...one.keys()]))];
  return paths.map((path) => ({ path, cells: flat.map((one) => one.get(path) ?? null) }));
}

/** Paths of all numbers and words inside, lists of numbers left out: they have tables of their own. */
export function flatten(value: object, at = ""): Map<string, Cell> {
  const found = new Map<string, Cell>();
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    const path = at === "" ? name : `${at}.${name}`;
    if (member instanceof Float64Array || member === null || Array.isArray(member)) continue;
    if (typeof member !== "object") found.set(path, member as Cell);
    else for (const [end, cell] of ends(member as object)) found.set(`${path}${end}`, cell);
  }
  return found;
}

/** The paths inside an object: a mean and an interval go by the name of what they are of. */
function ends(member: object): [string, Cell][] {
  if ("mean" in member && "standardError" in member)
    return [
      ["", member.mean as number],
      [".standardError", member.standardError as number | null],
    ];
  if ("low" in member && "high" in member && "value" in member)
    return [
      ["", member.value as number],
      [".low", member.low as number],
      [".high", member.high as number],
    ];
  if ("value" in member && "standardError" in member && "interval" in member) {
    const [low, high] = member.interval as [number, number];
    return [
      ["", member.value as number],
      [".standardError", member.standardError as number],
      [".low", low],
      [".high", high],
    ];
  }
  return [...flatten(member)].map(([path, cell]) => [`.${path}`, cell]);
}
