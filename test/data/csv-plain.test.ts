import { expect, test } from "vitest";
import { openLog } from "../../src/data/open.ts";
import type { RowSource } from "../../src/data/rows.ts";
import { bytes } from "./collect.ts";
import { Dice } from "./dice.ts";

/** Numbers that the kernel reads, and those it leaves alone, between each other. */
const COLUMNS = ["a", "b", "c"];

async function values(source: RowSource): Promise<number[]> {
  const all: number[] = [];
  for await (const { rows, dense } of source.blocks())
    for (let i = 0; i < rows * source.dense.length; i++) all.push(dense[i]!);
  return all;
}

/** What differs from Number among cells written in rows of three. */
async function differences(cells: readonly string[], newline = "\n"): Promise<string[]> {
  const lines = Array.from(
    { length: cells.length / 3 },
    (_, i) => `${cells.slice(3 * i, 3 * i + 3).join()},${i % 2}${newline}`,
  );
  const source = await openLog(bytes(`${COLUMNS.join()},y${newline}${lines.join("")}`), { target: "y" });
  const got = await values(source);
  expect(got.length).toBe(cells.length);
  return cells
    .flatMap((cell, i) =>
      Object.is(got[i], Number(cell)) ? [] : [`${cell}: ${got[i]}, not ${Number(cell)}`],
    )
    .slice(0, 10);
}

test("1.2 million random decimals of one to twenty digits, in columns, are what Number makes of them", async () => {
  const dice = new Dice(3);
  const cells = Array.from({ length: 1_200_000 }, (_, i) => {
    const digits = dice.digits(1 + dice.below(i % 5000 < 4000 ? 15 : 20));
    const point = dice.below(2 * digits.length);
    const sign = ["", "-", "+"][dice.below(3)]!;
    return `${sign}${point <= digits.length ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits}`;
  });
  expect(await differences(cells)).toEqual([]);
});

test("decimals half-way between two doubles, leading zeros, and what doubles are printed as", async () => {
  const dice = new Dice(4);
  const cells: string[] = [];
  for (let i = 0; i < 30_000; i++) {
    // m + 1/2 for m of 53 bits, written out exactly, and its neighbours in the last digit
    const half = BigInt(2 ** 52 + dice.below(2 ** 30) * 2 ** 20) * 2n + 1n;
    for (const text of [half * 5n - 1n, half * 5n, half * 5n + 1n].map(String))
      cells.push(`${text.slice(0, -1)}.${text.slice(-1)}`, text, `${text.slice(0, 3)}.${text.slice(3)}`);
    const point = 1 + dice.below(6);
    cells.push(`0.${"0".repeat(dice.below(14))}${dice.digits(15 + dice.below(4))}`);
    cells.push(`${dice.digits(point)}.${dice.digits(18 - point)}`);
    cells.push(String(dice.unit() * 10 ** dice.below(6)));
  }
  expect(await differences(cells)).toEqual([]);
});

test.each(["\n", "\r\n"])("edges of what the kernel takes, lines ended by %j", async (newline) => {
  const cells = [
    ...["0", "-0", "+0", "0.0", "-0.0", ".5", "-.5", "5.", "-5.", "00012", "000000000000000", "1"],
    ...["999999999999999", "-999999999999999", "99999999999999.9", ".99999999999999", "9999999999999999"],
    ...["0.1234567890123", "0.12345678901234", "0.00000000000001", "1e5", "-1E-5", "123456789.12345"],
    ...["9007199254740993", "9007199254740992.5", "1234567890.123456789", "0.30000000000000004"],
    ...[
      "000000000000000000000000000001.",
      "0000000000000000000000000000001",
      "00000000000000000000000000000001",
    ],
    ...[
      "18446744073709551615",
      "999999999999999999",
      "99999999999.9999999",
      "0.0000000000000000000000000001",
    ],
  ];
  while (cells.length % 3 !== 0) cells.push("7");
  for (let turn = 0; turn < 3; turn++)
    expect(await differences([...cells.slice(turn), ...cells.slice(0, turn)], newline)).toEqual([]);
});

test.each(["1.2.3", "12345678901234567.8.9", ".", "-", "+.", "1-2", "--1", "1_0", "0x10"])(
  "%j is no number",
  async (cell) => {
    const source = await openLog(bytes(`a,y\n1,0\n${cell},1\n2,0\n`), { target: "y" });
    for await (const { rows } of source.blocks()) expect(rows).toBe(3);
    expect(source.dense).toEqual([]);
    expect(source.sparseName(1)).toBe(`a=${cell}`);
  },
);

test("rows with quotes, blanks and words stand between plain ones", async () => {
  const odd = ['"1",2,3,0', " 1, 2 ,3 ,1", "true,2,3,0", "1,2,3e0,1", "\t\n1,2,3,0"];
  for (const every of [1, 2, 3, 100]) {
    const lines = Array.from({ length: 20_000 }, (_, i) =>
      i % every === 0 ? odd[(i / every) % odd.length]! : `1,2,3,${i % 2}`,
    );
    const source = await openLog(bytes(`a,b,c,y\n${lines.join("\n")}`), { target: "y" });
    expect(source.rows).toBe(20_000);
    const got = await values(source);
    expect(got.every((value, i) => value === 1 + (i % 3))).toBe(true);
  }
});

test("columns that are not used may hold anything", async () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `x y${i},${i / 8},,${i % 2},"a,b"`);
  const source = await openLog(bytes(`t,a,u,y,v\n${lines.join("\n")}\n`), { target: "y", features: "a" });
  const got = await values(source);
  expect(got.every((value, i) => value === i / 8)).toBe(true);
});

test("rows longer than the kernel's text, and very many columns", async () => {
  const wide = (columns: number): string => {
    const line = (i: number): string =>
      `${Array.from({ length: columns }, (_, j) => i + j / 4).join()},${i % 2}`;
    const names = Array.from({ length: columns }, (_, j) => `x${j}`).join();
    return `${names},y\n${Array.from({ length: 300 }, (_, i) => line(i)).join("\n")}`;
  };
  for (const columns of [3000, 5000]) {
    const got = await values(await openLog(bytes(wide(columns)), { target: "y" }));
    expect(got.length).toBe(300 * columns);
    expect(got.every((value, k) => value === Math.floor(k / columns) + (k % columns) / 4)).toBe(true);
  }
  const long = `${" ".repeat(200_000)}5`;
  expect(await values(await openLog(bytes(`a,y\n1,0\n${long},1\n2,0\n`), { target: "y" }))).toEqual([
    1, 5, 2,
  ]);
});
