import { oneOf, realNumber, wholeNumber } from "../check.ts";
import { nearest } from "./nearest.ts";

/** What of an experiment can be varied. */
export type Parameter = NumberParameter | WordParameter;

export interface NumberParameter {
  readonly about: string;
  readonly usual: number;
  /** What it is with `deep`: ten times the size, or the usual one. */
  readonly deep: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

export interface WordParameter {
  readonly about: string;
  readonly usual: string;
  readonly words: readonly string[];
}

export type Parameters = Readonly<Record<string, Parameter>>;
export type Settings = Readonly<Record<string, number | string>>;

interface Range {
  readonly least: number;
  readonly most: number;
  readonly deep?: number;
}

/** An integer. */
export function whole(about: string, usual: number, { least, most, deep = usual }: Range): NumberParameter {
  return { about, usual, deep, least, most, whole: true };
}

export function real(about: string, usual: number, { least, most, deep = usual }: Range): NumberParameter {
  return { about, usual, deep, least, most, whole: false };
}

/** The first word is the usual one. */
export function word<const W extends readonly [string, ...string[]]>(
  about: string,
  words: W,
): { readonly about: string; readonly usual: string; readonly words: W } {
  return { about, usual: words[0], words };
}

/**
 * The usual values, with those that were set in their place.
 *
 * @throws RangeError, TypeError on a parameter that is not there, or a value that is out of range.
 */
export function settingsOf(who: string, parameters: Parameters, set: Settings, deep: boolean): Settings {
  const names = Object.keys(parameters);
  for (const name of Object.keys(set))
    if (!names.includes(name))
      throw new RangeError(
        `${who}: expected one of ${names.join(", ")}, got ${JSON.stringify(name)} (nearest: ${nearest(name, names)})`,
      );
  return Object.fromEntries(
    Object.entries(parameters).map(([name, of]) => [name, valueOf(`${who}: ${name}`, of, set[name], deep)]),
  );
}

function valueOf(
  what: string,
  of: Parameter,
  set: number | string | undefined,
  deep: boolean,
): number | string {
  if ("words" in of) return oneOf(what, set ?? of.usual, of.words);
  const value = set ?? (deep ? of.deep : of.usual);
  return of.whole ? wholeNumber(what, value, of.least, of.most) : realNumber(what, value, of);
}
