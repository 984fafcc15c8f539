import {
  CompressionType,
  setCompressionCodec,
  tableFromArrays as flat,
  tableToIPC as toIpc,
} from "@uwdata/flechette";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer, type ColumnSource } from "hyparquet-writer";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReplayCheckpoint } from "../../src/result.ts";
import { lowstakesJson } from "../command.ts";
import { expectRows, LATENCIES, present, sections, SHARED } from "../protocol.ts";
import { bytes } from "./collect.ts";
import { lz4Frame, zstdFrame } from "./packed.ts";

/** The reference numbers of two real streams through every format that can carry them, and the same bits in all of them. */

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lowstakes-protocol-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A table of numbers; the outcome comes last. Texts as they are written in the original. */
interface Numbers {
  readonly names: readonly string[];
  readonly cells: readonly (readonly string[])[];
}

type Written = readonly [file: string, content: Uint8Array, flags?: readonly string[]];

function arrow(table: Record<string, Float64Array>, type: 0 | 1): Uint8Array {
  const [encode, decode] = [
    type === CompressionType.ZSTD ? zstdFrame : lz4Frame,
    () => {
      throw new Error("only written here");
    },
  ];
  setCompressionCodec(type, { encode, decode });
  return toIpc(flat(table), { codec: type, format: "file" })!;
}

/** The table in all formats whose columns have names. */
function named({ names, cells }: Numbers): Written[] {
  const line = (row: readonly string[], mark: string): string => `${row.join(mark)}\n`;
  const csv = [names, ...cells].map((row) => line(row, ",")).join("");
  const comma = [names, ...cells].map((row) => line(row, ";").replaceAll(".", ",")).join("");
  const keys = names.map((name) => JSON.stringify(name));
  const jsonl = cells.map((row) => `{${row.map((cell, i) => `${keys[i]}:${cell}`).join()}}\n`).join("");
  const columns = names.map((_, i) => Float64Array.from(cells, (row) => Number(row[i])));
  const table = Object.fromEntries(names.map((name, i) => [name, columns[i]!]));
  const parquet = (encoding?: ColumnSource["encoding"]): Uint8Array =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: names.map((name, i) => ({
          name,
          data: columns[i]!,
          type: "DOUBLE",
          ...(encoding && { encoding }),
        })),
        rowGroupSize: 10_000,
      }),
    );
  const utf16 = Uint16Array.from(`\ufeff${csv}`, (character) => character.charCodeAt(0));
  return [
    ["log.csv", bytes(csv)],
    ["log.tsv", bytes(csv.replaceAll(",", "\t"))],
    ["comma.csv", bytes(comma), ["--decimal", ","]],
    ["log.csv.gz", gzipSync(csv)],
    ["log.csv.zst", zstdFrame(bytes(csv))],
    ["utf16.csv", new Uint8Array(utf16.buffer)],
    ["log.jsonl", bytes(jsonl)],
    ["log.jsonl.zst", zstdFrame(bytes(jsonl))],
    ["log.parquet", parquet()],
    ["split.parquet", parquet("BYTE_STREAM_SPLIT")],
    ["log.arrow", tableToIPC(tableFromArrays(table), "file")],
    ["log.arrows", tableToIPC(tableFromArrays(table), "stream")],
    ["lz4.arrow", arrow(table, CompressionType.LZ4_FRAME)],
    ["zstd.arrow", arrow(table, CompressionType.ZSTD)],
  ];
}

/** The rows in the formats that carry label and features themselves; columns that are 0 may be left out. */
function labelled({ names, cells }: Numbers, leaveOut: boolean): Written[] {
  const lines = (name: (i: number) => string, before: string): Uint8Array =>
    bytes(
      cells
        .map((row) => {
          const entries = row
            .slice(0, -1)
            .map((cell, i) => (leaveOut && cell === "0" ? "" : ` ${name(i)}:${cell}`));
          return `${row.at(-1) === "1" ? 1 : -1}${before}${entries.join("")}\n`;
        })
        .join(""),
    );
  return [
    ["log.libsvm", lines((i) => String(i + 1), "")],
    ["log.vw", lines((i) => names[i]!, " |f")],
  ];
}

function played([file, content, flags = []]: Written, ...more: string[]): ReplayCheckpoint {
  const path = join(folder, file);
  writeFileSync(path, content);
  const latencies = ["--latency", LATENCIES.join(",")];
  return lowstakesJson("replay", path, ...flags, ...latencies, "--step-size", "0.01,0.1", ...more);
}

/** Everything but the file's name, and the names of columns. */
function bits(result: ReplayCheckpoint): string {
  return JSON.stringify({ ...result, source: "" });
}

const late = (name: string) => sections([name])[0]!.rows.filter(({ mode }) => mode === "late");

describe.skipIf(!present)("elec2", { timeout: 600_000 }, () => {
  test("the numbers of the protocol in every format, and the same bits", () => {
    const [names, ...cells] = readFileSync(`${SHARED}/elec2/electricity.csv`, "utf8")
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(","));
    const numbers = { names: names!, cells };
    const target = ["--target", "class"];
    const [first, ...others] = named(numbers);
    const [scaled, plain] = [played(first!, ...target), bits(played(first!, ...target, "--scale", "none"))];
    expectRows(scaled, late("elec2"));
    for (const written of others) {
      expect(bits(played(written, ...target)) === bits(scaled), written[0]).toBe(true);
      expect(bits(played(written, ...target, "--scale", "none")) === plain, written[0]).toBe(true);
    }
    for (const written of labelled(numbers, false))
      expect(bits(played(written, "--scale", "none")) === plain, written[0]).toBe(true);
  });
});

describe.skipIf(!present)("a9a", { timeout: 600_000 }, () => {
  test("the numbers of the protocol in every format, and the same bits", () => {
    const names = [...Array.from({ length: 123 }, (_, i) => `x${i + 1}`), "y"];
    const cells = readFileSync(`${SHARED}/a9a/a9a`, "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const [label, ...entries] = line.trim().split(" ");
        const row = names.map(() => "0");
        for (const entry of entries) row[Number(entry.split(":")[0]) - 1] = "1";
        return [...row.slice(0, -1), label === "-1" ? "0" : "1"];
      });
    const wanted = late("a9a, features unscaled");
    const first = played(["a9a", readFileSync(`${SHARED}/a9a/a9a`)], "--scale", "none");
    expectRows(first, wanted);
    for (const written of [...named({ names, cells }), ...labelled({ names, cells }, true)]) {
      const target = /libsvm|vw/.test(written[0]) ? [] : ["--target", "y"];
      const result = played(written, ...target, "--scale", "none");
      expectRows(result, wanted);
      expect(bits(result) === bits(first), written[0]).toBe(true);
    }
  });
});
