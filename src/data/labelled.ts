import type { Wanted } from "./choose.ts";
import { InputError } from "./error.ts";
import type { RowSource } from "./rows.ts";

/** Formats whose rows carry their own label and features: there is no target to choose. */

/** @param what such as "a libsvm file". @throws InputError where something is to be chosen. */
export function refuseWanted(name: string, what: string, wanted: Wanted): void {
  for (const each of ["target", "features", "weight", "impute"] as const) {
    if (wanted[each] === undefined) continue;
    throw new InputError(
      { in: name },
      `expected no ${each}, because ${what} carries its own label and features`,
    );
  }
}

/** Labels -1 and 1 or 0 and 1 are classes, others numbers to predict. @param different the first three different labels. */
export function taskOf(name: string, different: readonly number[]): RowSource["task"] {
  const [first, second] = different;
  if (second === undefined) {
    throw new InputError(
      { in: name },
      `expected at least two different labels, got only ${first} in every row`,
    );
  }
  const pair = different.length === 2 ? [first!, second].sort((a, b) => a - b).join() : "";
  return pair === "-1,1" || pair === "0,1" ? "classification" : "regression";
}

/** Turns n labels of two classes into 0 and 1. */
export function classesOf(labels: Float64Array, n: number): void {
  for (let row = 0; row < n; row++) labels[row] = labels[row]! > 0 ? 1 : 0;
}
