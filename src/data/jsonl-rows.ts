import { ID, NUMBER, SKIP, TEXT, type CellSink, type TextRows } from "./cells.ts";
import { InputError, quoteBytes } from "./error.ts";
import type { JsonNode, JsonPaths } from "./json-paths.ts";
import { NumberReader } from "./number.ts";
import type { ByteWindow } from "./window.ts";

/**
 * Walks over the values of a JSONL file in memory, one object a line (RFC 8259, without duplicate names). A value's column is
 * that of its path; null and what an object does not have are absent.
 */

const [TAB, NEWLINE, RETURN, BLANK, QUOTE, COMMA, MINUS, POINT, ZERO, COLON] = [
  9, 10, 13, 32, 34, 44, 45, 46, 48, 58,
];
const [OPEN, BACKSLASH, CLOSE, BRACE, UNBRACE] = [91, 92, 93, 123, 125];
/** Objects in objects. */
const DEEPEST = 64;
const LITERALS = ["true", "false", "null"].map((word) => new TextEncoder().encode(word));
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

export class JsonlRows implements TextRows {
  count = 0;
  /** Per column: SKIP, NUMBER or TEXT, perhaps with ID; columns behind its end are skipped. */
  roles: () => Uint8Array;
  private readonly name: string;
  private readonly paths: JsonPaths;
  private readonly sink: CellSink;
  /** Called for a new column, before its first value. */
  private readonly onColumn: (node: JsonNode, row: number) => void;
  private readonly numbers = new NumberReader();
  private bytes: Uint8Array = new Uint8Array(0);
  /** Row of the block; values met in it. */
  private row = 0;
  private values = 0;
  /** The string read last: bytes [from, to) of `text`. */
  private text: Uint8Array = new Uint8Array(0);
  private from = 0;
  private to = 0;

  constructor(
    name: string,
    paths: JsonPaths,
    sink: CellSink,
    roles: () => Uint8Array,
    onColumn: (node: JsonNode, row: number) => void,
  ) {
    this.name = name;
    this.paths = paths;
    this.sink = sink;
    this.roles = roles;
    this.onColumn = onColumn;
  }

  walk(window: ByteWindow, row: number, end: number): number {
    const bytes = (this.bytes = window.bytes);
    let p = window.at;
    for (; row < end && p < window.limit; p++) {
      p = this.blanks(p);
      if (bytes[p] === NEWLINE) continue;
      this.row = row++;
      this.values = 0;
      if (bytes[p] !== BRACE) this.refuse('an object such as {"x": 1} on each line', p);
      p = this.blanks(this.object(p + 1, this.paths.root, 1));
      if (bytes[p] !== NEWLINE) this.refuse("nothing more on the line", p);
      this.count++;
      if (this.values < this.paths.columns.length) this.markAbsent();
    }
    window.at = p;
    return row;
  }

  private markAbsent(): void {
    for (const node of this.paths.columns)
      if (node.valued !== this.count) this.sink.absent(node.column, this.row);
  }

  /** The members from p on; the position behind the closing brace. */
  private object(p: number, node: JsonNode, depth: number): number {
    const { bytes } = this;
    node.rewind();
    p = this.blanks(p);
    if (bytes[p] === UNBRACE) return p + 1;
    for (;;) {
      if (bytes[p] !== QUOTE) this.refuse("a name in quotes", p);
      const end = this.string(p);
      const child = node.child(this.text, this.from, this.to);
      this.meet(child);
      p = this.blanks(end);
      if (bytes[p] !== COLON) this.refuse('":" after a name', p);
      p = this.blanks(this.value(this.blanks(p + 1), child, depth));
      if (bytes[p] === UNBRACE) return p + 1;
      if (bytes[p] !== COMMA) this.refuse('"," or "}" after a value', p);
      p = this.blanks(p + 1);
    }
  }

  /** The same for a list, whose members are named by their number from 0. */
  private list(p: number, node: JsonNode, depth: number): number {
    const { bytes } = this;
    node.rewind();
    p = this.blanks(p);
    if (bytes[p] === CLOSE) return p + 1;
    for (let i = 0; ; i++) {
      const name = ENCODER.encode(String(i));
      const child = node.child(name, 0, name.length);
      this.meet(child);
      p = this.blanks(this.value(p, child, depth));
      if (bytes[p] === CLOSE) return p + 1;
      if (bytes[p] !== COMMA) this.refuse('"," or "]" after a value', p);
      p = this.blanks(p + 1);
    }
  }

  private meet(node: JsonNode): void {
    const row = this.count + 1;
    if (node.met === row)
      throw new InputError(
        { in: this.name, row, column: node.path },
        "expected each name once, got it twice",
      );
    node.met = row;
  }

  /** The value at p; the position behind it. */
  private value(p: number, node: JsonNode, depth: number): number {
    const { bytes } = this;
    const byte = bytes[p]!;
    if (byte === MINUS || (byte >= ZERO && byte < COLON)) return this.number(p, node);
    if (byte === BRACE || byte === OPEN) {
      if (depth === DEEPEST) this.refuse(`objects in objects at most ${DEEPEST} deep`, p);
      return byte === BRACE ? this.object(p + 1, node, depth + 1) : this.list(p + 1, node, depth + 1);
    }
    if (byte === QUOTE) {
      const end = this.string(p);
      this.hand(node, this.text, this.from, this.to);
      return end;
    }
    const literal = LITERALS.find((word) => startsWith(bytes, p, word));
    if (literal === undefined) this.refuse("a JSON value", p);
    const end = p + literal.length;
    if (byte !== 110) this.hand(node, bytes, p, end);
    return end;
  }

  private number(p: number, node: JsonNode): number {
    const { bytes, numbers } = this;
    const value = numbers.read(bytes, p);
    const end = numbers.at;
    const first = bytes[p] === MINUS ? p + 1 : p;
    let fine = end > p && bytes[first] !== POINT && !(bytes[first] === ZERO && isDigit(bytes[first + 1]!));
    for (let q = first; q < end; q++) if (bytes[q] === POINT && !isDigit(bytes[q + 1]!)) fine = false;
    if (!fine) this.refuse("a JSON value", p);
    const role = this.roleOf(node);
    if ((role & ID) !== 0) this.sink.id?.(this.row, bytes, p, end);
    // a number too large for a double is judged as it is written
    if ((role & NUMBER) !== 0 && value - value === 0) this.sink.number(node.column, this.row, value);
    else if ((role & (NUMBER | TEXT)) !== 0) this.sink.text(node.column, this.row, bytes, p, end);
    return end;
  }

  /** What is no number goes to whoever wants it. */
  private hand(node: JsonNode, bytes: Uint8Array, from: number, to: number): void {
    const role = this.roleOf(node);
    if ((role & ID) !== 0) this.sink.id?.(this.row, bytes, from, to);
    if ((role & (NUMBER | TEXT)) !== 0) this.sink.text(node.column, this.row, bytes, from, to);
  }

  /** What is to be done with a value here; it gets a column where it has none. */
  private roleOf(node: JsonNode): number {
    if (node.column < 0) {
      if (!this.paths.add(node)) {
        const problem = "expected at most 65,536 different names, got more";
        throw new InputError({ in: this.name, row: this.count + 1, column: node.path }, problem);
      }
      this.onColumn(node, this.row);
    }
    node.valued = this.count + 1;
    this.values++;
    return this.roles()[node.column] ?? SKIP;
  }

  /** Sets `text`, `from` and `to` for the string whose quote is at p; the position behind it. */
  private string(p: number): number {
    const { bytes } = this;
    let q = p + 1;
    let escaped = false;
    for (let byte = bytes[q]!; byte !== QUOTE; byte = bytes[++q]!) {
      if (byte < BLANK) this.refuse(byte === NEWLINE ? "a closing quote" : "no control character", q);
      if (byte !== BACKSLASH) continue;
      escaped = true;
      if (bytes[++q] === NEWLINE) this.refuse("a closing quote", q);
    }
    this.text = bytes;
    this.from = p + 1;
    this.to = q;
    if (escaped) this.unescape(p, q + 1);
    return q + 1;
  }

  private unescape(from: number, to: number): void {
    let text: string;
    try {
      text = JSON.parse(DECODER.decode(this.bytes.subarray(from, to))) as string;
    } catch {
      this.refuse("a JSON string", from);
    }
    // a quote behind it, because what is behind a cell must not be a digit
    this.text = ENCODER.encode(`${text}"`);
    this.from = 0;
    this.to = this.text.length - 1;
  }

  private blanks(p: number): number {
    const { bytes } = this;
    for (let byte = bytes[p]!; byte === BLANK || byte === TAB || byte === RETURN;) byte = bytes[++p]!;
    return p;
  }

  private refuse(expected: string, p: number): never {
    const { bytes } = this;
    let to = p;
    while (bytes[to] !== NEWLINE) to++;
    const got = to === p ? "the end of the line" : quoteBytes(bytes, p, to);
    throw new InputError({ in: this.name, row: this.count + 1 }, `expected ${expected}, got ${got}`);
  }
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function startsWith(bytes: Uint8Array, p: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[p + i] !== word[i]) return false;
  return true;
}
