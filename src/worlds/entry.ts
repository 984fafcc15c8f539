import { shown } from "../check.ts";
import { InputError } from "../data/error.ts";
import { sum } from "../sum.ts";

/** How far the sum of probabilities may be from 1: room for numbers written with ten digits. */
const TOLERANCE = 1e-9;

/** How far a sum of quotients by their own sum may be from 1, with room: what is no farther is left as it is. */
const ROUNDING = 2 ** -51;

/** An entry of a JSON value with the path to it, so that a message can say where something is wrong. */
export class Entry {
  readonly #file: string;
  readonly #path: string;
  readonly #value: unknown;

  constructor(file: string, value: unknown, path = "") {
    this.#file = file;
    this.#path = path;
    this.#value = value;
  }

  get missing(): boolean {
    return this.#value === undefined;
  }

  get isNumber(): boolean {
    return typeof this.#value === "number";
  }

  field(name: string): Entry {
    if (typeof this.#value !== "object" || this.#value === null || Array.isArray(this.#value))
      throw this.#wrong("an object");
    const path = this.#path === "" ? name : `${this.#path}.${name}`;
    return new Entry(this.#file, (this.#value as Record<string, unknown>)[name], path);
  }

  /** A list with at least one member, of the length given. `one`: "state" or "action", what each member is for. */
  list(one: string, length?: number): Entry[] {
    return this.#members(one, length).map((value, i) => new Entry(this.#file, value, `${this.#path}[${i}]`));
  }

  /** (length,) finite numbers. */
  numbers(one: string, length: number): number[] {
    return this.#members(one, length).map((value, i) => {
      if (typeof value !== "number" || !Number.isFinite(value)) throw this.#wrong("a finite number", i);
      return value;
    });
  }

  /**
   * (length,) probabilities: numbers >= 0 whose sum is within 1e-9 of 1, divided by that sum where it is farther from 1 than
   * rounding explains. What was divided once is left as it is when it is read again.
   */
  distribution(one: string, length: number): number[] {
    const values = this.#members(one, length).map((value, i) => {
      if (typeof value !== "number" || !(value >= 0 && value <= 1 + TOLERANCE))
        throw this.#wrong("a probability from 0 to 1", i);
      return value;
    });
    const total = sum(values);
    if (!(Math.abs(total - 1) <= TOLERANCE))
      throw this.#problem(`expected probabilities that add up to 1, got a sum of ${total}`);
    return Math.abs(total - 1) <= ROUNDING ? values : values.map((value) => value / total);
  }

  /** An integer from 0 to count - 1. */
  index(one: string, count: number): number {
    const value = this.#value;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= count)
      throw this.#wrong(`a ${one} from 0 to ${count - 1}`);
    return value;
  }

  text(): string {
    if (typeof this.#value !== "string") throw this.#wrong("a string");
    return this.#value;
  }

  #members(one: string, length?: number): unknown[] {
    const value = this.#value;
    const each = `one entry for each ${one}`;
    if (!Array.isArray(value)) throw this.#wrong(`an array, ${each}`);
    if (value.length === 0) throw this.#problem(`expected an array, ${each}, got an empty one`);
    if (length !== undefined && value.length !== length)
      throw this.#problem(`expected ${length} entries, one for each ${one}, got ${value.length}`);
    return Array.from(value); // holes are entries too
  }

  #wrong(expected: string, i?: number): InputError {
    const value = i === undefined ? this.#value : (this.#value as unknown[])[i];
    return this.#problem(`expected ${expected}, got ${value === undefined ? "nothing" : shown(value)}`, i);
  }

  #problem(problem: string, i?: number): InputError {
    const path = i === undefined ? this.#path : `${this.#path}[${i}]`;
    return new InputError({ in: this.#file, ...(path !== "" && { entry: path }) }, problem);
  }
}
