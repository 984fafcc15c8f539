import { InputError, quote, type Place } from "./error.ts";

/** The different values of a target that is one of several classes. */

/** Most classes of a log: each has weights of its own for every column. */
export const MOST_CLASSES = 1000;

/** Collects the values of a target, all of one kind. */
export class ClassTally<T extends number | string> {
  readonly #values = new Set<T>();

  add(value: T): void {
    if (this.#values.size <= MOST_CLASSES) this.#values.add(value);
  }

  /** There are more than a log may have. */
  get tooMany(): boolean {
    return this.#values.size > MOST_CLASSES;
  }

  get size(): number {
    return this.#values.size;
  }

  /** The classes in increasing order, and the number of each; `place` is that of the target. */
  decide(place: Place): { readonly names: readonly string[]; readonly numberOf: (value: T) => number } {
    if (this.tooMany)
      throw new InputError(place, `expected at most ${MOST_CLASSES} classes of the target, got more`);
    if (this.size < 2) throw new InputError(place, "expected at least two classes of the target, got one");
    const values = [...this.#values].sort((a, b) => (a < b ? -1 : 1));
    const numbers = new Map(values.map((value, i) => [value, i]));
    return {
      names: values.map(String),
      numberOf(value) {
        const number = numbers.get(value);
        if (number === undefined)
          throw new InputError(
            place,
            `expected one of the ${values.length} classes it had when it was opened, got ${quote(String(value))}`,
          );
        return number;
      },
    };
  }
}
