import { describe, expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import { openVw } from "../../src/data/vw.ts";
import { bytes, collect, failure } from "./collect.ts";

const vw = { format: "vw", name: "log.vw" } as const;

describe("rows", () => {
  test("namespaces, their scales, values, tags, features without names, twice or in no namespace", async () => {
    const text = [
      "1 |user age:0.5 new |item:2 price:3 colour=red",
      "-1 2.5 'tag|item price:-1e1 new| alone |user new:.25 new",
      "  1 1 0 second| :7 :8 alone:2\r",
      "",
      "-1 |user",
    ].join("\n");
    const source = await openLog(bytes(text), vw);
    expect([source.rows, source.task, source.dense]).toEqual([4, "classification", []]);
    expect(source.sparseColumns()).toBe(0);
    const rows = await collect(source);
    expect(rows.map(({ sparse, outcome, weight }) => [outcome, weight, ...sparse])).toEqual([
      [1, 1, ["user^age", 0.5], ["user^new", 1], ["item^price", 6], ["item^colour=red", 2]],
      [0, 2.5, ["item^price", -10], ["item^new", 1], ["alone", 1], ["user^new", 1.25]],
      [1, 1, ["0", 7], ["1", 8], ["alone", 2]],
      [0, 1],
    ]);
    expect(source.sparseColumns()).toBe(8);
    expect(await collect(source)).toEqual(rows);
  });

  test("rows weigh 1 where no importance says otherwise; other labels are values", async () => {
    const source = await openLog(bytes("0.5 |f a\n1.5 |f b\n-3 |f a:2\n"), vw);
    expect(source.task).toBe("regression");
    expect((await collect(source)).map(({ outcome, weight }) => [outcome, weight])).toEqual([
      [0.5, null],
      [1.5, null],
      [-3, null],
    ]);
  });

  test("many rows and features through blocks and growth", async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `${i % 2 ? 1 : -1} |a f${i % 5000}:${i} g |b h${i}`,
    );
    const got = await collect(await openLog(bytes(rows.join("\n")), vw));
    got.forEach(({ sparse }, i) => {
      const expected = [
        [`a^f${i % 5000}`, i],
        ["a^g", 1],
        [`b^h${i}`, 1],
      ];
      if (JSON.stringify(sparse) !== JSON.stringify(expected)) throw new Error(`row ${i + 1} is wrong`);
    });
  });
});

describe("labels of others", () => {
  test("multiclass labels are numbers, with their importance", async () => {
    const log = await openVw(bytes("3 |f a\n1 0.5 |f b\n2 |f a b:2\n"), "classes.vw");
    expect([log.rows, log.labels, log.weighted, log.features]).toEqual([3, "numbers", true, 2]);
    expect([0, 1].map((column) => log.featureName(column))).toEqual(["f^a", "f^b"]);
    for await (const { rows, label, weight, index, start } of log.blocks()) {
      expect([...label.subarray(0, rows)]).toEqual([3, 1, 2]);
      expect([...weight.subarray(0, rows)]).toEqual([1, 0.5, 1]);
      expect([...index.subarray(0, start[rows])]).toEqual([0, 1, 0, 1]);
    }
  });

  test("logged bandits: action, cost and probability, among actions that were available", async () => {
    const text = "1:2:0.4 |f a\n2 3:-0.5:0.25 4 'tag|f b\n4:0:1 |f a\n";
    const log = await openVw(bytes(text));
    expect(log.labels).toBe("bandit");
    for await (const { rows, action, cost, probability } of log.blocks()) {
      expect([...action.subarray(0, rows)]).toEqual([1, 3, 4]);
      expect([...cost.subarray(0, rows)]).toEqual([2, -0.5, 0]);
      expect([...probability.subarray(0, rows)]).toEqual([0.4, 0.25, 1]);
    }
    expect(await failure(bytes(text), vw)).toBe(
      "log.vw: expected labels that are numbers, got those of a logged bandit, action:cost:probability (evaluate and plan take them)",
    );
  });
});

test.each([
  ["1 f a", 'log.vw, row 1: expected a label, and features behind a bar, got "1 f a"'],
  ["1 |f a\n|f a", "log.vw, row 2: expected a label, a blank and then a bar, got nothing"],
  ["1|f a", 'log.vw, row 1: expected a label, a blank and then a bar, got "1"'],
  ["x |f a", 'log.vw, row 1: expected a finite label, got "x"'],
  ["1 -2 |f a", 'log.vw, row 1: expected an importance >= 0, got "-2"'],
  ["1 1 0.5 |f a", 'log.vw, row 1: expected an initial prediction of 0, got "0.5"'],
  ["1 1 0 7 |f a", 'log.vw, row 1: expected at most three numbers before the bar, got "7"'],
  ["1 |f a:b", 'log.vw, row 1: expected a finite number after a feature, got "b"'],
  ["1 |f a:1:2", 'log.vw, row 1: expected a finite number after a feature, got "1:2"'],
  ["1 |f:x a", 'log.vw, row 1: expected a finite scale after a namespace, got "x"'],
  ["1 |f a\u0001b", "log.vw, row 1: expected a feature, feature:value, a bar or the end of the line"],
  [
    "1:2:0 |f a",
    "log.vw, row 1: expected action:cost:probability once, the probability above 0 and at most 1",
  ],
  [
    "1:2:.5 2:1:.5 |f a",
    'log.vw, row 1: expected action:cost:probability once, the probability above 0 and at most 1, got "2:1:.5"',
  ],
  ["1 |f a\n1 |f b", "log.vw: expected at least two different labels, got only 1 in every row"],
  ["\n", "log.vw: expected rows such as `1 |f age:0.5 new`, got an empty file"],
])("%j", async (text, message) => {
  expect(await failure(bytes(text), vw)).toContain(message);
});
