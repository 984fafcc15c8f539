import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { bytes, collect, failure, rowsOf } from "./collect.ts";

const plain = async (text: string, options: Parameters<typeof rowsOf>[1] = {}): Promise<number[][]> =>
  (await rowsOf(text, { target: "y", format: "csv", ...options })).map(({ dense, outcome }) => [
    ...dense,
    outcome,
  ]);

describe("separators", () => {
  test.each([
    ["bars", "a|b|y\n1|2|0\n3|4|1\n", {}],
    ["semicolons, with commas in the header", '"a, in m";b;y\n1;2;0\n3;4;1\n', {}],
    ["semicolons, and a comma in each unquoted name", "a,x;b,x;y\n1;2;0\n3;4;1\n", {}],
    ["blanks, as stated", "a b y\n1 2 0\n3 4 1\n", { separator: " " }],
    ["colons, as stated", "a:b:y\n1:2:0\n3:4:1\n", { separator: ":" }],
    ["LF and CR LF", "a,b,y\r\n1,2,0\n3,4,1\r\n", {}],
  ])("%s", async (_, text, options) => {
    expect(await plain(text, options)).toEqual([
      [1, 2, 0],
      [3, 4, 1],
    ]);
  });

  test("decimal commas", async () => {
    const rows = [
      [1.5, -0.25, 0],
      [2000, 12345.678901, 1],
    ];
    expect(await plain("a;b;y\n1,5;-,25;0\n2e3;12345,678901;1\n", { decimal: "," })).toEqual(rows);
    const quoted = 'a,b,y\n"1,5","-,25",0\n2e3,"12345,678901",1\n';
    expect(await plain(quoted, { decimal: ",", separator: "," })).toEqual(rows);
    expect(
      await failure(bytes("a;y\n1,5;0\n1.234,5;1\n"), { target: "y", features: "a*1", decimal: "," }),
    ).toBe('data, row 2, column "a": expected a number for a*1, got "1.234,5"');
    await expect(openLog(bytes("a"), { separator: ";;" })).rejects.toThrow(
      'separator: expected one character such as ";", got ";;"',
    );
    expect(await failure(bytes('{"x":1}'), { separator: ";" })).toBe(
      "data: expected no separator, because it is JSONL and not CSV",
    );
  });
});

describe("columns by number", () => {
  test("without a header", async () => {
    const text = "5,6,0\n7,8,1\n";
    expect(await plain(text, { header: false, target: "#3" })).toEqual([
      [5, 6, 0],
      [7, 8, 1],
    ]);
    expect(await plain(text, { header: false, target: "#3", features: "#2" })).toEqual([
      [6, 0],
      [8, 1],
    ]);
    expect(await failure(bytes(text), { header: false, target: "#4" })).toBe(
      'data: target names column "#4", which is not there: it has "#1", "#2", "#3"',
    );
  });

  test("one of two with the same name", async () => {
    expect(await plain("a,a,y\n1,2,0\n3,4,1\n", { features: "#2" })).toEqual([
      [2, 0],
      [4, 1],
    ]);
  });
});

describe("missing values", () => {
  test("are imputed by the mean of what was seen, with an indicator where one is missing", async () => {
    const source = await openLog(bytes("a,t,w,y\nNA,u,?,0\n2,v,1,1\n4,,null,1\n,u,3,0\n9,u,NaN,1\n"), {
      target: "y",
      features: "a/2, t, w",
      impute: "mean",
    });
    const rows = await collect(source);
    expect(rows.map(({ dense, sparse }) => [...dense, ...sparse.map(([name]) => name)])).toEqual([
      [0, 0, "t=u", "a/2=(missing)", "w=(missing)"],
      [1, 1, "t=v"],
      [2, 1, "t=(missing)", "w=(missing)"],
      [1.5, 3, "t=u", "a/2=(missing)"],
      [4.5, 2, "t=u", "w=(missing)"],
    ]);
    expect(await collect(source)).toEqual(rows);
  });

  test("of a target or a weight are refused all the same", async () => {
    const log = bytes("a,w,y\n1,1,0\n2,,1\n3,1,\n");
    const of = (weight?: string): Promise<string> => failure(log, { target: "y", weight, impute: "mean" });
    expect(await of()).toBe('data, row 3, column "y": expected a number, got an empty cell');
    expect(await failure(log, { target: "a", features: "y", weight: "w", impute: "mean" })).toBe(
      'data, row 2, column "w": expected a number for a weight, got an empty cell',
    );
  });

  test("spelled as the caller says, in numbers and in text", async () => {
    const options = { target: "y", impute: "mean", missing: ["-999", "Unknown"] } as const;
    const rows = await rowsOf("a,t,y\n1,x,0\n-999.0,unknown,1\nUNKNOWN,?,1\n", options);
    expect(rows.map(({ dense, sparse }) => [...dense, ...sparse.map(([name]) => name)])).toEqual([
      [1, "t=x"],
      [1, "t=(missing)", "a=(missing)"],
      [1, "t=?", "a=(missing)"],
    ]);
  });

  test("of a time stamp are a part of their own", async () => {
    const rows = await rowsOf("t,y\n2001-01-01 10:00,0\n,1\n", {
      target: "y",
      features: "hour(t)",
      impute: "mean",
    });
    expect(rows[1]!.sparse).toEqual([["hour(t)=(missing)", 1]]);
  });

  test("the block in which a row stands makes no difference", async () => {
    const cells = Array.from({ length: 30_000 }, (_, i) => (i % 7 === 3 ? "" : String(i % 1000)));
    const rows = await rowsOf(`a,y\n${cells.map((cell, i) => `${cell},${i % 2}\n`).join("")}`, {
      target: "y",
      impute: "mean",
    });
    let [mean, count] = [0, 0];
    rows.forEach(({ dense, sparse }, i) => {
      if (cells[i] !== "") mean += (Number(cells[i]) - mean) / ++count;
      if (dense[0] !== (cells[i] === "" ? mean : Number(cells[i]))) throw new Error(`row ${i + 1}`);
      if (sparse.length !== (cells[i] === "" ? 1 : 0)) throw new Error(`row ${i + 1}`);
    });
  });
});

describe("kinds", () => {
  test("truth values", async () => {
    expect(await plain("a,b,y\nyes,true,no\nNo,FALSE,Yes\n")).toEqual([
      [1, 1, 0],
      [0, 0, 1],
    ]);
    expect(await plain("a,y\n1,no\n2,yes\n", { target: "y==no" })).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  test("a column that turns from numbers into words", async () => {
    const text = `a,y\n${Array.from({ length: 50_000 }, (_, i) => `${i === 39_999 ? "broken" : i},${i % 2}\n`).join("")}`;
    expect(await failure(bytes(text), { target: "y" })).toBe(
      'data, row 40000, column "a": expected a number as in the rows before, got "broken" (--missing takes it for a missing value, the feature category(a) all values for words)',
    );
    const names = async (options: object): Promise<string[]> => {
      const rows = await rowsOf(text, { target: "y", ...options });
      return rows
        .slice(39_998, 40_001)
        .flatMap(({ dense, sparse }) => [...dense.map(String), ...sparse.map(([name]) => name)]);
    };
    expect(await names({ features: "category(a)" })).toEqual([
      "category(a)=39998",
      "category(a)=broken",
      "category(a)=40000",
    ]);
    expect((await names({ missing: ["broken"], impute: "mean" })).slice(2)).toEqual(["a=(missing)", "40000"]);
  });

  test("numbers as categories", async () => {
    const rows = await rowsOf("a,y\n7,0\n7.0,1\n,1\n8,0\n", { target: "y", features: "category(a)" });
    expect(rows.map(({ sparse }) => sparse[0]![0])).toEqual([
      "category(a)=7",
      "category(a)=7",
      "category(a)=(missing)",
      "category(a)=8",
    ]);
  });
});
