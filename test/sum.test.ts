import { expect, test } from "vitest";
import { dotTwice, Sum, sum } from "../src/sum.ts";
import { Dice } from "./dice.ts";

/** A number times 2^200, exactly. */
const whole = (x: number): bigint => {
  let [value, exponent] = [x, 0];
  while (!Number.isInteger(value)) [value, exponent] = [value * 2, exponent + 1];
  return BigInt(value) << BigInt(200 - exponent);
};
const number = (scaled: bigint, bits: number): number => Number(scaled) / 2 ** bits;

test("sums keep what rounding loses", () => {
  expect(sum([1, 1e100, 1, -1e100])).toBe(2);
  expect(sum(Array.from({ length: 1e5 }, () => 0.1))).toBe(1e4);
  expect([sum([]), sum([1, Infinity]), sum([Infinity, -Infinity])]).toEqual([0, Infinity, NaN]);
  const all = new Sum();
  all.add(2 ** 53);
  all.add(1);
  all.add(-(2 ** 53));
  expect(all.value).toBe(1);
});

test("dot products of vectors that nearly cancel, against whole numbers", () => {
  const dice = new Dice(1);
  for (let i = 0; i < 200; i++) {
    const a = dice.normals(dice.whole(1, 20)).map((x) => x * 2 ** dice.whole(-20, 20));
    const b = a.map(() => dice.normal());
    // the last pair takes away what the plain sum of the others is, so that only their rounding is left
    const plain = a.reduce((total, x, j) => total + x * b[j]!, 0);
    const exact = [...a, plain].reduce((total, x, j) => total + whole(x) * whole(b[j] ?? -1), 0n);
    const got = dotTwice([...a, plain], [...b, -1]);
    expect(Math.abs(got - number(exact >> 200n, 200))).toBeLessThanOrEqual(2e-31 * a.length * 2 ** 22);
    expect(dotTwice([], [])).toBe(0);
  }
});
