import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";
import type { RowSource } from "../data/rows.ts";
import type { Configuration, LogFile, Origin, ResultDocument, Setting } from "../results/document.ts";
import { FORMAT, VERSION } from "../results/document.ts";
import { formatResult } from "../results/text.ts";
import { wholeFile } from "./whole-file.ts";

/** `--out FILE`: what a command found, as a result file. */
export interface ResultFile {
  /** Writes it, and gives it its name. */
  readonly write: (found: Found) => void;
  /** Leaves nothing behind. */
  readonly discard: () => void;
}

/** A document without what is the same for every kind. */
type Found = ResultDocument extends infer D
  ? D extends ResultDocument
    ? Omit<D, keyof Origin | "format" | "version"> & { readonly data: LogFile | null }
    : never
  : never;

/** Flags that change what is shown, not what is found. */
const ABOUT_OUTPUT = ["json", "quiet", "out"];

/**
 * Opens the file, so that one that cannot be written is found before anything runs; null where none was asked for.
 *
 * @param log that is read; null for none.
 */
export function resultFile(
  flags: { readonly out?: string | undefined },
  log: string | null = null,
): ResultFile | null {
  if (flags.out === undefined) return null;
  const { put, keep, discard } = wholeFile("--out", flags.out, log);
  return {
    write(found) {
      put(formatResult(documentOf(found, flags)));
      keep();
    },
    discard,
  };
}

function documentOf({ kind, data, ...found }: Found, flags: object): ResultDocument {
  return {
    format: FORMAT,
    version: VERSION,
    kind,
    lowstakes: packageVersion(),
    created: now().toISOString(),
    command: process.argv.slice(2),
    configuration: configurationOf(flags),
    data,
    ...found,
  } as ResultDocument;
}

/** Now, or what SOURCE_DATE_EPOCH says (seconds; reproducible-builds.org), so that files can be the same to the byte. */
function now(): Date {
  const stated = process.env["SOURCE_DATE_EPOCH"];
  return stated !== undefined && /^\d+$/.test(stated) ? new Date(Number(stated) * 1000) : new Date();
}

/** Every flag of a command as it stood, those left as they usually are too. */
function configurationOf(flags: object): Configuration {
  const set = Object.entries(flags).filter(([name]) => !ABOUT_OUTPUT.includes(name));
  return Object.fromEntries(set.map(([name, value]) => [name, settingOf(value)]));
}

function settingOf(value: unknown): Setting {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(settingOf);
  if (typeof value === "object" && value !== null)
    return Object.entries(value).map(([name, one]) => `${name}=${String(one)}`);
  return (value ?? null) as Setting;
}

/** A log, and the hash of its bytes. */
export async function fingerprint(
  path: string,
  { name, rows }: Pick<RowSource, "name" | "rows">,
): Promise<LogFile> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return { name, rows, sha256: null };
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return { name, rows, sha256: hash.digest("hex") };
}

/** That of this package. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
