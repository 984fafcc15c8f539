import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { gzipSync } from "node:zlib";
import type { Source } from "../../src/data/open.ts";
import { bytes } from "./collect.ts";
import { Dice } from "./dice.ts";

/** A log of orders: each with a name, when it was decided on, and when it was known how it went, in every format that can say so. */
export interface StampedLog {
  /** Empty where an order has no name. */
  readonly ids: readonly string[];
  /** Milliseconds since 1970; Infinity where feedback never comes. */
  readonly time: readonly number[];
  readonly feedback: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly sources: Readonly<Record<string, Source>>;
}

export function stampedLog(rows: number, seed: number): StampedLog {
  const dice = new Dice(seed);
  const each = <T>(of: (i: number) => T): T[] => Array.from({ length: rows }, (_, i) => of(i));
  let now = Date.UTC(2024, 1, 28);
  const time = each(() => (now += dice.below(3) * 1000 * dice.below(200)));
  const feedback = time.map((at) => (dice.below(9) === 0 ? Infinity : at + dice.below(4_000_000)));
  const ids = each((i) =>
    i % 50 === 7 ? "" : i % 3 === 0 ? `order ${i}, "small"` : `${i}`.padStart(9, "0"),
  );
  const x = each(() => dice.below(1000) / 8);
  const y = x.map((each) => Number(each + 40 * dice.unit() > 70));
  const log = { ids, time, feedback, x, y };
  return { ...log, sources: sourcesOf(log) };
}

const iso = (at: number): string => new Date(at).toISOString();
const stamp = (at: number): string => (at === Infinity ? "" : iso(at).replace("T", " ").replace("Z", ""));

function sourcesOf({ ids, time, feedback, x, y }: Omit<StampedLog, "sources">): StampedLog["sources"] {
  const lines = (line: (i: number) => string): string => `${ids.map((_, i) => line(i)).join("\n")}\n`;
  const csv = `id,at,paid,x,y\n${lines((i) => `"${ids[i]!.replaceAll('"', '""')}",${stamp(time[i]!)},${stamp(feedback[i]!)},${x[i]},${y[i]}`)}`;
  const jsonl = lines((i) => {
    const paid = feedback[i] === Infinity ? null : iso(feedback[i]!);
    return JSON.stringify({ id: ids[i] || null, at: iso(time[i]!), paid, x: x[i], y: y[i] });
  });
  const dates = feedback.map((at) => (at === Infinity ? null : new Date(at)));
  const names = ids.map((id) => id || null);
  const arrow = tableFromArrays({ id: names, at: time.map((at) => new Date(at)), paid: dates, x, y });
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: "id", data: names, type: "STRING" },
      { name: "at", data: time.map((at) => new Date(at)), type: "TIMESTAMP" },
      { name: "paid", data: dates, type: "TIMESTAMP" },
      { name: "x", data: [...x], type: "DOUBLE" },
      { name: "y", data: [...y], type: "INT32" },
    ],
    rowGroupSize: 3000,
  });
  return {
    CSV: bytes(csv),
    "CSV, gzip": gzipSync(csv),
    JSONL: bytes(jsonl),
    Parquet: parquet,
    "Arrow, file": tableToIPC(arrow, "file"),
    "Arrow, stream, gzip": gzipSync(tableToIPC(arrow, "stream")),
  };
}
