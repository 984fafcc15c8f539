import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { bytes, collect, failure, rowsOf } from "./collect.ts";

const options = { target: "y", name: "log.jsonl" };
const lines = (...rows: unknown[]): Uint8Array =>
  bytes(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

describe("values", () => {
  test("nested objects and lists become columns named by their path, in order of appearance", async () => {
    const source = await openLog(
      lines(
        { user: { age: 31.5, town: "Rome" }, tags: [1, 2], y: true },
        { y: false, tags: [-3e2, 0.25], user: { town: 'a "b"\u00e9', age: 7 } },
      ),
      options,
    );
    expect(source.dense.map(({ name }) => name)).toEqual(["user.age", "tags.0", "tags.1"]);
    expect(await collect(source)).toEqual([
      { dense: [31.5, 1, 2], sparse: [["user.town=Rome", 1]], outcome: 1, weight: null },
      { dense: [7, -300, 0.25], sparse: [['user.town=a "b"\u00e9', 1]], outcome: 0, weight: null },
    ]);
  });

  test("null, what is not there and what comes later are missing, and imputed like any other", async () => {
    const log = lines(
      { y: 0, a: 4 },
      { y: 1, a: null, late: 2 },
      { y: 1, late: 6 },
      { y: 0, a: 8, late: null },
    );
    expect(await failure(log, options)).toBe(
      'log.jsonl, row 2, column "a": expected a number, got nothing (--impute mean fills it in)',
    );
    expect(await failure(log, { ...options, features: "late" })).toBe(
      'log.jsonl, row 1, column "late": expected a number, got nothing (--impute mean fills it in)',
    );
    const rows = await collect(await openLog(log, { ...options, impute: "mean" }));
    expect(rows.map(({ dense, sparse }) => [dense, sparse.map(([name]) => name)])).toEqual([
      [[4, 0], ["late=(missing)"]],
      [[4, 2], ["a=(missing)"]],
      [[4, 6], ["a=(missing)"]],
      [[8, 4], ["late=(missing)"]],
    ]);
  });

  test("strings are text, or time stamps where all are; numbers among them are words", async () => {
    const rows = await rowsOf('{"t":"2001-01-31T07:15","w":"1","y":1}\n{"t":"2001-02-01","w":2.50,"y":0}\n', {
      target: "y",
      features: "hour(t), w",
    });
    expect(rows.map(({ sparse }) => sparse.map(([name]) => name))).toEqual([
      ["hour(t)=7", "w=1"],
      ["hour(t)=0", "w=2.50"],
    ]);
  });

  test("blank lines, CR LF, blanks anywhere, a byte order mark and no last line end", async () => {
    const text = '\ufeff\r\n { "x" :1 ,\t"y": 0 , "n" : { } , "l":[ ]}\r\n\n{"x":2.5,"y":1}';
    expect((await rowsOf(text, options)).map(({ dense, outcome }) => [...dense, outcome])).toEqual([
      [1, 0],
      [2.5, 1],
    ]);
  });

  test("a value in one row and an object in another are different columns", async () => {
    const source = await openLog(lines({ a: 1, y: 0 }, { a: { b: 2 }, y: 1 }), {
      ...options,
      impute: "mean",
    });
    expect(source.dense.map(({ name }) => name)).toEqual(["a", "a.b"]);
  });

  test("many rows, in a second pass as in the first", async () => {
    const source = await openLog(
      lines(
        ...Array.from({ length: 20_000 }, (_, i) => (i < 9000 ? { i, y: i % 2 } : { y: i % 2, i, z: 1 })),
      ),
      { target: "y", impute: "mean" },
    );
    const rows = await collect(source);
    expect(rows.map(({ dense }) => dense[0])).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
    expect(rows.filter(({ sparse }) => sparse.length > 0).length).toBe(9000);
    expect(await collect(source)).toEqual(rows);
  });
});

test.each([
  ["[1, 2]", 'log.jsonl, row 1: expected an object such as {"x": 1} on each line, got "[1, 2]"'],
  ['{"x": 1, "y": 0}\n{"x": 1 "y": 1}', 'log.jsonl, row 2: expected "," or "}" after a value, got ""y": 1}"'],
  ['{"x": 01}', 'log.jsonl, row 1: expected a JSON value, got "01}"'],
  ['{"x": 1.}', 'log.jsonl, row 1: expected a JSON value, got "1.}"'],
  ['{"x": NaN}', 'log.jsonl, row 1: expected a JSON value, got "NaN}"'],
  ['{"x": "a', "log.jsonl, row 1: expected a closing quote, got the end of the line"],
  ['{"x": "\\q"}', 'log.jsonl, row 1: expected a JSON string, got ""\\q"}"'],
  ['{"x": 1, "x": 2}', 'log.jsonl, row 1, column "x": expected each name once, got it twice'],
  ['{"x": 1} {"x": 2}', 'log.jsonl, row 1: expected nothing more on the line, got "{"x": 2}"'],
  [
    `${'{"a":'.repeat(99)}1${"}".repeat(99)}`,
    "log.jsonl, row 1: expected objects in objects at most 64 deep, got",
  ],
  ['{"x": 1}\n', 'log.jsonl: target names column "y", which is not there: it has "x"'],
  ["\n\n", 'log.jsonl: expected rows such as {"x": 1}, got none'],
])("%j", async (text, message) => {
  expect(await failure(bytes(text), options)).toContain(message);
});
