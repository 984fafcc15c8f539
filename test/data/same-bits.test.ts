import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openLog, type LogOptions } from "../../src/data/open.ts";
import { replay } from "../../src/replay.ts";
import { periodic } from "../../src/schedules/periodic.ts";
import { pipelined } from "../../src/schedules/pipelined.ts";
import { bytes } from "./collect.ts";
import { Dice } from "./dice.ts";
import { zstdFrame } from "./packed.ts";

/** A stream like Elec2: six numbers between 0 and 1 written with up to six digits, and a class that drifts. */
const ROWS = 1200;
const NAMES = ["period", "nswprice", "nswdemand", "vicprice", "vicdemand", "transfer"];
const dice = new Dice(11);
const columns = NAMES.map(() =>
  Float64Array.from({ length: ROWS }, () => Number(dice.unit().toFixed(1 + dice.below(6)))),
);
const classes = Int32Array.from({ length: ROWS }, (_, row) => {
  const sign = row % 500 < 300 ? 1 : -1;
  return sign * (columns[1]![row]! - columns[3]![row]!) + 0.3 * (dice.unit() - 0.5) > 0 ? 1 : 0;
});

/** Lowest byte first, behind its mark. */
function utf16(text: string): Uint8Array {
  const units = Uint16Array.from(`\ufeff${text}`, (character) => character.charCodeAt(0));
  return new Uint8Array(units.buffer);
}

/** Every row through a function of its values and class, on a line of its own. */
function lines(line: (values: number[], y: number) => string): string {
  return Array.from(
    { length: ROWS },
    (_, row) =>
      `${line(
        columns.map((column) => column[row]!),
        classes[row]!,
      )}\n`,
  ).join("");
}

const csv = `${NAMES.join()},class\n${lines((values, y) => [...values, y].join())}`;
const jsonl = lines((values, y) =>
  JSON.stringify({ ...Object.fromEntries(NAMES.map((name, i) => [name, values[i]])), class: y }),
);
const comma = `${NAMES.join(";")};class\r\n${csv
  .split("\n")
  .slice(1, -1)
  .map((line) => `${line.replaceAll(",", ";").replaceAll(".", ",")}\r\n`)
  .join("")}`;
const arrays = Object.fromEntries([
  ...NAMES.map((name, i) => [name, columns[i]!] as const),
  ["class", classes] as const,
]);
const parquet = parquetWriteBuffer({
  columnData: [
    ...NAMES.map((name, i) => ({ name, data: columns[i]!, type: "DOUBLE" as const })),
    { name: "class", data: classes, type: "INT32" as const },
  ],
});
const deltas = parquetWriteBuffer({
  columnData: [
    ...NAMES.map((name, i) => ({ name, data: columns[i]!, encoding: "BYTE_STREAM_SPLIT" as const })),
    { name: "class", data: classes, type: "INT32" as const, encoding: "DELTA_BINARY_PACKED" as const },
  ],
  rowGroupSize: 500,
});
const target = "class";

const SOURCES: Readonly<Record<string, readonly [Uint8Array | ArrayBuffer, LogOptions]>> = {
  CSV: [bytes(csv), { target }],
  "CSV, gzip": [gzipSync(csv), { target }],
  "CSV with semicolons and decimal commas": [bytes(comma), { target, decimal: "," }],
  "CSV without a header": [bytes(csv.slice(csv.indexOf("\n") + 1)), { header: false, target: "#7" }],
  "CSV, zstd": [zstdFrame(bytes(csv)), { target }],
  "CSV in UTF-16": [utf16(csv), { target }],
  JSONL: [bytes(jsonl), { target }],
  "JSONL, gzip": [gzipSync(jsonl), { target }],
  Parquet: [parquet, { target }],
  "Parquet, split and in deltas": [deltas, { target }],
  "Arrow, file": [tableToIPC(tableFromArrays(arrays), "file"), { target }],
  "Arrow, stream, gzip": [gzipSync(tableToIPC(tableFromArrays(arrays), "stream")), { target }],
  libsvm: [
    bytes(lines((values, y) => `${y} ${values.map((value, i) => `${i + 1}:${value}`).join(" ")}`)),
    {},
  ],
  "VW text": [
    bytes(
      lines((values, y) => `${2 * y - 1} |f ${values.map((value, i) => `${NAMES[i]}:${value}`).join(" ")}`),
    ),
    {},
  ],
};

async function played(name: string): Promise<string> {
  const [source, options] = SOURCES[name]!;
  const rows = await openLog(source, { ...options, name: "log" });
  const schedules = [pipelined(10), periodic(48)];
  let last = "";
  for await (const checkpoint of replay({ rows, schedules, scale: "none" }))
    last = JSON.stringify(checkpoint);
  return last;
}

test("the same stream in any format gives the same results to the bit", async () => {
  const wanted = await played("CSV");
  expect(JSON.parse(wanted)).toMatchObject({ rounds: ROWS, columns: 7, task: "classification" });
  for (const name of Object.keys(SOURCES)) expect((await played(name)) === wanted, name).toBe(true);
});
