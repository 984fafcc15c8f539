import { CsvRows } from "../../src/data/csv-rows.ts";
import { NUMBER, type CellSink } from "../../src/data/cells.ts";
import { InputError } from "../../src/data/error.ts";
import { JsonPaths } from "../../src/data/json-paths.ts";
import { JsonlRows } from "../../src/data/jsonl-rows.ts";
import { LibsvmRows } from "../../src/data/libsvm-rows.ts";
import { VwFeatures } from "../../src/data/vw-features.ts";
import { VwRows } from "../../src/data/vw-rows.ts";
import { ByteWindow } from "../../src/data/window.ts";
import type { Dice } from "./dice.ts";
import { plainCsv, plainJsonl, plainLibsvm, plainNumber, plainVw } from "./plain-parsers.ts";

/** Mutated inputs for each text format, and what must come of them: what a slow plain parser says, or an InputError where it says no. */

export type Format = "csv" | "jsonl" | "vw" | "libsvm";

const SEEDS: Readonly<Record<Format, readonly string[]>> = {
  csv: [
    '1,2.5,x\n-3e2,"a ""b""",4\r\n\n , 5 ,"6\n7"\n',
    "1,2\n3,4",
    '"1" ,2\r\n.5,-0.25\n12345678901234567890,1e400\n',
  ],
  jsonl: [
    '{"a":1,"b":{"c":-2.5e3,"d":"x"},"e":[1,null,true]}\n{"b":{"c":0},"a":"\\u00e9\\n"}\n',
    '{"a":12345678901234567890}\r\n\n{"a":0.1,"f":false}',
    `${'{"a":'.repeat(62)}[1]${"}".repeat(62)}\n`,
    '{"a":{"b":1,"c":[{"d":2},3]}}\r\n{"a":{"c":[4],"b":-1e-400}}\n',
  ],
  vw: ["1 |f a:0.5 b c:-1e3\n-1 2.5 'tag|f:2 a |g a :7 :8 a:1\r\n\n0.5 1 0 t| x|y z", "1 |a b:1 b:2 b\n"],
  libsvm: ["1 1:0.5 3:2\n-1 qid:7 2:1e-3 # end\n# all\n\n+1\r\n", "0 0:1 5:2 3:1\n1.5 9:0"],
};
const INSERTS = [
  ..."0123456789.,;:|\"'{}[]\\-+eE \t\r\n#x\0\x01\x1f",
  "\n\n",
  "null",
  "NaN",
  '""',
  "1e5",
  "1e400",
  "-1e-400",
  "9".repeat(400),
  "[[",
  "\r",
  "qid:",
  "\u00e9",
  "|f ",
  '"a":',
];

export function mutated(format: Format, dice: Dice): string {
  const seeds = SEEDS[format];
  let text = seeds[dice.below(seeds.length)]!;
  for (let turn = dice.below(format === "jsonl" ? 2 : 5); turn >= 0; turn--) {
    const at = dice.below(text.length + 1);
    const to = Math.min(text.length, at + dice.below(4));
    const insert = INSERTS[dice.below(INSERTS.length)]!;
    if (dice.below(8) === 0) text = text.slice(0, at);
    else if (dice.below(6) === 0)
      text = text.slice(0, at) + text.slice(at - dice.below(at + 1), at) + text.slice(at);
    else text = text.slice(0, at) + insert + text.slice(dice.below(2) ? at : to);
  }
  return text;
}

/** The text in UTF-8, sometimes with bytes among it that are none. */
function encoded(text: string, dice: Dice): Uint8Array {
  const content = Array.from(new TextEncoder().encode(text));
  if (dice.below(8) > 0) return Uint8Array.from(content);
  for (let turn = dice.below(3); turn >= 0; turn--)
    content.splice(dice.below(content.length + 1), dice.below(2), 128 + dice.below(128));
  return Uint8Array.from(content);
}

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of the bytes; null where they are not UTF-8. */
function decoded(content: Uint8Array): string | null {
  try {
    return STRICT.decode(content);
  } catch {
    return null;
  }
}

/** What the fast parser makes of the text in such pieces, in the form of the plain one; null for an InputError. */
async function parsed(format: Format, content: Uint8Array, dice: Dice): Promise<unknown> {
  const text = decoded(content) ?? "";
  const window = new ByteWindow("log", inPieces(content, dice));
  try {
    return await WALKS[format](window, 1 + dice.below(4), text);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** What must come of it. */
function expected(format: Format, text: string): unknown {
  if (format === "csv") {
    const rows = plainCsv(text);
    return (
      rows &&
      rows.map((cells) => cells.map((cell) => (Number.isNaN(plainNumber(cell)) ? cell : plainNumber(cell))))
    );
  }
  if (format === "jsonl") return plainJsonl(text)?.map(byPath) ?? null;
  if (format === "libsvm") return plainLibsvm(text);
  return plainVw(text)?.map((row) => ({ ...row, features: [...row.features] })) ?? null;
}

async function* inPieces(content: Uint8Array, dice: Dice): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length;) {
    const to = dice.below(2) ? content.length : at + 1 + dice.below(12);
    yield content.slice(at, to);
    at = to;
  }
}

async function walk(
  window: ByteWindow,
  rows: { walk(window: ByteWindow, row: number, end: number): number },
  block: number,
  done: (rows: number) => void,
): Promise<void> {
  let row = 0;
  for (let more = await window.more(); more;) {
    row = rows.walk(window, row, block);
    if (row < block && (more = await window.more())) continue;
    if (row > 0) done(row);
    row = 0;
  }
}

/** In an order of their own: JSON.parse puts names that are numbers first. */
function byPath<T extends readonly [string, number | string]>(row: readonly T[]): T[] {
  return [...row].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

const DECODER = new TextDecoder();

/** A cell that arrives as text: a number too large to be held is one to the plain parsers. */
function cellOf(bytes: Uint8Array, from: number, to: number): string | number {
  const cell = DECODER.decode(bytes.subarray(from, to));
  return Math.abs(plainNumber(cell)) === Infinity ? plainNumber(cell) : cell;
}

const WALKS: Readonly<Record<Format, (window: ByteWindow, block: number, text: string) => Promise<unknown>>> =
  {
    async csv(window, block, text) {
      const width = plainCsv(text)?.[0]?.length ?? 3;
      const rows: (string | number)[][] = [];
      let first = 0;
      const put = (column: number, row: number, value: string | number): void => {
        (rows[first + row] ??= [])[column] = value;
      };
      const sink: CellSink = {
        number: put,
        text: (column, row, bytes, from, to) => put(column, row, cellOf(bytes, from, to)),
        absent: () => {},
      };
      const walker = new CsvRows(
        "log",
        { separator: 44, comma: false },
        new Uint8Array(width).fill(NUMBER),
        sink,
      );
      await walk(window, walker, block, (n) => (first += n));
      return rows;
    },
    async jsonl(window, block) {
      const paths = new JsonPaths();
      const rows: [string, number | string][][] = [];
      let first = 0;
      const put = (column: number, row: number, value: string | number): void => {
        (rows[first + row] ??= []).push([paths.columns[column]!.path, value]);
      };
      const sink: CellSink = {
        number: put,
        text: (column, row, bytes, from, to) =>
          put(
            column,
            row,
            bytes[to] === 34 ? DECODER.decode(bytes.subarray(from, to)) : cellOf(bytes, from, to),
          ),
        absent: () => {},
      };
      const roles = new Uint8Array(1000).fill(NUMBER);
      await walk(
        window,
        new JsonlRows(
          "log",
          paths,
          sink,
          () => roles,
          () => {},
        ),
        block,
        (n) => (first += n),
      );
      return Array.from({ length: first }, (_, row) => byPath(rows[row] ?? []));
    },
    async vw(window, block) {
      const features = new VwFeatures();
      const walker = new VwRows("log", features, block);
      const rows: unknown[] = [];
      await walk(window, walker, block, (n) => {
        for (let row = 0; row < n; row++) {
          const entries: [string, number][] = [];
          for (let i = walker.start[row]!; i < walker.start[row + 1]!; i++)
            entries.push([features.nameOf(walker.index[i]!), walker.value[i]!]);
          if (walker.labels.kind === "bandit") throw new InputError({}, "a logged bandit");
          rows.push({
            label: walker.labels.label[row],
            weight: walker.labels.weight[row],
            features: entries,
          });
        }
      });
      return rows;
    },
    async libsvm(window, block) {
      const walker = new LibsvmRows("log", block);
      const rows: unknown[] = [];
      await walk(window, walker, block, (n) => {
        for (let row = 0; row < n; row++) {
          const entries: [number, number][] = [];
          for (let i = walker.start[row]!; i < walker.start[row + 1]!; i++)
            entries.push([walker.index[i]!, walker.value[i]!]);
          rows.push({ label: walker.labels[row], entries });
        }
      });
      return rows;
    },
  };

/** Runs so many mutated inputs; how many were read and refused. @throws Error on the first that comes out otherwise. */
export async function fuzz(
  format: Format,
  count: number,
  dice: Dice,
): Promise<{ read: number; refused: number }> {
  let [read, refused] = [0, 0];
  for (let i = 0; i < count; i++) {
    const content = encoded(mutated(format, dice), dice);
    const text = decoded(content);
    const got = await parsed(format, content, dice);
    const want = text === null ? null : expected(format, text);
    if (JSON.stringify(got) !== JSON.stringify(want) && !(got === null && stricter(format, text ?? "")))
      throw new Error(
        `${format} ${JSON.stringify(text ?? Array.from(content))}: got ${JSON.stringify(got)}, not ${JSON.stringify(want)}`,
      );
    if (got === null) refused++;
    else read++;
  }
  return { read, refused };
}

/** True where the format's own rules are stricter than the plain parser: names twice in an object and more than 64 levels, which JSON.parse lets pass. */
function stricter(format: Format, text: string): boolean {
  if (format !== "jsonl") return false;
  return text.split("\n").some((line) => /"([^"\\]*)"\s*:.*"\1"\s*:/.test(line) || depthOf(line) > 64);
}

function depthOf(line: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of line) {
    if ("{[".includes(character)) deepest = Math.max(deepest, ++depth);
    else if ("}]".includes(character)) depth--;
  }
  return deepest;
}
