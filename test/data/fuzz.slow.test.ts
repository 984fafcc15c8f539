import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { collect, failure, type PlainRow } from "./collect.ts";
import { Dice } from "./dice.ts";
import { fuzz, mutated } from "./fuzz.ts";
import { zstdFrame } from "./packed.ts";
import { openLog, type LogOptions } from "../../src/data/open.ts";

const MINUTES = { timeout: 1_200_000 };

test.each(["csv", "jsonl", "vw", "libsvm"] as const)(
  "%s: 100,000 mutated inputs",
  MINUTES,
  async (format) => {
    const { read, refused } = await fuzz(format, 100_000, new Dice(17));
    expect(Math.min(read, refused)).toBeGreaterThan(6000);
  },
);

test.each(["csv", "jsonl", "vw", "libsvm"] as const)(
  "%s: 3,000 mutated inputs are the same in UTF-16, from opening to the last row",
  MINUTES,
  async (format) => {
    const dice = new Dice(37);
    const table = { target: "#1", features: "category(#2)", task: "regression" } as const;
    const wanted = format === "csv" || format === "jsonl" ? table : {};
    let read = 0;
    for (let i = 0; i < 3000; i++) {
      const text = mutated(format, dice);
      const options = { ...wanted, format, ...(format === "csv" && { header: false }) };
      const plain = await outcome(new TextEncoder().encode(text), options);
      const units = Uint16Array.from(text, (character) => character.charCodeAt(0));
      const other = await outcome(new Uint8Array(units.buffer), { ...options, encoding: "utf-16le" });
      expect(JSON.stringify(other), text).toBe(JSON.stringify(plain));
      if (typeof plain !== "string") read++;
    }
    expect(read).toBeGreaterThan(100);
  },
);

/** What is read, or the sentence that says why it is not. */
async function outcome(source: Uint8Array, options: LogOptions): Promise<readonly PlainRow[] | string> {
  const message = await failure(source, options);
  return message === "no error" ? collect(await openLog(source, options)) : message;
}

const ROWS = 50;
const x = Float64Array.from({ length: ROWS }, (_, i) => i / 4);
const y = Int32Array.from({ length: ROWS }, (_, i) => i % 2);
const words = Array.from({ length: ROWS }, (_, i) => `w${i % 5}`);
const gaps = Array.from({ length: ROWS }, (_, i) => (i % 3 ? i / 2 : null));
const arrow = tableFromArrays({ x, y, words });

function parquet(rowGroupSize: number, codec: "SNAPPY" | "UNCOMPRESSED", values: ArrayLike<number | null>) {
  const columnData = [
    { name: "x", data: Array.from(values), type: "DOUBLE" as const, nullable: values === gaps },
    { name: "y", data: y },
    { name: "words", data: words },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize, codec }));
}

/** Integers in deltas, texts with their lengths first or with what they have in common. */
function deltas(texts: "DELTA_LENGTH_BYTE_ARRAY" | "DELTA_BYTE_ARRAY"): Uint8Array {
  const data = Array.from({ length: ROWS }, (_, i) => BigInt(i * i * i) * 1_000_003n);
  const columnData = [
    { name: "x", data, type: "INT64" as const, encoding: "DELTA_BINARY_PACKED" as const },
    { name: "y", data: y, encoding: "DELTA_BINARY_PACKED" as const },
    { name: "words", data: words.map((word, i) => `user/${word}/${i}`), encoding: texts },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 30, codec: "UNCOMPRESSED" }));
}

const split = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: "x", data: x, encoding: "BYTE_STREAM_SPLIT" },
      { name: "y", data: y, encoding: "BYTE_STREAM_SPLIT" },
      { name: "words", data: words },
    ],
    codec: "UNCOMPRESSED",
  }),
);

/** Damage outside of the first and last bytes tells a reader more than files that are refused by their ends. */
const BINARIES: Readonly<
  Record<string, readonly [Uint8Array, "arrow" | "parquet", kept: number, inputs: number]>
> = {
  "Arrow file": [tableToIPC(arrow, "file"), "arrow", 0, 50_000],
  "Arrow stream": [tableToIPC(arrow, "stream"), "arrow", 0, 50_000],
  Parquet: [parquet(50, "SNAPPY", x), "parquet", 8, 20_000],
  "Parquet in row groups with missing values": [parquet(20, "UNCOMPRESSED", gaps), "parquet", 8, 20_000],
  "Parquet in deltas, texts by length": [deltas("DELTA_LENGTH_BYTE_ARRAY"), "parquet", 8, 20_000],
  "Parquet in deltas, texts by prefix": [deltas("DELTA_BYTE_ARRAY"), "parquet", 8, 20_000],
  "Parquet in split bytes": [split, "parquet", 8, 20_000],
};

test.each(Object.keys(BINARIES))("%s: damaged bytes are rows or a sentence", MINUTES, async (name) => {
  const dice = new Dice(23);
  const [whole, format, kept, inputs] = BINARIES[name]!;
  const options = { target: "y", features: "x, words", format, impute: "mean" as const };
  let refused = 0;
  for (let i = 0; i < inputs; i++) {
    const cut = dice.below(kept > 0 ? 20 : 4) === 0;
    const damaged = whole.slice(0, cut ? dice.below(whole.length) : undefined);
    for (let turn = dice.below(4); turn >= 0 && damaged.length > 2 * kept; turn--)
      damaged[kept + dice.below(damaged.length - 2 * kept)] = dice.below(256);
    if ((await failure(damaged, options)) !== "no error") refused++;
  }
  expect(refused).toBeGreaterThan(0.25 * inputs);
  expect(refused).toBeLessThan(inputs);
});

const dice = new Dice(29);
const csv = `x,y\n${Array.from({ length: 300 }, (_, i) => `${dice.unit()},${i % 2}\n`).join("")}`;
const packedOptions = { target: "y", format: "csv" } as const;

/** The file with one byte behind its magic ones changed, without which it is not packed. */
function oneByteOff(whole: Uint8Array, magic: number): Uint8Array {
  const damaged = Uint8Array.from(whole);
  damaged[magic + dice.below(whole.length - magic)]! ^= 1 + dice.below(255);
  return damaged;
}

test("gzip: damaged bytes are the same rows or a sentence", MINUTES, async () => {
  const whole = gzipSync(csv);
  const rows = JSON.stringify(await collect(await openLog(whole, packedOptions)));
  for (let i = 0; i < 20_000; i++) {
    const read = await outcome(oneByteOff(whole, 2), packedOptions);
    if (typeof read !== "string") expect(JSON.stringify(read)).toBe(rows);
  }
});

/** Written by the zstd program: "x,y" and 100,000 rows "i % 10,i % 2", in compressed blocks and with a checksum. */
const COMPRESSED = Buffer.from(
  "KLUv/QRYrAEAtAJ4LHkKMCwwCjEsMQoyLDAKMywxCjQsMAo1LDEKNiwwCjcsMQo4LDAKOSwxAQCT/l+5KgNMAAAINwEA/P85EAJMAAAINQEA/P85EAJFAAAIMwEAgNoDIXhIs/s=",
  "base64",
);

test.each([
  ["raw blocks", zstdFrame(new TextEncoder().encode(csv)), 10_000],
  ["compressed blocks", COMPRESSED, 300],
] as const)("zstd, %s: damaged bytes are rows or a sentence", MINUTES, async (_, whole, inputs) => {
  let refused = 0;
  for (let i = 0; i < inputs; i++)
    if ((await failure(oneByteOff(whole, 4), packedOptions)) !== "no error") refused++;
  expect(refused).toBeGreaterThan(0.25 * inputs);
});
