import { gzipSync } from "node:zlib";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { openLog, type LogOptions } from "../src/data/open.ts";
import { argument } from "./arguments.ts";
import { describe, machine } from "./machine.ts";
import { table } from "./table.ts";

/**
 * How fast is each format read? The same rows of ten numbers of 4 to 8 digits and a 0/1 target in every format, from memory on one thread:
 * opening, then a pass. The best of `--repeat N` (default 5) runs of all formats in turn; `--rows N` (default 200,000).
 */

const rows = argument("--rows", 200_000);
const repeat = argument("--repeat", 5);
const names = [..."abcdefghij"];
const columns = names.map((_, j) =>
  Float64Array.from({ length: rows }, () =>
    Number(((Math.random() - 0.5) * 10 ** (j % 4)).toPrecision(4 + Math.floor(5 * Math.random()))),
  ),
);
const y = Int32Array.from({ length: rows }, () => (Math.random() < 0.4 ? 1 : 0));

function text(line: (values: number[], outcome: number) => string, header = ""): Uint8Array {
  const lines = Array.from({ length: rows }, (_, row) =>
    line(
      columns.map((column) => column[row]!),
      y[row]!,
    ),
  );
  return new TextEncoder().encode(`${header}${lines.join("\n")}\n`);
}

const csv = text((values, outcome) => `${values.join()},${outcome}`, `${names.join()},y\n`);
const comma = text(
  (values, outcome) => `${values.map((value) => String(value).replace(".", ",")).join(";")};${outcome}`,
  `${names.join(";")};y\n`,
);
const object = (values: number[], outcome: number) =>
  JSON.stringify({ ...Object.fromEntries(names.map((name, j) => [name, values[j]])), y: outcome });
const pairs = (values: number[], name: (j: number) => string) =>
  values.map((value, j) => `${name(j)}:${value}`).join(" ");
const target = "y";
const LOGS: [string, Uint8Array, LogOptions][] = [
  ["CSV", csv, { target }],
  ["CSV, semicolons and decimal commas", comma, { target, decimal: "," }],
  ["CSV, gzip (MB unpacked)", gzipSync(csv), { target }],
  ["JSONL", text(object), { target }],
  ["libsvm", text((values, outcome) => `${outcome} ${pairs(values, (j) => String(j + 1))}`), {}],
  ["VW text", text((values, outcome) => `${2 * outcome - 1} |f ${pairs(values, (j) => names[j]!)}`), {}],
  [
    "Arrow file",
    tableToIPC(
      tableFromArrays({ ...Object.fromEntries(names.map((name, j) => [name, columns[j]!])), y }),
      "file",
    ),
    { target },
  ],
  [
    "Parquet",
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          ...names.map((name, j) => ({ name, data: columns[j]!, type: "DOUBLE" as const })),
          { name: "y", data: y, type: "INT32" as const },
        ],
      }),
    ),
    { target },
  ],
];

const best = LOGS.map(() => ({ open: Infinity, pass: Infinity }));
for (let turn = 0; turn < repeat; turn++) {
  for (const [i, [, source, options]] of LOGS.entries()) {
    const start = performance.now();
    const log = await openLog(source, options);
    const opened = performance.now();
    let seen = 0;
    for await (const block of log.blocks()) seen += block.rows;
    if (seen !== rows) throw new Error(`${seen} rows instead of ${rows}`);
    const least = best[i]!;
    least.open = Math.min(least.open, opened - start);
    least.pass = Math.min(least.pass, performance.now() - opened);
  }
}
const lines = LOGS.map(([name, source], i) => {
  const size = name.includes("gzip") ? csv.length : source.length;
  const { open, pass } = best[i]!;
  return [
    name,
    (size / 1e6).toFixed(0),
    open.toFixed(0),
    pass.toFixed(0),
    (size / 1e3 / pass).toFixed(0),
    (rows / 1e3 / pass).toFixed(1),
  ];
});
console.log(`${describe(machine())}; best of ${repeat}\n`);
console.log(table(["format", "MB", "open, ms", "pass, ms", "MB/s", "M rows/s"], lines));
