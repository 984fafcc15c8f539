/**
 * Slow parsers of the text formats, written from their grammar with strings, to hold the fast ones against. Each gives a row's
 * cells as text, or null where the input is not as it should be.
 */

/** Cells of every row of CSV: RFC 4180, blanks around a cell left out. */
export function plainCsv(text: string, separator = ","): string[][] | null {
  const rows: string[][] = [];
  let at = 0;
  if (!text.endsWith("\n")) text += "\n";
  while (at < text.length) {
    const blank = /[^\S\n]*\n/y;
    blank.lastIndex = at;
    // control characters are blanks on a line that has nothing else
    const control = /[\0-\x20]*?\n/y;
    control.lastIndex = at;
    const line = control.exec(text) ?? blank.exec(text);
    if (line !== null) {
      at += line[0].length;
      continue;
    }
    const cells: string[] = [];
    for (;;) {
      while (text[at] === " ") at++;
      if (text[at] === '"') {
        const quoted = /"((?:[^"]|"")*)"[ \r]*/y;
        quoted.lastIndex = at;
        const cell = quoted.exec(text);
        if (cell === null) return null;
        cells.push(cell[1]!.replaceAll('""', '"'));
        at += cell[0].length;
        if (text[at] !== separator && text[at] !== "\n") return null;
      } else {
        let end = at;
        while (text[end] !== separator && text[end] !== "\n") end++;
        cells.push(text.slice(at, end).replace(/[\0-\x20]+$/, ""));
        at = end;
      }
      if (text[at++] === "\n") break;
    }
    rows.push(cells);
  }
  return rows.every((cells) => cells.length === rows[0]!.length) ? rows : null;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The number that the text is, or NaN. */
export function plainNumber(text: string): number {
  return NUMBER.test(text) ? Number(text) : NaN;
}

export type Plain = readonly (readonly [string, number | string])[];

/** Paths and values of every row of JSONL. */
export function plainJsonl(text: string): Plain[] | null {
  try {
    return text
      .split("\n")
      .filter((line) => !/^[ \t\r]*$/.test(line))
      .map((line) => {
        const row = JSON.parse(line) as unknown;
        if (typeof row !== "object" || row === null || Array.isArray(row)) throw new Error("no object");
        return flat("", row, []);
      });
  } catch {
    return null;
  }
}

function flat(path: string, value: unknown, into: [string, number | string][]): [string, number | string][] {
  if (value === null) return into;
  if (typeof value !== "object")
    into.push([path, typeof value === "boolean" ? String(value) : (value as string)]);
  else
    for (const [name, inner] of Object.entries(value))
      flat(path === "" ? name : `${path}.${name}`, inner, into);
  return into;
}

/** Label, weight and features of every row of VW text. */
export function plainVw(
  text: string,
): { label: number; weight: number; features: Map<string, number> }[] | null {
  const rows = [];
  for (const line of text.split("\n")) {
    if (/^[ \t\r]*$/.test(line)) continue;
    const [head, ...sections] = line.split("|");
    const words = head!.split(/[ \t\r]+/).filter((word) => word !== "");
    if (words.length > 0 && (!/[ \t\r]$/.test(head!) || words.at(-1)!.startsWith("'"))) words.pop();
    const [label, weight = 1, base = 0, ...more] = words.map(plainNumber);
    const fine =
      label !== undefined && Number.isFinite(label) && weight >= 0 && weight < Infinity && base === 0;
    if (!fine || more.length > 0 || sections.length === 0) return null;
    const features = new Map<string, number>();
    for (const section of sections) if (!plainSection(section, features)) return null;
    rows.push({ label, weight, features });
  }
  return rows;
}

function plainSection(section: string, features: Map<string, number>): boolean {
  const [space, ...words] = section.split(/[ \t\r]+/);
  if (/[\0-\x1f]/.test(section.replace(/[\t\r]/g, ""))) return false;
  const colon = space!.lastIndexOf(":");
  const scale = colon < 0 ? 1 : plainNumber(space!.slice(colon + 1));
  const prefix = colon < 0 ? space! : space!.slice(0, colon);
  let nameless = 0;
  if (!Number.isFinite(scale)) return false;
  for (const word of words.filter((each) => each !== "")) {
    const at = word.indexOf(":");
    const value = at < 0 ? 1 : plainNumber(word.slice(at + 1));
    if (!Number.isFinite(value)) return false;
    const name = at === 0 ? String(nameless++) : at < 0 ? word : word.slice(0, at);
    const full = prefix === "" ? name : `${prefix}^${name}`;
    features.set(full, features.has(full) ? features.get(full)! + value * scale : value * scale);
  }
  return true;
}

/** Label and entries of every row of libsvm. */
export function plainLibsvm(text: string): { label: number; entries: [number, number][] }[] | null {
  const rows = [];
  for (const line of text.split("\n")) {
    const words = line
      .replace(/(^|[ \t\r])#[^]*/, "")
      .split(/[ \t\r]+/)
      .filter((word) => word !== "");
    if (words.length === 0) continue;
    if (/[\0-\x1f]/.test(words.join(""))) return null;
    const label = plainNumber(words[0]!);
    const entries = words
      .slice(1)
      .filter((word) => !word.startsWith("qid:"))
      .map((word): [number, number] => {
        const parts = /^(\d+):(.*)$/.exec(word);
        return parts === null ? [NaN, NaN] : [Number(parts[1]), plainNumber(parts[2]!)];
      });
    const indices = new Set(entries.map(([index]) => index));
    const fine = entries.every(([index, value]) => index <= 2 ** 31 - 2 && Number.isFinite(value));
    if (!Number.isFinite(label) || !fine || indices.size !== entries.length) return null;
    rows.push({ label, entries });
  }
  return rows;
}
