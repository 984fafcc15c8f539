import { Categories } from "./categories.ts";
import type { NumberReader } from "./number.ts";

/** The features of a VW file, numbered in order of appearance: `namespace^feature`, without hashing. */

/** The features of one namespace. */
export class Namespace {
  readonly name: string;
  /** Values are multiplied by it. */
  scale = 1;
  /** Nameless features (`:0.5`) so far where the namespace is listed; they are named by it, from 0. */
  nameless = 0;
  private readonly keys = new Categories();
  /** Per name: its column, or -1. */
  private columns: Int32Array = new Int32Array(16).fill(-1);

  constructor(name: string) {
    this.name = name;
  }

  /** The column of the feature named by bytes [from, to), a new one of `all` where it is met for the first time. */
  column(all: VwFeatures, bytes: Uint8Array, from: number, to: number): number {
    const key = this.keys.number(bytes, from, to);
    if (key >= this.columns.length) {
      const columns = new Int32Array(2 * key).fill(-1);
      columns.set(this.columns);
      this.columns = columns;
    }
    const known = this.columns[key]!;
    return known >= 0 ? known : (this.columns[key] = all.add(this, key));
  }

  text(key: number): string {
    return this.name === "" ? this.keys.text(key) : `${this.name}^${this.keys.text(key)}`;
  }
}

export class VwFeatures {
  private readonly names = new Categories();
  private readonly spaces: Namespace[] = [];
  /** Per column: its namespace and its number there. */
  private readonly owners: Namespace[] = [];
  private readonly keys: number[] = [];

  get count(): number {
    return this.keys.length;
  }

  nameOf(column: number): string {
    return this.owners[column]!.text(this.keys[column]!);
  }

  /** The namespace named by bytes [from, to); that without a name where they are none. */
  namespace(bytes: Uint8Array, from: number, to: number): Namespace {
    const number = this.names.number(bytes, from, to);
    const space = (this.spaces[number] ??= new Namespace(this.names.text(number)));
    space.scale = 1;
    space.nameless = 0;
    return space;
  }

  add(space: Namespace, key: number): number {
    this.owners.push(space);
    return this.keys.push(key) - 1;
  }
}

/** The number that fills bytes [from, to); NaN where they are not exactly one. */
export function wholly(numbers: NumberReader, bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return NaN;
  const value = numbers.read(bytes, from);
  return numbers.at === to ? value : NaN;
}
