import type { DataFile } from "./file.ts";

/** Knows a log's format from its name and from how it begins. */

export type Format = "parquet" | "arrow" | "csv" | "jsonl" | "libsvm" | "vw";

export const FORMATS: readonly Format[] = ["parquet", "arrow", "csv", "jsonl", "libsvm", "vw"];

/** What a format is called in messages. */
export const TITLES: Readonly<Record<Format, string>> = {
  parquet: "Parquet",
  arrow: "Arrow IPC",
  csv: "CSV",
  jsonl: "JSONL",
  libsvm: "libsvm",
  vw: "VW text",
};

const BINARY: readonly (readonly [Format, RegExp, RegExp])[] = [
  ["parquet", /^PAR1/, /\.(parquet|parq|pq)$/i],
  ["arrow", /^(ARROW1|\xff\xff\xff\xff)/, /\.(arrow|arrows|feather|ipc)(\.gz|\.zst)?$/i],
];

const TEXT: readonly (readonly [Format, RegExp])[] = [
  ["csv", /\.(csv|tsv)(\.gz|\.zst)?$/i],
  ["jsonl", /\.(jsonl|ndjson)(\.gz|\.zst)?$/i],
  ["libsvm", /\.(libsvm|svm|svmlight)(\.gz|\.zst)?$/i],
  ["vw", /\.vw(\.gz|\.zst)?$/i],
];

/**
 * By content where it begins like a binary format, then by name, then by content: CSV if its first lines look like nothing else.
 *
 * @param text the file in UTF-8.
 */
export async function detectFormat(file: DataFile, text: DataFile): Promise<Format> {
  const stored = await beginning(file);
  const binary =
    BINARY.find(([, , name]) => name.test(file.name)) ?? BINARY.find(([, magic]) => magic.test(stored));
  if (binary !== undefined) return binary[0];
  const named = TEXT.find(([, name]) => name.test(file.name));
  return named?.[0] ?? lookAt((await beginning(text)).replace(/^\xef\xbb\xbf/, ""));
}

const LIBSVM = /^[+-]?[\d.]+(e[+-]?\d+)?(\s+qid:\d+)?(\s+\d+:\S+)*$/i;
/** A label that begins with a number, perhaps an importance and a tag, then a bar. */
const VW = /^[+-]?[\d.][^|,;"]*\s(\S*)\|/;

function lookAt(text: string): Format {
  const lines = text.split("\n");
  if (lines.length > 1) lines.pop();
  const rows = lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "");
  if (rows.length > 0 && lines.every((line) => line.trim() === "" || /^\s*\{/.test(line))) return "jsonl";
  if (rows.every((row) => LIBSVM.test(row)) && rows.some((row) => row.includes(":"))) return "libsvm";
  return rows.length > 0 && rows.every((row) => VW.test(row)) ? "vw" : "csv";
}

/** The first characters of the content, as Latin-1. */
export async function beginning(file: DataFile): Promise<string> {
  for await (const piece of file.bytes()) {
    let text = "";
    for (const byte of piece.subarray(0, 4096)) text += String.fromCharCode(byte);
    return text;
  }
  return "";
}
