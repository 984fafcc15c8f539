import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetWriteBuffer, type ColumnSource } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { collect, failure } from "./collect.ts";
import { Dice } from "./dice.ts";

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], "columnData">;

function parquet(columnData: ColumnSource[], options: Options = {}): ArrayBuffer {
  return parquetWriteBuffer({ columnData, ...options });
}

const y: ColumnSource = { name: "y", data: [0, 1, 1], type: "INT32" };

/** Dense cells of column x, as they come out. */
async function cells(x: Omit<ColumnSource, "name">): Promise<number[]> {
  const source = await openLog(parquet([{ name: "x", ...x }, y]), { target: "y", features: "x" });
  return (await collect(source)).map((row) => row.dense[0]!);
}

describe("types", () => {
  test("numbers", async () => {
    expect(await cells({ data: [1, -2, 2147483647], type: "INT32" })).toEqual([1, -2, 2147483647]);
    expect(await cells({ data: [1n, -2n, -(2n ** 53n) + 1n], type: "INT64" })).toEqual([
      1,
      -2,
      -(2 ** 53) + 1,
    ]);
    expect(await cells({ data: [1.5, -2.25, 3], type: "FLOAT" })).toEqual([1.5, -2.25, 3]);
    expect(await cells({ data: [0.1, -2e300, 3], type: "DOUBLE" })).toEqual([0.1, -2e300, 3]);
    expect(await cells({ data: [true, false, true], type: "BOOLEAN" })).toEqual([1, 0, 1]);
    expect(await cells({ data: [1.5, -2, 0], type: "FLOAT16" })).toEqual([1.5, -2, 0]);
  });

  test("delta and split encodings", async () => {
    expect(await cells({ data: [5, -2, 70000], type: "INT32", encoding: "DELTA_BINARY_PACKED" })).toEqual([
      5, -2, 70000,
    ]);
    expect(
      await cells({ data: [5n, -2n, 2n ** 40n], type: "INT64", encoding: "DELTA_BINARY_PACKED" }),
    ).toEqual([5, -2, 2 ** 40]);
    expect(await cells({ data: [0.1, 2, 3], type: "DOUBLE", encoding: "BYTE_STREAM_SPLIT" })).toEqual([
      0.1, 2, 3,
    ]);
    for (const encoding of ["DELTA_LENGTH_BYTE_ARRAY", "PLAIN"] as const) {
      const t: ColumnSource = {
        name: "t",
        data: ["a", null, "b\u00e9"],
        type: "STRING",
        nullable: true,
        encoding,
      };
      const rows = await collect(await openLog(parquet([t, y]), { target: "y" }));
      expect(rows.map((row) => row.sparse[0]![0])).toEqual(["t=a", "t=(missing)", "t=b\u00e9"]);
    }
  });

  test("unsigned integers, decimals, dates and all units of time stamps", async () => {
    const write = (data: unknown[], element: object): ArrayBuffer => {
      const schema = [
        { name: "root", num_children: 2 },
        { name: "x", repetition_type: "REQUIRED", ...element },
        { name: "y", type: "INT32", repetition_type: "REQUIRED" },
      ] as NonNullable<Options["schema"]>;
      return parquet(
        [
          { name: "x", data },
          { name: "y", data: [0, 1] },
        ],
        { schema },
      );
    };
    const dense = async (file: ArrayBuffer): Promise<unknown> =>
      (await collect(await openLog(file, { target: "y" }))).map((row) => row.dense[0]);
    expect(await dense(write([2 ** 32 - 1, 5], { type: "INT32", converted_type: "UINT_32" }))).toEqual([
      2 ** 32 - 1,
      5,
    ]);
    expect(
      await dense(write([1250n, -1n], { type: "INT64", converted_type: "DECIMAL", precision: 9, scale: 2 })),
    ).toEqual([12.5, -0.01]);
    // A last nanosecond of a day, and one before 1970: rounding up would give the next hour.
    const times = [1_000_511_999_999_999_999n, -1n] as const;
    for (const [unit, divisor] of [
      ["NANOS", 1n],
      ["MICROS", 1000n],
      ["MILLIS", 1_000_000n],
    ] as const) {
      const data = times.map((time) => time / divisor - (time < 0n && divisor > 1n ? 1n : 0n));
      const element = { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit } };
      const file = write(data, element);
      const rows = await collect(
        await openLog(file, { target: "y", features: "hour(x), weekday(x), month(x)" }),
      );
      expect(rows.map((row) => row.sparse.map(([name]) => name))).toEqual([
        ["hour(x)=23", "weekday(x)=Friday", "month(x)=September"],
        ["hour(x)=23", "weekday(x)=Wednesday", "month(x)=December"],
      ]);
      expect(await failure(file, { target: "y" })).toContain(
        'column "x": expected numbers or text, got time stamps: name the features',
      );
    }
    const dates = write([11353, 0], { type: "INT32", converted_type: "DATE" });
    const rows = await collect(await openLog(dates, { target: "y", features: "weekday(x)" }));
    expect(rows.map((row) => row.sparse[0]![0])).toEqual(["weekday(x)=Wednesday", "weekday(x)=Thursday"]);
  });
});

describe("pages", () => {
  const dice = new Dice(5);
  const n = 25_000;
  const maybe = <T>(make: () => T): T[] =>
    Array.from({ length: n }, () => (dice.below(10) === 0 ? null : make()) as T);
  const columns: ColumnSource[] = [
    { name: "few", data: maybe(() => `w${dice.below(300)}`), type: "STRING", nullable: true },
    { name: "many", data: maybe(() => dice.digits(7)), type: "STRING", nullable: true },
    { name: "one", data: new Array<string>(n).fill("same"), type: "STRING" },
    { name: "a", data: Array.from({ length: n }, () => dice.below(5) - 2), type: "INT32" },
    { name: "b", data: Array.from({ length: n }, () => BigInt(dice.below(2 ** 40))), type: "INT64" },
    { name: "c", data: Array.from({ length: n }, () => dice.unit()), type: "DOUBLE" },
    { name: "d", data: Array.from({ length: n }, () => dice.below(2) === 1), type: "BOOLEAN" },
    {
      name: "e",
      data: Array.from({ length: n }, (_, i) => i * i),
      type: "INT32",
      encoding: "DELTA_BINARY_PACKED",
    },
    { name: "y", data: Array.from({ length: n }, (_, i) => i % 2), type: "INT32", nullable: true },
  ];
  const gzip = { GZIP: (input: Uint8Array) => new Uint8Array(gzipSync(input)) };

  test.each<[string, Options]>([
    ["one row group, small pages", { rowGroupSize: n, pageSize: 1000 }],
    ["odd row groups", { rowGroupSize: [1, 999, 8192, 8193], pageSize: 20_000 }],
    ["no compression", { codec: "UNCOMPRESSED", rowGroupSize: 10_000 }],
    ["gzip", { codec: "GZIP", compressors: gzip, rowGroupSize: 10_000 }],
  ])("%s: every cell is what hyparquet reads", async (_, options) => {
    const file = parquet(columns, options);
    const source = await openLog(file, { target: "y" });
    const rows = await collect(source);
    const expected = await parquetReadObjects({
      file: { byteLength: file.byteLength, slice: (a, b) => file.slice(a, b) },
      compressors,
    });
    expect([source.rows, rows.length, expected.length]).toEqual([n, n, n]);
    for (let i = 0; i < n; i++) {
      const { dense, sparse, outcome } = rows[i]!;
      const { few, many, one, a, b, c, d, e, y: target } = expected[i]!;
      const got = [...dense, ...sparse.map(([name]) => name), outcome].join();
      const words = { few, many, one } as Record<string, string | null>;
      const names = Object.keys(words).map((name) => `${name}=${words[name] ?? "(missing)"}`);
      const right = [a, Number(b), c, Number(d), e, ...names, target].join();
      if (got !== right) throw new Error(`row ${i + 1}: ${got}, not ${right}`);
    }
    expect(await collect(source)).toEqual(rows);
  });
});

describe("bad input", () => {
  const x: ColumnSource = { name: "x", data: [1, 2, 3], type: "INT32" };
  const named = { name: "log.parquet", target: "y" };

  test("missing values", async () => {
    const hole: ColumnSource = { name: "x", data: [1, null, 3], type: "DOUBLE", nullable: true };
    expect(await failure(parquet([hole, y]), named)).toBe(
      'log.parquet, row 2, column "x": expected a finite number for x, got a missing value (--impute mean fills it in)',
    );
    const outcome: ColumnSource = { name: "y", data: [1, 0, null], type: "INT32", nullable: true };
    expect(await failure(parquet([x, outcome]), named)).toBe(
      'log.parquet, row 3, column "y": expected a value of the target, got a missing value',
    );
    expect(await failure(parquet([x, outcome]), { ...named, target: "y>0" })).toBe(
      'log.parquet, row 3, column "y": expected a value of the target, got a missing value',
    );
    const late = Array.from({ length: 20_000 }, (_, i) => (i === 17_000 ? null : i % 2));
    const long: ColumnSource[] = [
      { name: "x", data: late.map(() => 1), type: "INT32" },
      { name: "y", data: late, type: "INT32", nullable: true },
    ];
    expect(await failure(parquet(long), { ...named, target: "y>0" })).toBe(
      'log.parquet, row 17001, column "y": expected a value of the target, got a missing value',
    );
    const words: ColumnSource = { name: "y", data: ["a", null, "b"], type: "STRING", nullable: true };
    expect(await failure(parquet([x, words]), { ...named, target: "y==a" })).toBe(
      'log.parquet, row 2, column "y": expected a value of the target, got a missing value',
    );
  });

  test("infinite values, and integers that a double cannot hold", async () => {
    const infinite: ColumnSource = { name: "x", data: [1, 2, -Infinity], type: "DOUBLE" };
    expect(await failure(parquet([infinite, y]), named)).toBe(
      'log.parquet, row 3, column "x": expected a finite number for x, got -Infinity',
    );
    const large: ColumnSource = { name: "x", data: [1n, 2n ** 53n + 1n, 3n], type: "INT64" };
    expect(await failure(parquet([large, y]), named)).toBe(
      'log.parquet, row 2, column "x": expected an integer below 2^53 in size, got about 9007199254740992',
    );
    expect(await failure(parquet([large, y], { rowGroupSize: 1 }), named)).toContain(
      "log.parquet, row 2, column",
    );
  });

  test("a target of one class, of two words, of lists", async () => {
    const ones: ColumnSource = { name: "y", data: [1, 1, 1], type: "INT32" };
    expect(await failure(parquet([x, ones]), named)).toBe(
      'log.parquet, column "y": expected at least two different values of the target, got only 1 in every row',
    );
    const words: ColumnSource = { name: "y", data: ["UP", "DOWN", "UP"], type: "STRING" };
    expect(await failure(parquet([x, words]), named)).toContain(
      'got the two values "UP", "DOWN": write "y==DOWN"',
    );
    const json: ColumnSource = { name: "y", data: [[1], [2], []], type: "JSON" };
    expect(await failure(parquet([x, json]), named)).toContain(
      "expected numbers or text as the target, got lists or structures",
    );
  });

  test("kinds that do not fit the features", async () => {
    const t: ColumnSource = { name: "t", data: ["a", "b", "c"], type: "STRING" };
    const wants = (features: string): Promise<string> => failure(parquet([x, t, y]), { ...named, features });
    expect(await wants("t/2")).toBe('log.parquet, column "t": expected a number for t/2, got text');
    expect(await wants("hour(x)")).toBe(
      'log.parquet, column "x": expected a time stamp such as 2001-01-31 07:15 for hour(x), got numbers',
    );
    expect(await wants("u")).toBe(
      'log.parquet: features names column "u", which is not there: it has "x", "t", "y"',
    );
  });

  test("what is not a Parquet file, or not a whole one", async () => {
    const text = new TextEncoder().encode("x,y\n1,0\n2,1\n");
    expect(await failure(text, named)).toBe(
      'log.parquet: expected a Parquet file, which begins with "PAR1", got one that begins with "x,y\\n"',
    );
    const file = parquet([x, y]);
    expect(await failure(file.slice(0, file.byteLength - 9), named)).toBe(
      'log.parquet: expected a whole Parquet file, got one that is cut off: it does not end with "PAR1"',
    );
    const damaged = new Uint8Array(file.slice(0));
    damaged.fill(0xff, damaged.length - 60, damaged.length - 8);
    expect(await failure(damaged, named)).toMatch(
      /^log\.parquet: expected a whole Parquet file, got one that cannot be read \(/,
    );
    expect(
      await failure(
        parquet([
          { ...x, data: [] },
          { ...y, data: [] },
        ]),
        named,
      ),
    ).toBe("log.parquet: expected rows, got a Parquet file without any");
  });
});

const FLIGHTS = "node_modules/vega-datasets/data/flights-3m.parquet";

test.skipIf(!existsSync(FLIGHTS))("all three million flights", { timeout: 30_000 }, async () => {
  const features = "distance/1000, hour(date), origin, destination";
  const source = await openLog(FLIGHTS, { target: "delay>=15", features });
  expect([source.name, source.rows, source.task]).toEqual([
    "flights-3m.parquet",
    3_000_000,
    "classification",
  ]);
  expect(source.dense).toEqual([{ name: "distance/1000", scalable: false }]);
  let rows = 0;
  let late = 0;
  let distance = 0;
  for await (const block of source.blocks()) {
    rows += block.rows;
    for (let row = 0; row < block.rows; row++) {
      late += block.outcome[row]!;
      distance += Math.round(block.dense[row]! * 1000);
    }
    expect(block.start[block.rows]).toBe(3 * block.rows);
  }
  expect([rows, late, distance]).toEqual([3_000_000, 626_590, 2_194_861_208]);
  const counts: Record<string, number> = {};
  for (let column = 0; column < source.sparseColumns(); column++) {
    const feature = source.sparseName(column).split("=")[0]!;
    counts[feature] = (counts[feature] ?? 0) + 1;
  }
  expect(counts).toEqual({ "hour(date)": 24, origin: 229, destination: 228 });
});
