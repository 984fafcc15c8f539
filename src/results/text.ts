import { InputError } from "../data/error.ts";
import { conforms } from "./conforms.ts";
import { FORMAT, type ResultDocument, VERSION } from "./document.ts";
import { SCHEMA } from "./schema.ts";

/**
 * Documents and their text. JSON has no word for a number that is not finite: it is written as "Infinity", "-Infinity" or "NaN", and read
 * back as a number; a typed array is written as a list.
 */

/** The text of a result file. The same document gives the same text. */
export function formatResult(document: ResultDocument): string {
  const text = JSON.stringify(
    document,
    (_, value: unknown) => {
      if (value instanceof Float64Array) return [...value];
      return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
    },
    1,
  );
  return `${text}\n`;
}

const WORDS = new Map(["Infinity", "-Infinity", "NaN"].map((word) => [word, Number(word)]));

/**
 * Reads the text of a result file.
 *
 * @param name of the file, for messages.
 * @throws InputError on anything but a result of a version that is known, with where in the document it is wrong.
 */
export function parseResult(text: string, name: string): ResultDocument {
  const fail = (problem: string): never => {
    throw new InputError({ in: name }, problem);
  };
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return fail(`expected a result file of lowstakes, got no JSON (${(error as Error).message})`);
  }
  const { format, version } = (
    typeof found === "object" && found !== null ? found : {}
  ) as Partial<ResultDocument>;
  if (format !== FORMAT)
    fail(`expected a result file of lowstakes, written with --out: an object with "format": "${FORMAT}"`);
  if (version !== VERSION)
    fail(
      `expected version ${VERSION} of the format, got ${JSON.stringify(version)}; write it again with this lowstakes, or read it with the one that wrote it`,
    );
  const wrong = conforms(found, SCHEMA);
  if (wrong) throw new InputError({ in: name, ...(wrong.at !== "" && { entry: wrong.at }) }, wrong.problem);
  return revived(found as ResultDocument);
}

/** Words for numbers become numbers, except in what somebody typed; the regrets of replicates a typed array. */
function revived(document: ResultDocument): ResultDocument {
  const { command, data } = document;
  const numbers = JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (key === "regrets" && Array.isArray(value)) return Float64Array.from(value as number[]);
    return typeof value === "string" ? (WORDS.get(value) ?? value) : value;
  }) as ResultDocument;
  return { ...numbers, command, data };
}
