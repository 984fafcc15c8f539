import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLog as openSource, type LogOptions } from "../../src/data/open.ts";
import type { RowSource } from "../../src/data/rows.ts";
import { lowstakesJson } from "../command.ts";
import { Dice } from "./dice.ts";
import { stampedLog } from "./stamped-log.ts";

/** A log read by another thread is the log read by this one. Of the built package: threads run files, and those are built. */
const ENTRY = pathToFileURL(resolve("dist/src/index.js")).href;
const N = 100_000;

let folder = "";
let openLog: typeof openSource;
let threads = 0;
const count = (): void => void threads++;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lowstakes-thread-"));
  ({ openLog } = (await import(ENTRY)) as { openLog: typeof openSource });
  process.on("worker", count);
  const dice = new Dice(5);
  const x = Array.from({ length: N }, () => (dice.unit() - 0.5) * 100);
  const town = Array.from(
    { length: N },
    (_, i) => `town ${Math.floor(dice.below(300) * dice.unit() + i / 1000)}`,
  );
  const y = Array.from({ length: N }, () => dice.below(2));
  const csv = `x,town,y,w\n${x.map((each, i) => `${each},${town[i]!},${y[i]!},${i % 3}\n`).join("")}`;
  writeFileSync(at("log.csv"), csv);
  writeFileSync(at("log.csv.gz"), gzipSync(csv, { level: 1 }));
  const { sources } = stampedLog(20_000, 6);
  writeFileSync(at("stamped.csv.gz"), sources["CSV, gzip"] as Uint8Array);
  writeFileSync(at("stamped.parquet"), Buffer.from(sources["Parquet"] as ArrayBuffer));
  writeFileSync(at("numbers.csv"), `x,y\n${x.map((each, i) => `${each.toFixed(6)},${y[i]!}\n`).join("")}`);
  const lines = x.map((each, i) => `${2 * y[i]! - 1} 1:${each} ${2 + (i % 500)}:1\n`);
  writeFileSync(at("log.libsvm"), lines.join(""));
  const columnData = [
    { name: "x", data: x, type: "DOUBLE" },
    { name: "town", data: town, type: "STRING" },
    { name: "y", data: y, type: "INT32" },
  ] as const;
  writeFileSync(
    at("log.parquet"),
    Buffer.from(parquetWriteBuffer({ columnData: [...columnData], rowGroupSize: 30_000 })),
  );
});

afterAll(() => {
  process.off("worker", count);
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

/** What a consumer sees of a block, its arrays as digests of their bytes. */
interface Seen {
  readonly columns: number;
  /** Name of the last sparse column so far. */
  readonly last: string | null;
  readonly rows: number;
  readonly arrays: readonly (string | null)[];
  readonly ids: readonly string[] | null;
}

function digest(array: Float64Array | Uint32Array | null, n: number): string | null {
  if (array === null) return null;
  expect(array.length).toBeGreaterThanOrEqual(n);
  const bytes = new Uint8Array(array.buffer, array.byteOffset, n * array.BYTES_PER_ELEMENT);
  return createHash("sha256").update(bytes).digest("hex");
}

/** Everything a consumer can see in one pass. */
async function seen(source: RowSource): Promise<Seen[]> {
  const all: Seen[] = [];
  for await (const block of source.blocks()) {
    const { rows, dense, start, index, value, outcome, weight, delay, time, feedback } = block;
    const entries = start[rows]!;
    const columns = source.sparseColumns();
    const arrays = [
      digest(dense, rows * source.dense.length),
      digest(start, rows + 1),
      digest(index, entries),
      digest(value, entries),
      digest(outcome, rows),
      digest(weight, rows),
      ...[delay, time, feedback].map((array) => digest(array ?? null, rows)),
    ];
    const ids = block.ids?.slice(0, rows) ?? null;
    all.push({ columns, last: columns === 0 ? null : source.sparseName(columns - 1), rows, arrays, ids });
  }
  return all;
}

const head = (source: RowSource): unknown => [
  source.name,
  source.rows,
  source.task,
  source.dense,
  source.sparseColumns(),
];

const LOGS: [string, LogOptions][] = [
  ["log.csv", { target: "y", weight: "w" }],
  ["log.csv.gz", { target: "y", features: "town, x/3", delay: "w" }],
  ["stamped.csv.gz", { target: "y", features: "x", id: "id", time: "at", feedback: "paid" }],
  ["stamped.parquet", { target: "y", features: "x", id: "id", time: "at", feedback: "paid" }],
  ["numbers.csv", { target: "y", name: "by another name" }],
  ["log.libsvm", {}],
  ["log.parquet", { target: "y" }],
];

/** The same log, read here and by a thread. */
async function both(name: string, options: LogOptions): Promise<[here: RowSource, there: RowSource]> {
  const here = await openLog(at(name), { ...options, workers: 0 });
  const before = threads;
  const there = await openLog(at(name), { ...options, workers: 1 });
  expect(threads).toBe(before + 1);
  return [here, there];
}

describe.each(LOGS)("%s", (name, options) => {
  test("the same head, blocks, names and counts, in every pass", async () => {
    const [here, there] = await both(name, options);
    expect(head(there)).toEqual(head(here));
    for (let pass = 1; pass <= 3; pass++) expect(await seen(there)).toEqual(await seen(here));
    const names = (source: RowSource): string[] =>
      Array.from({ length: source.sparseColumns() }, (_, i) => source.sparseName(i));
    expect(names(there)).toEqual(names(here));
    expect(() => there.sparseName(there.sparseColumns())).toThrow(RangeError);
  });

  test("a pass that is left early can be followed by others, also two at once", async () => {
    const [here, there] = await both(name, options);
    for (const source of [here, there]) for await (const block of source.blocks()) if (block.rows > 0) break;
    expect(there.sparseColumns()).toBe(here.sparseColumns());
    const whole = await seen(here);
    const [first, second] = await Promise.all([seen(there), seen(there)]);
    const arrays = (pass: Seen[]): unknown => pass.map((block) => block.arrays);
    for (const pass of [first, second, await seen(there)]) expect(arrays(pass)).toEqual(arrays(whole));
  });
});

describe("errors", () => {
  const failure = async (path: string, options: LogOptions): Promise<unknown> => {
    try {
      await seen(await openLog(path, options));
    } catch (error) {
      const { name, message, place } = error as Error & { place?: unknown };
      return { name, message, place, kind: (error as object).constructor.name };
    }
    return "no error";
  };

  test.each<[string, string, LogOptions]>([
    ["no such column", "x,y\n1,0\n2,1\n", { target: "z" }],
    ["a missing cell", "x,y\n1,0\n,1\n", { target: "y" }],
    ["an infinite cell, met in the pass", `x,y\n${"1,0\n2,1\n".repeat(20_000)}inf,1\n`, { target: "y" }],
    ["times that go back", `x,t,y\n${"1,5,0\n2,6,1\n".repeat(2)}`, { target: "y", time: "t" }],
    ["an empty file", "", { target: "y" }],
    ["a wrong expression", "x,y\n1,0\n2,1\n", { target: "y", features: "x/0" }],
    ["a wrong format", "x,y\n1,0\n2,1\n", { target: "y", format: "arff" as "csv" }],
    ["a damaged Parquet file", "PAR1 and nothing more PAR1", {}],
  ])("%s", async (_, content, options) => {
    writeFileSync(at("bad"), content);
    const here = await failure(at("bad"), { ...options, workers: 0 });
    expect(here).toMatchObject({ name: "InputError", kind: "InputError" });
    expect(await failure(at("bad"), { ...options, workers: 1 })).toEqual(here);
  });

  test("a file that is not there, and a number of workers that is none", async () => {
    const here = await failure(at("missing"), { target: "y", workers: 0 });
    expect(await failure(at("missing"), { target: "y", workers: 1 })).toEqual(here);
    await expect(openLog(at("log.csv"), { target: "y", workers: -1 })).rejects.toThrow(
      "openLog: workers: expected an integer >= 0, got -1",
    );
  });

  test("a file that grew since it was opened", async () => {
    for (const workers of [0, 1]) {
      writeFileSync(at("growing.csv"), "x,y\n1,0\n2,1\n");
      const source = await openLog(at("growing.csv"), { target: "y", workers });
      writeFileSync(at("growing.csv"), "x,y\n1,0\n2,1\n3,1\n");
      await expect(seen(source)).rejects.toThrow("growing.csv: expected 2 rows as when it was opened, got 3");
    }
  });
});

test("a thread that dies in the middle of a pass, or between two, is an error and no endless wait", async () => {
  const worker = new Promise<Worker>((resolve) => process.once("worker", resolve));
  const source = await openLog(at("log.csv"), { target: "y", workers: 1 });
  const die = async (): Promise<void> => {
    for await (const block of source.blocks()) if (block.rows > 0) await (await worker).terminate();
  };
  await expect(die()).rejects.toThrow("the thread that reads the log has ended");
  await expect(seen(source)).rejects.toThrow("the thread that reads the log has ended");
});

describe("when threads are used", () => {
  test("not for small files, bytes or 0 workers", async () => {
    const before = threads;
    await openLog(at("log.csv"), { target: "y" });
    await openLog(at("log.csv"), { target: "y", workers: 0 });
    await openLog(new TextEncoder().encode("x,y\n1,0\n2,1\n"), { target: "y", workers: 1 });
    expect(threads).toBe(before);
  });

  test("for large files", async () => {
    writeFileSync(at("large.csv"), `x,y\n${"1.25,0\n2.5,1\n".repeat(700_000)}`);
    const before = threads;
    const source = await openLog(at("large.csv"), { target: "y" });
    expect([source.rows, threads - before]).toEqual([1_400_000, 1]);
  });

  test("where none can be started, this one reads, and nobody notices", async () => {
    // in the sources there is no built file for a thread to run
    const source = await openSource(at("log.csv"), { target: "y", workers: 1 });
    expect(await seen(source)).toEqual(await seen(await openLog(at("log.csv"), { target: "y", workers: 0 })));
  });
});

describe("what is left running", () => {
  /** What a process prints that runs this program; it is killed after 20 s. */
  function run(program: string): string {
    const preamble = `
      import { openLog, replay } from ${JSON.stringify(ENTRY)};
      const rows = await openLog(${JSON.stringify(at("log.parquet"))}, { target: "y", workers: 1 });
      process.on("exit", () => console.log("exit"));
    `;
    const args = ["--input-type=module", "-e", preamble + program];
    return execFileSync(process.execPath, args, { encoding: "utf8", timeout: 20_000 });
  }

  test.each([
    ["opened only", ""],
    ["read to the end", "for await (const block of rows.blocks()); console.log('done');"],
    ["left early", "for await (const block of rows.blocks()) break; console.log('done');"],
    [
      "left by an error",
      "try { for await (const b of rows.blocks()) throw 1; } catch {} console.log('done');",
    ],
    ["abandoned", "await rows.blocks()[Symbol.asyncIterator]().next(); console.log('done');"],
    [
      "aborted",
      `const stop = new AbortController();
       for await (const at of replay({ rows, signal: stop.signal, onProgress: () => stop.abort() }))
         if (at.interrupted) console.log('done');`,
    ],
  ])("nothing: %s", (name, program) => {
    expect(run(program)).toBe(name === "opened only" ? "exit\n" : "done\nexit\n");
  });

  test("no thread once the log is not held any more", () => {
    const program = `
      import { openLog } from ${JSON.stringify(ENTRY)};
      import { once } from "node:events";
      const started = once(process, "worker");
      await (async () => {
        const rows = await openLog(${JSON.stringify(at("log.csv"))}, { target: "y", workers: 1 });
        for await (const block of rows.blocks()) gc();
      })();
      const [worker] = await started;
      const gone = once(worker, "exit");
      const timer = setInterval(gc, 20);
      await gone;
      clearInterval(timer);
      console.log("gone");
    `;
    const args = ["--expose-gc", "--input-type=module", "-e", program];
    expect(execFileSync(process.execPath, args, { encoding: "utf8", timeout: 20_000 })).toBe("gone\n");
  });
});

test("the command prints the same with and without, also with hindsight and its passes", () => {
  const run = (workers: string): unknown => {
    const args = ["--target", "y", "--latency", "1,50", "--comparator", "hindsight"];
    return lowstakesJson("replay", at("log.parquet"), ...args, "--workers", workers);
  };
  expect(run("1")).toEqual(run("0"));
});
