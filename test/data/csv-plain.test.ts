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

test.each(["\n", "\r\n"])("edges of what the kernel takes, lines ended by %j", async (newline) => {
  const cells = [
    ...["0", "-0", "+0", "0.0", "-0.0", ".5", "-.5", "5.", "-5.", "00012", "000000000000000", "1"],
    ...["999999999999999", "-999999999999999", "99999999999999.9", ".99999999999999", "9999999999999999"],
    ...["0.1234567890123", "0.12345678901234", "0.00000000000001", "1e5", "-1E-5", "123456789.12345"],
    ...["9007199254740993", "9007199254740992.5", "1234567890.123456789", "0.30000000000000004"],
  ];
  while (cells.length % 3 !== 0) cells.push("7");
  for (let turn = 0; turn < 3; turn++)
    expect(await differences([...cells.slice(turn), ...cells.slice(0, turn)], newline)).toEqual([]);
});

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
