import { expect, test } from "vitest";
import { Categories } from "../../src/data/categories.ts";
import { bytes } from "./collect.ts";
import { Dice } from "./dice.ts";

test("values are numbered as a Map would number them, through every growth", () => {
  const dice = new Dice(4);
  const categories = new Categories();
  const map = new Map([["", 0]]);
  for (let i = 0; i < 60_000; i++) {
    const text = dice.digits(dice.below(6));
    const padded = bytes(`${text}#`);
    if (!map.has(text)) map.set(text, map.size);
    if (categories.number(padded, 0, padded.length - 1) !== map.get(text))
      throw new Error(`${text} has the wrong number`);
  }
  expect(categories.count).toBe(map.size);
  expect(map.size).toBeGreaterThan(15_000);
  for (const [text, number] of map)
    if (categories.text(number) !== text) throw new Error(`${number} is not ${text}`);
});
