import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openLog, type LogOptions } from "../src/data/open.ts";
import { argument } from "./arguments.ts";
import { pagesOf } from "./decoding.ts";
import { describe, machine } from "./machine.ts";
import { table } from "./table.ts";

/**
 * How fast are logs read, and what of that is decoding? CSV of ten columns of decimals of 4 to 8 digits and a 0/1 target,
 * the same with 15 to 17 digits, the first gzipped, and the flights of `npm start`. Blocks are taken as fast as they come,
 * on this thread and from a reading thread; the pass is what a learner waits for, opening comes before. The best of
 * `--repeat N` (default 5), which is what a core does undisturbed; `--megabytes N` of CSV (default 100).
 */

const FLIGHTS = "node_modules/vega-datasets/data/flights-3m.parquet";
const FLIGHT_OPTIONS: LogOptions = {
  target: "delay>=15",
  features: "distance/1000, hour(date), origin, destination",
};
const MB = 1e6;

/** Writes CSV of about so many bytes, numbers written with `digits()` digits. */
function writeCsv(path: string, bytes: number, digits: () => number): void {
  const file = openSync(path, "w");
  let written = writeSync(file, "a,b,c,d,e,f,g,h,i,j,y\n");
  while (written < bytes) {
    let text = "";
    for (let row = 0; row < 2000; row++) {
      for (let j = 0; j < 10; j++)
        text += `${((Math.random() - 0.5) * 10 ** (j % 4)).toPrecision(digits())},`;
      text += `${Math.random() < 0.4 ? 1 : 0}\n`;
    }
    written += writeSync(file, text);
  }
  closeSync(file);
}

interface Reading {
  readonly rows: number;
  /** Seconds. */
  readonly open: number;
  readonly pass: number;
}

async function read(path: string, options: LogOptions): Promise<Reading> {
  const start = performance.now();
  const source = await openLog(path, options);
  const opened = performance.now();
  let rows = 0;
  for await (const block of source.blocks()) rows += block.rows;
  return { rows, open: (opened - start) / 1e3, pass: (performance.now() - opened) / 1e3 };
}

async function best(path: string, options: LogOptions): Promise<Reading> {
  const runs: Reading[] = [];
  for (let r = 0; r < repeat; r++) runs.push(await read(path, options));
  const least = (of: (run: Reading) => number) => Math.min(...runs.map(of));
  return { rows: runs[0]!.rows, open: least((run) => run.open), pass: least((run) => run.pass) };
}

function line(name: string, size: number, rows: number, open: number | null, pass: number): string[] {
  return [
    name,
    (size / MB).toFixed(0),
    open === null ? "" : (open * 1e3).toFixed(0),
    (pass * 1e3).toFixed(0),
    (size / MB / pass).toFixed(0),
    `${(rows / pass / 1e6).toFixed(1)} M`,
  ];
}

const repeat = argument("--repeat", 5);
const folder = mkdtempSync(join(tmpdir(), "lowstakes-reading-"));
const lines: string[][] = [];
try {
  const bytes = argument("--megabytes", 100) * MB;
  const [short, long, zipped] = ["short.csv", "long.csv", "short.csv.gz"].map((name) => join(folder, name));
  writeCsv(short!, bytes, () => 4 + Math.floor(5 * Math.random()));
  writeCsv(long!, bytes, () => 15 + Math.floor(3 * Math.random()));
  writeFileSync(zipped!, gzipSync(readFileSync(short!)));
  const logs: [string, string, number, LogOptions][] = [
    ["CSV, 4 to 8 digits", short!, statSync(short!).size, { target: "y" }],
    ["CSV, 15 to 17 digits", long!, statSync(long!).size, { target: "y" }],
    ["CSV, 4 to 8 digits, gzipped (MB unzipped)", zipped!, statSync(short!).size, { target: "y" }],
    ["Parquet, flights", FLIGHTS, statSync(FLIGHTS).size, FLIGHT_OPTIONS],
  ];
  for (const [name, path, size, options] of logs) {
    for (const workers of [0, 1]) {
      const { rows, open, pass } = await best(path, { ...options, workers });
      lines.push(line(workers ? `${name}, reading thread` : name, size, rows, open, pass));
    }
  }
  const pages = pagesOf(readFileSync(FLIGHTS), ["delay", "distance", "date", "origin", "destination"]);
  for (const what of ["decompress", "decode"] as const) {
    const seconds = Math.min(...Array.from({ length: repeat }, pages[what]));
    const name = what === "decode" ? "decompress and unpack" : what;
    lines.push(line(`Parquet, flights, ${name} alone`, statSync(FLIGHTS).size, pages.rows, null, seconds));
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${describe(machine())}; best of ${repeat}\n`);
console.log(table(["log", "MB", "open, ms", "pass, ms", "MB/s", "rows/s"], lines));
