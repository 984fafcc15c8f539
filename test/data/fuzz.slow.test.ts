import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { collect, failure } from "./collect.ts";
import { Dice } from "./dice.ts";
import { fuzz } from "./fuzz.ts";
import { openLog } from "../../src/data/open.ts";

const MINUTES = { timeout: 600_000 };

test.each(["csv", "jsonl", "vw", "libsvm"] as const)("%s: 30,000 mutated inputs", MINUTES, async (format) => {
  const { read, refused } = await fuzz(format, 30_000, new Dice(17));
  expect(Math.min(read, refused)).toBeGreaterThan(2000);
});

const x = Float64Array.from({ length: 50 }, (_, i) => i / 4);
const y = Int32Array.from({ length: 50 }, (_, i) => i % 2);
const words = Array.from({ length: 50 }, (_, i) => `w${i % 5}`);
const gaps = Array.from({ length: 50 }, (_, i) => (i % 3 ? i / 2 : null));
const arrow = tableFromArrays({ x, y, words });

function parquet(rowGroupSize: number, codec: "SNAPPY" | "UNCOMPRESSED", values: ArrayLike<number | null>) {
  const columnData = [
    { name: "x", data: Array.from(values), type: "DOUBLE" as const, nullable: values === gaps },
    { name: "y", data: y },
    { name: "words", data: words },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize, codec }));
}

/** Damage outside of the first and last bytes tells a reader more than files that are refused by their ends. */
const BINARIES: Readonly<Record<string, readonly [Uint8Array, "arrow" | "parquet", kept: number]>> = {
  "Arrow file": [tableToIPC(arrow, "file"), "arrow", 0],
  "Arrow stream": [tableToIPC(arrow, "stream"), "arrow", 0],
  Parquet: [parquet(50, "SNAPPY", x), "parquet", 8],
  "Parquet in row groups with missing values": [parquet(20, "UNCOMPRESSED", gaps), "parquet", 8],
};

test.each(Object.keys(BINARIES))("%s: damaged bytes are rows or a sentence", MINUTES, async (name) => {
  const dice = new Dice(23);
  const [whole, format, kept] = BINARIES[name]!;
  const options = { target: "y", features: "x, words", format, impute: "mean" as const };
  let refused = 0;
  for (let i = 0; i < 5000; i++) {
    const cut = dice.below(kept > 0 ? 20 : 4) === 0;
    const damaged = whole.slice(0, cut ? dice.below(whole.length) : undefined);
    for (let turn = dice.below(4); turn >= 0 && damaged.length > 2 * kept; turn--)
      damaged[kept + dice.below(damaged.length - 2 * kept)] = dice.below(256);
    if ((await failure(damaged, options)) !== "no error") refused++;
  }
  expect(refused).toBeGreaterThan(1500);
  expect(refused).toBeLessThan(5000);
});

test("gzip: damaged bytes are the same rows or a sentence", MINUTES, async () => {
  const dice = new Dice(29);
  const whole = gzipSync(
    `x,y\n${Array.from({ length: 300 }, (_, i) => `${dice.unit()},${i % 2}\n`).join("")}`,
  );
  const rows = JSON.stringify(await collect(await openLog(whole, { target: "y", format: "csv" })));
  for (let i = 0; i < 5000; i++) {
    const damaged = Uint8Array.from(whole);
    // behind the magic bytes, without which it is no gzip
    damaged[2 + dice.below(whole.length - 2)]! ^= 1 + dice.below(255);
    const source = await openLog(damaged, { target: "y", format: "csv" }).catch((error: Error) => error);
    if (source instanceof Error) expect(source.name).toBe("InputError");
    else expect(JSON.stringify(await collect(source))).toBe(rows);
  }
});
