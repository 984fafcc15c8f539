import type { Task, Wanted } from "./choose.ts";
import { ClassTally } from "./classes.ts";
import { InputError } from "./error.ts";

/** Formats whose rows carry their own label and features: there is no target to choose. */

/** @param what such as "a libsvm file". @throws InputError where something is to be chosen. */
export function refuseWanted(name: string, what: string, wanted: Wanted): void {
  for (const each of ["target", "features", "weight", "delay", "id", "time", "feedback", "impute"] as const) {
    if (wanted[each] === undefined) continue;
    throw new InputError(
      { in: name },
      `expected no ${each}, because ${what} carries its own label and features`,
    );
  }
}

/** What labels are, and the outcome of each; null where that is the label itself. */
export interface Labels {
  readonly task: Task;
  readonly classes: readonly string[] | undefined;
  readonly outcomeOf: ((label: number) => number) | null;
}

/** Collects the labels of a file: -1 and 1 or 0 and 1 are classes, others numbers to predict, or several classes where these are wanted. */
export class LabelTally {
  readonly #wanted: Task | undefined;
  readonly #classes: ClassTally<number> | null;
  /** The first three different labels. */
  readonly different: number[] = [];

  constructor(wanted: Task | undefined) {
    this.#wanted = wanted;
    this.#classes = wanted === "multiclass" ? new ClassTally<number>() : null;
  }

  add(labels: Float64Array, n: number): void {
    for (let row = 0; row < n && this.different.length < 3; row++)
      if (!this.different.includes(labels[row]!)) this.different.push(labels[row]!);
    if (this.#classes) for (let row = 0; row < n; row++) this.#classes.add(labels[row]!);
  }

  /** @throws InputError where all labels are the same. */
  decide(name: string): Labels {
    const [first, second] = this.different;
    if (second === undefined) {
      throw new InputError(
        { in: name },
        `expected at least two different labels, got only ${first} in every row`,
      );
    }
    const several = this.#classes?.decide({ in: name });
    if (several) return { task: "multiclass", classes: several.names, outcomeOf: several.numberOf };
    const pair = this.different.length === 2 ? [first!, second].sort((a, b) => a - b).join() : "";
    const two = (pair === "-1,1" || pair === "0,1") && this.#wanted !== "regression";
    return two
      ? { task: "classification", classes: undefined, outcomeOf: (label) => (label > 0 ? 1 : 0) }
      : { task: "regression", classes: undefined, outcomeOf: null };
  }
}

/** Turns n labels into outcomes. */
export function toOutcomes(labels: Float64Array, n: number, { outcomeOf }: Labels): void {
  if (outcomeOf) for (let row = 0; row < n; row++) labels[row] = outcomeOf(labels[row]!);
}
