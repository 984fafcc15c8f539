import { expect, test } from "vitest";
import { solve } from "../../src/worlds/solve.ts";
import { Dice } from "../dice.ts";

const matrix = (rows: readonly number[][]): Float64Array[] => rows.map((row) => Float64Array.from(row));

test("systems whose solution is known are solved to the last digits", () => {
  const dice = new Dice(3);
  for (let i = 0; i < 50; i++) {
    const n = dice.whole(1, 30);
    // small whole numbers: the right-hand side is exact; one large one in each row and column: never singular
    const a = matrix(
      Array.from({ length: n }, (_, row) =>
        Array.from({ length: n }, (_, j) => dice.whole(-9, 9) + (j === (row + i) % n ? 300 : 0)),
      ),
    );
    const x = Array.from({ length: n }, () => dice.whole(-99, 99));
    const b = Float64Array.from(a, (row) => row.reduce((total, value, j) => total + value * x[j]!, 0));
    const kept = a.map((row) => row.slice());
    const got = solve(a, b)!;
    expect(a).toEqual(kept);
    x.forEach((value, j) => expect(Math.abs(got[j]! - value)).toBeLessThan(1e-13));
  }
});

test("the refined solution of a nearly singular system has digits that elimination alone has not", () => {
  // Hilbert's matrix of 8 rows times 360360, exact; condition 1.5e10
  const a = matrix(
    Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => 360360 / (i + j + 1))),
  );
  const x = [1, -2, 3, -4, 5, -6, 7, -8];
  const b = Float64Array.from(a, (row) => row.reduce((total, value, j) => total + value * x[j]!, 0));
  const got = solve(a, b)!;
  x.forEach((value, j) => expect(Math.abs(got[j]! / value - 1)).toBeLessThan(1e-10));
});

test("rows are exchanged where a pivot is 0", () => {
  const a = matrix([
    [0, 2],
    [3, 0],
  ]);
  expect([...solve(a, Float64Array.of(4, 9))!]).toEqual([3, 2]);
});

test("a singular matrix has no solution", () => {
  const a = matrix([
    [1, 2],
    [2, 4],
  ]);
  expect(solve(a, Float64Array.of(1, 2))).toBeNull();
});
