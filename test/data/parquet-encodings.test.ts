import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetWriteBuffer, type ColumnSource } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { Categories } from "../../src/data/categories.ts";
import { openLog } from "../../src/data/open.ts";
import { readDeltas, readDeltaTexts } from "../../src/data/parquet-delta.ts";
import { readEncoded } from "../../src/data/parquet-encodings.ts";
import { storedOf } from "../../src/data/parquet-schema.ts";
import { bytes, collect } from "./collect.ts";
import { Dice } from "./dice.ts";

/** The texts that a page of the encoding holds. */
function texts(page: Uint8Array, n: number, prefixed: boolean): string[] {
  const categories = new Categories();
  const codes = readDeltaTexts(page, n, prefixed, (...cell) => categories.number(...cell));
  return Array.from(codes, (code) => categories.text(code));
}

const longs = (page: number[], n: number): bigint[] => [
  ...new BigInt64Array(readDeltas(Uint8Array.from(page), 0, n, 8).plain.buffer),
];
const ints = (page: number[], n: number): number[] => [
  ...new Int32Array(readDeltas(Uint8Array.from(page), 0, n, 4).plain.buffer),
];

/** Blocks of 128 values in 4 parts. */
const HEAD = [128, 1, 4];

describe("delta pages by hand, as Encodings.md has them", () => {
  test("its first example: 1, 2, 3, 4, 5, deltas of one, none of which needs a bit", () => {
    expect(ints([...HEAD, 5, 2, 2, 0, 0, 0, 0], 5)).toEqual([1, 2, 3, 4, 5]);
  });

  test("its second example: 7, 5, 3, 1, 2, 3, 4, 5, least delta -2, two bits each", () => {
    // deltas above -2 are 0, 0, 0, 3, 3, 3, 3: 11 11 11 00 | 00 00 11 11, lowest bits first; 32 of them take 8 bytes
    const packed = [0b11_00_00_00, 0b00_11_11_11, 0, 0, 0, 0, 0, 0];
    expect(ints([...HEAD, 8, 14, 3, 2, 0, 0, 0, ...packed], 8)).toEqual([7, 5, 3, 1, 2, 3, 4, 5]);
  });

  test("integers wrap around at their size", () => {
    // from 2^31 - 1 by +1, without a bit
    const first = [0xfe, 0xff, 0xff, 0xff, 0x0f];
    expect(ints([...HEAD, 2, ...first, 2, 0, 0, 0, 0], 2)).toEqual([2 ** 31 - 1, -(2 ** 31)]);
    expect(longs([...HEAD, 2, ...first, 2, 0, 0, 0, 0], 2)).toEqual([2n ** 31n - 1n, 2n ** 31n]);
    const largest = [0xfe, ...Array.from({ length: 8 }, () => 0xff), 0x01];
    expect(longs([...HEAD, 2, ...largest, 2, 0, 0, 0, 0], 2)).toEqual([2n ** 63n - 1n, -(2n ** 63n)]);
  });

  test("deltas of 64 bits", () => {
    const packed = [...Array.from({ length: 8 }, () => 0xff), ...Array.from({ length: 31 * 8 }, () => 0)];
    expect(longs([...HEAD, 2, 10, 0, 64, 0, 0, 0, ...packed], 2)).toEqual([5n, 4n]);
  });

  test("texts with their lengths first, and with what they have in common", () => {
    // lengths 5, 5, 6, 6: deltas 0, 1, 0, one bit each, 32 of them in 4 bytes
    const lengths = [...HEAD, 4, 10, 0, 1, 0, 0, 0, 0b010, 0, 0, 0];
    const page = Uint8Array.from([...lengths, ...bytes("HelloWorldFoobarABCDEF")]);
    expect(texts(page, 4, false)).toEqual(["Hello", "World", "Foobar", "ABCDEF"]);
    // "axis", "axle", "babble", "babyhood": prefixes 0, 2, 0, 3 and suffixes 4, 2, 6, 5
    const prefixes = [...HEAD, 4, 0, 3, 3, 0, 0, 0, 0b00_000_100 | (5 << 6), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const suffixes = [...HEAD, 4, 8, 3, 3, 0, 0, 0, 0b00_110_000 | (1 << 6), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(
      texts(Uint8Array.from([...prefixes, ...suffixes, ...bytes("axislebabbleyhood")]), 4, true),
    ).toEqual(["axis", "axle", "babble", "babyhood"]);
  });

  test.each([
    ["no parts", [128, 1, 0, 2, 0, 0], "deltas in blocks of 128 / 0 values"],
    ["parts of 33", [33, 1, 2, 0, 0, 0], "deltas in blocks of 33 / 1 values"],
    ["more parts than bytes", [0x80, 0x80, 0x80, 0x80, 0x08, 0x80, 0x80, 0x80, 0x20, 2, 0, 0], "are cut off"],
    ["another number of values", [...HEAD, 3, 0, 2, 0, 0, 0, 0], "a page of 2 values has 3 deltas"],
    ["deltas of 65 bits", [...HEAD, 2, 0, 2, 65, 0, 0, 0], "deltas of 65 bits"],
    ["no end of a varint", [...HEAD, 2, ...Array.from({ length: 11 }, () => 0x80)], "more than 64 bits"],
    ["no packed deltas", [...HEAD, 2, 0, 2, 9, 0, 0, 0, 1], "are cut off"],
    ["nothing", [], "are cut off"],
  ])("refused: %s", (_, page, message) => {
    expect(() => ints(page, 2)).toThrow(message);
  });

  test("refused: texts that are not there", () => {
    const page = (prefix: number, suffix: number): Uint8Array =>
      Uint8Array.from([...HEAD, 1, 2 * prefix, ...HEAD, 1, 2 * suffix, 65]);
    expect(texts(page(0, 1), 1, true)).toEqual(["A"]);
    expect(() => texts(page(1, 1), 1, true)).toThrow("more in common");
    expect(() => texts(page(0, 2), 1, true)).toThrow("cut off");
  });
});

describe("values that are stored as bytes", () => {
  const fixed = (logical_type: object, type_length: number, page: number[], categories?: Categories) => {
    const type = "FIXED_LEN_BYTE_ARRAY" as const;
    const element = { name: "x", type, type_length, logical_type } as Parameters<typeof storedOf>[0];
    const n = page.length / type_length;
    return [...readEncoded(Uint8Array.from(page), "PLAIN", n, storedOf(element, categories))];
  };

  test("numbers of 16 bits", () => {
    // 1, -2, the largest, the least normal and the least of all, infinity
    const page = [0, 0x3c, 0, 0xc0, 0xff, 0x7b, 0, 0x04, 1, 0, 0, 0x7c];
    const right = [1, -2, 65504, 2 ** -14, 2 ** -24, Infinity];
    expect(fixed({ type: "FLOAT16" }, 2, page)).toEqual(right);
  });

  test("decimals, highest byte first", () => {
    const decimal = { type: "DECIMAL", precision: 20, scale: 2 };
    expect(fixed(decimal, 3, [0, 0x04, 0xe2, 0xff, 0xff, 0xff])).toEqual([12.5, -0.01]);
    const two64 = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(fixed(decimal, 12, [...two64, ...two64.map((byte) => (byte ? 255 : byte))])).toEqual([
      2 ** 64 / 100,
      (2 ** 64 * 255) / 100,
    ]);
    expect(fixed(decimal, 9, [255, 0, 0, 0, 0, 0, 0, 0, 0])).toEqual([-(2 ** 64) / 100]);
  });

  test("UUIDs", () => {
    const categories = new Categories();
    const page = Array.from({ length: 16 }, (_, i) => i * 17);
    const [code] = fixed({ type: "UUID" }, 16, page, categories);
    expect(categories.text(code!)).toBe("00112233-4455-6677-8899-aabbccddeeff");
  });

  test("time stamps of 96 bits", () => {
    const element = { name: "t", type: "INT96" as const } as Parameters<typeof storedOf>[0];
    // 12:00:00.000000001 on Julian day 2440589, 2 January 1970
    const view = new DataView(new ArrayBuffer(12));
    view.setBigInt64(0, 43_200_000_000_001n, true);
    view.setInt32(8, 2_440_589, true);
    const page = new Uint8Array(view.buffer);
    expect([...readEncoded(page, "PLAIN", 1, storedOf(element, undefined))]).toEqual([129_600_000]);
  });
});

test("every encoding of many values, what hyparquet reads", async () => {
  const dice = new Dice(41);
  const n = 3000;
  const list = <T>(make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
  const word = (i: number): string => `user/${i >> 4}/${dice.digits(dice.below(4))}`;
  const columns: ColumnSource[] = [
    { name: "a", data: list(() => dice.below(2 ** 32) - 2 ** 31), type: "INT32" },
    { name: "b", data: list(() => BigInt(dice.below(2 ** 31)) * 4_000_000n - 2n ** 52n), type: "INT64" },
    { name: "c", data: list((i) => BigInt(i)), type: "INT64" },
    { name: "d", data: list((i) => (i >> 9 ? 7 : dice.below(3))), type: "INT32" },
    ...(["FLOAT", "DOUBLE", "INT32", "INT64"] as const).map((type): ColumnSource => {
      const number = (): number => dice.below(2 ** 20) / (type[0] === "I" ? 1 : 64);
      const data = list(() => (type === "INT64" ? BigInt(number()) : number()));
      return { name: `split ${type}`, data, type, encoding: "BYTE_STREAM_SPLIT" };
    }),
    { name: "s", data: list(word), type: "STRING", encoding: "DELTA_BYTE_ARRAY" },
    {
      name: "t",
      data: list((i) => (dice.below(5) ? word(i) : null)),
      type: "STRING",
      nullable: true,
      encoding: "DELTA_LENGTH_BYTE_ARRAY",
    },
    { name: "y", data: list((i) => i % 2), type: "INT32" },
  ].map(
    (column) =>
      ({
        encoding: "name" in column && /^[abcd]$/.test(column.name) ? "DELTA_BINARY_PACKED" : undefined,
        ...column,
      }) as ColumnSource,
  );
  const file = parquetWriteBuffer({ columnData: columns, rowGroupSize: 1700, pageSize: 4000 });
  const rows = await collect(await openLog(file, { target: "y" }));
  const expected = await parquetReadObjects({
    file: { byteLength: file.byteLength, slice: (a, b) => file.slice(a, b) },
    compressors,
  });
  expected.forEach(({ s, t, y, ...numbers }, i) => {
    const names = [`s=${s as string}`, `t=${(t as string | null) ?? "(missing)"}`];
    const right = [...Object.values(numbers).map(Number), ...names, y];
    const { dense, sparse, outcome } = rows[i]!;
    expect([...dense, ...sparse.map(([name]) => name), outcome]).toEqual(right);
  });
});
