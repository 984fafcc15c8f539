import { visible } from "../visible.ts";

/** Everything that can be wrong with a user's data or expression, as one sentence that says where. */

/** Where in the input something is wrong; each part is left out where it is not known. */
export interface Place {
  /** File name, or the expression that was given. */
  readonly in?: string;
  /** Data row, counted from 1; the header of a CSV file is not counted. */
  readonly row?: number;
  readonly column?: string;
  /** Path to an entry of a JSON file, such as `transitions[3][1]`. */
  readonly entry?: string;
}

/** The input is not what it should be. The message is one sentence: what was expected, what arrived, and where. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly place: Place;
  /** The message without the place. */
  readonly problem: string;

  constructor(place: Place, problem: string) {
    super(`${describePlace(place)}${problem}`);
    this.place = place;
    this.problem = problem;
  }
}

/** `flights.csv, row 12, column "delay": `, as far as it is known. */
function describePlace(place: Place): string {
  const parts: string[] = [];
  if (place.in !== undefined) parts.push(visible(place.in));
  if (place.row !== undefined) parts.push(`row ${place.row}`);
  if (place.column !== undefined) parts.push(`column "${visible(place.column)}"`);
  if (place.entry !== undefined) parts.push(place.entry);
  return parts.length === 0 ? "" : `${parts.join(", ")}: `;
}

/** A piece of input for a message: in quotes, on one line, not longer than 40 characters. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `"${visible(line.length > 40 ? `${line.slice(0, 37)}...` : line)}"`;
}

const UTF8 = new TextDecoder();

/** The same of bytes [from, to) of a text, of which a character has at most four. */
export function quoteBytes(bytes: Uint8Array, from: number, to: number): string {
  return quote(UTF8.decode(bytes.subarray(from, Math.min(to, from + 200))));
}

/** `"a", "b", "c" and 40 more` */
export function list(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).map(quote).join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
