import {
  CompressionType,
  setCompressionCodec,
  tableFromArrays as flat,
  tableToIPC as toIpc,
} from "@uwdata/flechette";
import {
  Bool,
  DateDay,
  Dictionary,
  Float16,
  Float32,
  Float64,
  Int32,
  Int64,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  TimestampMicrosecond,
  Uint8,
  Utf8,
  vectorFromArray,
  RecordBatchStreamWriter,
  Table,
  type DataType,
} from "apache-arrow";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { unpackLz4 } from "../../src/data/lz4.ts";
import { openLog } from "../../src/data/open.ts";
import { bytes, collect, failure } from "./collect.ts";
import { zstdFrame } from "./packed.ts";

/** Written by Apache's own library. */
function arrow(
  columns: Record<string, [DataType, unknown[]]>,
  format: "file" | "stream" = "file",
): Uint8Array {
  const vectors = Object.entries(columns).map(([name, [type, values]]) => [
    name,
    vectorFromArray(values, type),
  ]);
  return tableToIPC(new Table(Object.fromEntries(vectors)), format);
}

const y: [DataType, unknown[]] = [new Int32(), [0, 1, 1]];

describe("values", () => {
  test.each(["file", "stream"] as const)("numbers of all widths, in a %s", async (format) => {
    const log = arrow(
      {
        a: [new Float64(), [0.1, -2, 3e300]],
        b: [new Float32(), [0.5, 1.25, -8]],
        c: [new Float16(), [0.5, 2, -1]],
        d: [new Int64(), [1n, -(2n ** 53n) + 1n, 7n]],
        e: [new Uint8(), [0, 255, 3]],
        f: [new Bool(), [true, false, true]],
        y,
      },
      format,
    );
    for (const source of [log, gzipSync(log)]) {
      const rows = await collect(await openLog(source, { target: "y" }));
      expect(rows.map(({ dense, outcome }) => [...dense, outcome])).toEqual([
        [0.1, 0.5, 0.5, 1, 0, 1, 0],
        [-2, 1.25, 2, -(2 ** 53) + 1, 255, 0, 1],
        [3e300, -8, -1, 7, 3, 1, 1],
      ]);
    }
  });

  test("text, dictionaries and time stamps, with missing ones", async () => {
    const log = arrow({
      t: [new Utf8(), ["Rome", null, "caf\u00e9"]],
      d: [new Dictionary(new Utf8(), new Int32()), ["b", "a", "b"]],
      s: [new TimestampMicrosecond(), [0, 3_600_000, 7_200_000].map((ms) => new Date(ms))],
      day: [new DateDay(), [new Date(0), new Date(86_400_000), new Date(31 * 86_400_000)]],
      x: [new Float64(), [1, null, 4]],
      y,
    });
    const options = { target: "y", features: "t, d, hour(s), weekday(day), x", impute: "mean" } as const;
    const rows = await collect(await openLog(log, options));
    expect(rows.map(({ dense, sparse }) => [...dense, ...sparse.map(([name]) => name)])).toEqual([
      [1, "t=Rome", "d=b", "hour(s)=0", "weekday(day)=Thursday"],
      [1, "t=(missing)", "d=a", "hour(s)=1", "weekday(day)=Friday", "x=(missing)"],
      [4, "t=caf\u00e9", "d=b", "hour(s)=2", "weekday(day)=Sunday"],
    ]);
  });

  test("several record batches, longer than blocks and shorter", async () => {
    const batch = (from: number, n: number) =>
      tableFromArrays({
        x: Float64Array.from({ length: n }, (_, i) => from + i),
        y: Int32Array.from({ length: n }, (_, i) => (from + i) % 2),
      });
    const writer = new RecordBatchStreamWriter();
    for (const [from, n] of [
      [0, 3],
      [3, 20_000],
      [20_003, 1],
    ] as const)
      for (const each of batch(from, n).batches) writer.write(each);
    const source = await openLog(await writer.finish().toUint8Array(), { target: "y" });
    expect(source.rows).toBe(20_004);
    const rows = await collect(source);
    rows.forEach(({ dense, outcome }, i) => {
      if (dense[0] !== i || outcome !== i % 2) throw new Error(`row ${i + 1} is wrong`);
    });
  });
});

describe("compressed buffers", () => {
  /** One block after another that refers to those before: literals up to a repetition of the last eight bytes, then a match. */
  function lz4(plain: Uint8Array): Uint8Array {
    const out = [0x04, 0x22, 0x4d, 0x18, 0x40, 0x70, 0];
    const block = (made: number[]): void => void out.push(made.length & 255, made.length >> 8, 0, 0, ...made);
    block([0x80, ...plain.subarray(0, 8)]);
    // a match of 4 + 15 + n bytes at distance 8, then five literals
    const rest = plain.length - 8 - 5;
    const long = rest - 19;
    const lengths = [...Array<number>(Math.floor(long / 255)).fill(255), long % 255];
    block([0x0f, 8, 0, ...lengths, 0x50, ...plain.subarray(plain.length - 5)]);
    return Uint8Array.from([...out, 0, 0, 0, 0]);
  }

  test("LZ4 frames of linked blocks", () => {
    const plain = new Uint8Array(3000).map((_, i) => [7, 1, 9, 200, 4, 5, 6, 0][i % 8]!);
    expect(unpackLz4(lz4(plain), 3000)).toEqual(plain);
    expect(() => unpackLz4(lz4(plain), 2999)).toThrow();
    expect(() => unpackLz4(lz4(plain).subarray(0, 20), 3000)).toThrow();
  });

  test("in a file", async () => {
    const x = Float64Array.from({ length: 1000 }, () => 2.5);
    const outcomes = Float64Array.from({ length: 1000 }, (_, i) => i % 2);
    for (const [type, encode] of [
      [CompressionType.ZSTD, zstdFrame],
      [CompressionType.LZ4_FRAME, lz4],
    ] as const) {
      // the reader brings its own decoders
      await openLog(arrow({ x: y, y }), { target: "y" });
      const decode = (): never => {
        throw new Error("not here");
      };
      const small = (plain: Uint8Array): Uint8Array =>
        plain.length === 8000 && plain[7] === plain[15] ? encode(plain) : plain;
      setCompressionCodec(type, { encode: small, decode });
      const packed = toIpc(flat({ x, y: outcomes }), { codec: type });
      const { installCodecs } = await import("../../src/data/arrow.ts");
      installCodecs();
      const rows = await collect(await openLog(packed as Uint8Array, { target: "y" }));
      expect(rows.length).toBe(1000);
      expect(rows.every(({ dense, outcome }, i) => dense[0] === 2.5 && outcome === i % 2)).toBe(true);
    }
  });
});

test("what is wrong with a file is one sentence", async () => {
  const whole = arrow({ x: y, y });
  expect(tableFromIPC(whole).numRows).toBe(3);
  const named = { target: "y", name: "log.arrow" };
  expect(await failure(whole.subarray(0, 300), named)).toMatch(
    /^log.arrow: expected a whole Arrow file, got one that/,
  );
  expect(await failure(bytes("x,y\n1,0\n"), named)).toMatch(
    /^log.arrow: expected a whole Arrow file, got one that/,
  );
  expect(await failure(whole, { target: "y", format: "csv" })).toBe(
    "data: expected CSV text, got an Arrow file",
  );
  const large = arrow({ x: [new Int64(), [1n, 2n ** 60n, 3n]], y });
  expect(await failure(large, named)).toBe(
    'log.arrow, row 2, column "x": expected an integer below 2^53 in size, got about 1152921504606847000',
  );
  expect(await failure(arrow({ x: [new Float64(), [1, null, 2]], y }), named)).toBe(
    'log.arrow, row 2, column "x": expected a finite number for x, got a missing value (--impute mean fills it in)',
  );
});
