import { Categories } from "./categories.ts";

/** The paths to values in the objects of a JSONL file, numbered as columns in order of appearance: `user.age`, `tags.0`. */

/** A place in an object: that of a value, of further places, or, in different rows, of both. */
export class JsonNode {
  /** Such as `user.age`; empty for the row itself. */
  readonly path: string;
  /** Its column; -1 while it has held no value. */
  column = -1;
  /** The row in which it, and in which a value of it, was met last. */
  met = 0;
  valued = 0;
  /** Children by their names, in order of appearance; number 0 is that of the empty name. */
  private keys: Categories | null = null;
  private readonly children: (JsonNode | undefined)[] = [];
  private readonly names: Uint8Array[] = [];
  /** The child that comes next where keys come in the same order in every row. */
  private next = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** The child named by bytes [from, to), made where it is not there. */
  child(bytes: Uint8Array, from: number, to: number): JsonNode {
    const name = this.names[this.next];
    if (name !== undefined && same(name, bytes, from, to)) return this.children[this.next++]!;
    this.keys ??= new Categories();
    const number = this.keys.number(bytes, from, to);
    this.next = number + 1;
    const known = this.children[number];
    if (known !== undefined) return known;
    this.names[number] = bytes.slice(from, to);
    const text = this.keys.text(number);
    return (this.children[number] = new JsonNode(this.path === "" ? text : `${this.path}.${text}`));
  }

  /** The same places, in which nothing has been met yet; `columns` gets those that have a column. */
  copy(columns: JsonNode[]): JsonNode {
    const node = new JsonNode(this.path);
    node.column = this.column;
    if (node.column >= 0) columns[node.column] = node;
    node.keys = this.keys && new Categories();
    this.children.forEach((child, number) => {
      const name = (node.names[number] = this.names[number]!);
      node.keys!.number(name, 0, name.length);
      node.children[number] = child?.copy(columns);
    });
    return node;
  }

  /** The key that is looked for first is again that of the first child. */
  rewind(): void {
    this.next = this.children[0] === undefined ? 1 : 0;
  }
}

function same(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) return false;
  return true;
}

/** Most columns: rows are as wide as all of them together. */
const MOST = 65_536;

/** All paths of a file. */
export class JsonPaths {
  readonly root: JsonNode;
  /** Per column: its place. */
  readonly columns: JsonNode[] = [];

  /** @param known paths whose columns are to be the same. */
  constructor(known?: JsonPaths) {
    this.root = known?.root.copy(this.columns) ?? new JsonNode("");
  }

  /** Gives a place that holds a value a column; false where there are too many. */
  add(node: JsonNode): boolean {
    if (this.columns.length === MOST) return false;
    node.column = this.columns.push(node) - 1;
    return true;
  }
}
