import { describe, expect, test } from "vitest";
import { InputError } from "../../src/data/error.ts";
import { openLog, type LogOptions } from "../../src/data/open.ts";
import { bytes, failure } from "./collect.ts";

const FLIGHTS = "delay,distance,origin,date\n20,100,ATL,2001-01-01 07:15\n3,200,LAX,2001-01-02 08:00\n";

/** With the default name, so that the sentence begins as a user would see it. */
const named = (options: LogOptions): LogOptions => ({ name: "flights.csv", ...options });

describe("columns that are not there", () => {
  test.each<[LogOptions, string]>([
    [
      { target: "dealy>=15" },
      'flights.csv: target names column "dealy", which is not there (did you mean "delay"?): it has "delay", "distance", "origin", "date"',
    ],
    [
      { target: "delay", features: "distance, colour" },
      'flights.csv: features names column "colour", which is not there: it has "delay", "distance", "origin", "date"',
    ],
    [
      { target: "delay", weight: "Distanse" },
      'flights.csv: weight names column "Distanse", which is not there (did you mean "distance"?): it has "delay", "distance", "origin", "date"',
    ],
    [{}, 'flights.csv: expected a target, one of its columns: "delay", "distance", "origin", "date"'],
    [
      { target: "delay", features: "delay" },
      'flights.csv, column "delay": it cannot be both target and feature',
    ],
    [
      { target: "delay", weight: "delay" },
      'flights.csv, column "delay": it cannot be both target and weight',
    ],
    [{ target: "delay", features: "origin, origin" }, 'flights.csv: feature "origin" is named twice'],
  ])("%j", async (options, message) => {
    expect(await failure(bytes(FLIGHTS), named(options))).toBe(message);
  });

  test("of very many columns only the first are listed", async () => {
    const names = Array.from({ length: 50 }, (_, i) => `c${i}`);
    const message = await failure(bytes(`${names.join()}\n`), { target: "target" });
    expect(message).toMatch(/"c0", "c1".*"c19" and 30 more$/);
  });

  test("a column that is there twice, if it is used", async () => {
    const csv = "a,b,b,y\n1,2,3,0\n1,2,3,1\n";
    const message =
      'data, column "b": expected one column of this name, got more than one (#2 and #3 name them by number)';
    expect(await failure(bytes(csv), { target: "y" })).toBe(message);
    expect(await failure(bytes(csv), { target: "y", features: "a" })).toBe("no error");
  });

  test("no column beside the target", async () => {
    expect(await failure(bytes("y\n0\n1\n"), { target: "y" })).toBe(
      'data: expected a column beside the target "y"',
    );
  });
});

describe("what is not taken for something else in silence", () => {
  const classes = (...last: string[]): Uint8Array =>
    bytes(
      `x,y\n${Array.from({ length: 1200 }, (_, i) => `${i},${i % 2}\n`).join("")}${last.map((y) => `1,${y}\n`).join("")}`,
    );

  test("a third class after a thousand rows of two", async () => {
    const message =
      'data, row 1202, column "y": expected 0 or 1 as in the rows before, got 2 (--task regression takes all for values, the target "y>=1" makes two classes)';
    expect(await failure(classes("1", "2"), { target: "y" })).toBe(message);
    for (const accepted of [{ target: "y>=1" }, { target: "y", task: "regression" as const }])
      expect(await failure(classes("1", "2"), accepted)).toBe("no error");
    expect(await failure(bytes("x,y\n1,0\n1,1\n1,2\n"), { target: "y" })).toBe("no error");
  });

  test("a word among the numbers of the target", async () => {
    expect(await failure(classes("maybe"), { target: "y" })).toBe(
      'data, row 1201, column "y": expected a number, got "maybe" (the target "y==maybe" makes two classes)',
    );
    expect(await failure(classes("maybe"), { target: "y==maybe" })).toBe("no error");
  });

  test("decimal commas", async () => {
    const table = bytes("x;y\n1;0\n3,5;1\n2,25;0\n");
    expect(await failure(table, { target: "y" })).toBe(
      'data, row 2, column "x": expected a number, got "3,5" (--decimal , reads decimal commas, the feature category(x) takes all values for words)',
    );
    for (const accepted of [{ decimal: "," as const }, { features: "category(x)" }])
      expect(await failure(table, { target: "y", ...accepted })).toBe("no error");
    expect(await failure(table, { target: "x", features: "y" })).toBe(
      'data, row 2, column "x": expected a number, got "3,5" (--decimal , reads decimal commas)',
    );
  });
});

test("a hundred thousand columns are no slower each than a few", async () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `x${i}`);
  const line = `${names.map(() => "1").join()}`;
  const source = await openLog(bytes(`${names.join()},y\n${line},0\n${line},1\n`), { target: "y" });
  for await (const block of source.blocks()) expect(block.rows).toBe(2);
  expect(source.dense).toHaveLength(100_000);
}, 20_000);

describe("cells", () => {
  const csv = (...cells: string[]): Uint8Array =>
    bytes(`x,y\n${cells.map((cell, i) => `${cell},${i % 2}\n`).join("")}`);

  test.each([
    ["n/a", '"n/a"'],
    ["NaN", '"NaN"'],
    ["", "an empty cell"],
    ["NULL", '"NULL"'],
    ["?", '"?"'],
  ])("%j where numbers are is missing", async (cell, got) => {
    expect(await failure(csv("1", "2", cell), { target: "y" })).toBe(
      `data, row 3, column "x": expected a number, got ${got} (--impute mean fills it in)`,
    );
  });

  test.each([["inf"], ["-Infinity"], ["1e999"], ["-1e400"]])(
    "%s is not finite, and named as it is written",
    async (cell) => {
      const message = `data, row 2, column "x": expected a finite number for x, got "${cell}"`;
      expect(await failure(csv("1", cell), { target: "y" })).toBe(message);
    },
  );

  test("of several missing cells the first is named", async () => {
    expect(await failure(csv("1", "", "", "NA"), { target: "y" })).toContain("data, row 2, ");
  });

  test("a carriage return within a line ends nothing", async () => {
    expect(await failure(bytes("x,y\n1,0\n1\r5,1\n"), { target: "y", features: "x*1" })).toBe(
      'data, row 2, column "x": expected a number for x*1, got "1 5"',
    );
  });

  test("far into the file, the row is still right", async () => {
    const cells = Array.from({ length: 30_000 }, (_, i) => (i === 29_876 ? "1e400" : String(i)));
    const message = 'data, row 29877, column "x": expected a finite number for x/10, got "1e400"';
    expect(await failure(csv(...cells), { target: "y", features: "x/10" })).toBe(message);
    cells[29_876] = "";
    expect(await failure(csv(...cells), { target: "y" })).toBe(
      'data, row 29877, column "x": expected a number, got an empty cell (--impute mean fills it in)',
    );
  });

  test("a scaled number that overflows", async () => {
    const message = 'data, row 2, column "x": expected a finite number for x*1e308, got Infinity';
    expect(await failure(csv("1", "17"), { target: "y", features: "x*1e308" })).toBe(message);
  });

  test("text where the expression wants numbers or time stamps", async () => {
    const text = csv("1", "slow", "2");
    const wants = (features: string): Promise<string> => failure(text, { target: "y", features });
    expect(await wants("x/2")).toBe('data, row 2, column "x": expected a number for x/2, got "slow"');
    expect(await wants("hour(x)")).toBe(
      'data, row 1, column "x": expected a time stamp such as 2001-01-31 07:15 for hour(x), got "1"',
    );
    const times = bytes("x,y\n2001-01-01 10:00,0\n2001-01-01 25:00,1\n");
    expect(await failure(times, { target: "y", features: "hour(x)" })).toBe(
      'data, row 2, column "x": expected a time stamp such as 2001-01-31 07:15 for hour(x), got "2001-01-01 25:00"',
    );
    const hole = bytes("x,y\n2001-01-01 10:00,0\n,1\n");
    expect(await failure(hole, { target: "y", features: "hour(x)" })).toBe(
      'data, row 2, column "x": expected a time stamp, got an empty cell (--impute mean fills it in)',
    );
  });

  test("time stamps as they are", async () => {
    expect(await failure(bytes(FLIGHTS), named({ target: "delay" }))).toBe(
      'flights.csv, column "date": expected numbers or text, got time stamps: name the features, with hour(date), weekday(date) or month(date) for this one, or without it',
    );
  });

  test("weights", async () => {
    const weights = (...w: string[]): Uint8Array =>
      bytes(`x,w,y\n${w.map((each, i) => `1,${each},${i % 2}\n`).join("")}`);
    const wants = (source: Uint8Array): Promise<string> => failure(source, { target: "y", weight: "w" });
    expect(await wants(weights("1", "-2"))).toBe(
      'data, row 2, column "w": expected a finite number for a weight >= 0, got -2',
    );
    expect(await wants(weights("1", ""))).toBe(
      'data, row 2, column "w": expected a number for a weight, got an empty cell',
    );
    expect(await wants(weights("1", "big"))).toBe(
      'data, row 2, column "w": expected a number for a weight, got "big"',
    );
  });
});

describe("target", () => {
  const target = (cells: string[], text = "y"): Promise<string> =>
    failure(bytes(`x,y\n${cells.map((cell) => `1,${cell}\n`).join("")}`), { target: text });

  test.each([
    [
      ["1", "1"],
      "y",
      'data, column "y": expected at least two different values of the target, got only 1 in every row',
    ],
    [
      ["20", "30"],
      "y>=15",
      'data, column "y": expected two classes, but >="15" is true in every row (its values are "20", "30")',
    ],
    [
      ["A", "B", "C", "D"],
      "y==E",
      'data, column "y": expected two classes, but =="E" is true in no row (its values are "A", "B", "C", ...)',
    ],
    [
      ["UP", "DOWN"],
      "y",
      'data, column "y": expected numbers or a comparison as the target, got the two values "UP", "DOWN": write "y==DOWN"',
    ],
    [
      ["1", "2", "late"],
      "y",
      'data, row 3, column "y": expected a number, got "late" (the target "y==late" makes two classes)',
    ],
    [
      ["1", "2", "late"],
      "y>1",
      'data, row 3, column "y": expected a number, got "late" (the target "y==late" makes two classes)',
    ],
    [["1", "", "0"], "y", 'data, row 2, column "y": expected a number, got an empty cell'],
    [["1", "NA", "0"], "y>0", 'data, row 2, column "y": expected a number, got "NA"'],
    [
      ["UP", "", "DOWN"],
      "y==UP",
      'data, row 2, column "y": expected a value of the target, got an empty cell',
    ],
    [["1", "inf", "2"], "y", 'data, row 2, column "y": expected a finite number for the target, got "inf"'],
    [
      ["1", "2"],
      "y==UP",
      'data, column "y": expected a number after == because the column is numeric, got "UP"',
    ],
    [
      ["2001-01-01", "2001-01-02"],
      "y",
      'data, column "y": expected numbers or text as the target, got time stamps',
    ],
  ])("%j as %s", async (cells, text, message) => {
    expect(await target(cells, text)).toBe(message);
  });
});

describe("shape", () => {
  test.each([
    ["", "data: expected rows, got an empty file"],
    ["\n\n", "data: expected a header and rows, got an empty file"],
    ["a,y\n", "data: expected rows after the header, got none"],
    ["a,y", "data: expected rows after the header, got none"],
    [
      "1,2\n3,4\n",
      "data: expected a header with column names, got the numbers 1, 2 (--no-header reads a file without one)",
    ],
    ["a,y\r1,0\r2,1\r", "data: expected lines that end in LF or CR LF, got lines that end in CR"],
    ["a,b,y\n1,2,0\n1,1\n", "data, row 2: expected 3 cells as in the header, got 2"],
    ["a,b,y\n1,2,0\n\n1,2,3,1\n", "data, row 2: expected 3 cells as in the header, got 4"],
    ["a,b,y\n1,2,0\n1,", "data, row 2: expected 3 cells as in the header, got 2"],
    ['a,y\n1,0\n"2,1\n3,0\n', "data, row 2: expected a closing quote, got the end of the file"],
    ['a,y\n1,0\n"2"3,1\n', 'data, row 2: expected a separator after a closing quote, got "3,1 "'],
    ['"a,y\n1,0\n', "data: expected a closing quote, got the end of the file"],
  ])("%j", async (text, message) => {
    expect(await failure(bytes(text), { target: "y", format: "csv" })).toBe(message);
  });

  test("a format that does not exist, or is another", async () => {
    const wrong = { target: "y", format: "arff" as "csv" };
    expect(await failure(bytes(FLIGHTS), wrong)).toBe(
      'format: expected parquet, arrow, csv, jsonl, libsvm, vw, got "arff"',
    );
    expect(await failure(bytes("PAR1...PAR1"), { target: "y", format: "csv" })).toBe(
      "data: expected CSV text, got a Parquet file",
    );
  });
});

test("an InputError knows its place", async () => {
  const error: unknown = await openLog(bytes("x,y\n1,0\n,1\n"), { target: "y" }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).place).toEqual({ in: "data", row: 2, column: "x" });
});
