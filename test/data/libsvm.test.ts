import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { bytes, collect, failure, rowsOf } from "./collect.ts";

describe("libsvm", () => {
  test("indices from 1, entries in the order written, comments, groups and blanks", async () => {
    const text = "+1 3:0.5 1:-2 \n\n# nothing\n-1 qid:7 2:1e-1 # 9:9\r\n1\n\t-1\t10:4";
    const source = await openLog(bytes(text), { format: "libsvm" });
    expect([source.rows, source.task, source.sparseColumns(), source.dense]).toEqual([
      4,
      "classification",
      10,
      [],
    ]);
    expect((await collect(source)).map(({ sparse, outcome }) => [sparse, outcome])).toEqual([
      [
        [
          ["3", 0.5],
          ["1", -2],
        ],
        1,
      ],
      [[["2", 0.1]], 0],
      [[], 1],
      [[["10", 4]], 0],
    ]);
    expect([source.sparseName(0), source.sparseName(9)]).toEqual(["1", "10"]);
    expect(() => source.sparseName(10)).toThrow(RangeError);
  });

  test("indices from 0 where index 0 occurs, even in the last row", async () => {
    const source = await openLog(bytes("0 2:1\n1 0:1 1:3\n"), {});
    expect(source.sparseColumns()).toBe(3);
    for await (const block of source.blocks()) expect([...block.index.subarray(0, 3)]).toEqual([2, 0, 1]);
    expect(source.sparseName(0)).toBe("0");
  });

  test("other labels are to be predicted", async () => {
    const source = await openLog(bytes("2.5 1:1\n1 1:2\n-1 1:3\n"), {});
    expect(source.task).toBe("regression");
    expect((await collect(source)).map((row) => row.outcome)).toEqual([2.5, 1, -1]);
  });

  test("many rows and entries through blocks and growth", async () => {
    const lines = Array.from(
      { length: 9000 },
      (_, i) => `${i % 2} ${Array.from({ length: i % 9 }, (_, j) => `${j + 1}:${i}`).join(" ")}`,
    );
    const rows = await rowsOf(lines.join("\n"), { format: "libsvm" });
    rows.forEach((row, i) => {
      const right =
        row.outcome === i % 2 && row.sparse.length === i % 9 && row.sparse.every(([, value]) => value === i);
      if (!right) throw new Error(`row ${i + 1} is wrong`);
    });
    expect(rows.length).toBe(9000);
  });

  test.each([
    ["1 1:1\n1 2:1\n", "data: expected at least two different labels, got only 1 in every row"],
    ["1 1:1\n0 2:1 x\n", 'data, row 2: expected index:value, got "x"'],
    ["1 1:1\n0 2:\n", "data, row 2: expected a finite number after index 2, got nothing"],
    ["1 1:1\n0 2:nan\n", 'data, row 2: expected a finite number after index 2, got "nan"'],
    ["1 1:1\n0 2:1e999\n", 'data, row 2: expected a finite number after index 2, got "1e999"'],
    ["1 1:1\n0 -2:1\n", 'data, row 2: expected index:value, got "-2:1"'],
    ["1 1:1\n0 2147483647:1\n", 'data, row 2: expected index:value, got "2147483647:1"'],
    ["1 1:1\n\n0 3:1 1:2 3:4\n", "data, row 2: expected each index once, got 3 twice"],
    ["1 1:1\nyes 2:1\n", 'data, row 2: expected a finite label, got "yes"'],
    ["# only a comment\n", "data: expected rows such as `1 3:0.5 7:1`, got an empty file"],
  ])("%j is refused", async (text, message) => {
    expect(await failure(bytes(text), { format: "libsvm" })).toBe(message);
  });

  test.each(["target", "features", "weight"])("%s is refused", async (name) => {
    const message = `data: expected no ${name}, because a libsvm file carries its own label and features`;
    expect(await failure(bytes("1 1:1\n0 1:2\n"), { [name]: "x" })).toBe(message);
  });
});
